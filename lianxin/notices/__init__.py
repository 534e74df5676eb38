"""Owns «新动态»: which steps are new for whom. Holds no words, no contact; sends nothing anywhere; judges nobody's reading."""
