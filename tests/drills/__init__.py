"""Drills: full counts, times and kills, run by `make drill` and kept as a table under docs/drills/. None yet."""
