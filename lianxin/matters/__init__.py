"""Owns the spine: voices, matters, their append-only steps, clocks, sights and tallies.

It never sends anything out, never draws a board and never decides by itself: it applies rows of `moves.py`.
"""
