"""Owns the pure rules every slice shares: words, days, refusals, references, masking, working time.

Never imports Django, never reads a clock, never touches a file or a database.
"""
