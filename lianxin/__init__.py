"""Lianxin 连心: the working system of a district's elected delegates. Slices and their ladder: DESIGN §3."""

__version__ = "0.1.0"
