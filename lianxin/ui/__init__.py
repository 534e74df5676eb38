"""Owns how every page looks: base templates, elements, tokens, the page engine and the catalogue of
words.

It never reads a table, never decides what a reader may see and never reads the clock: it draws values it
is given.
"""
