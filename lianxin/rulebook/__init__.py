"""Owns the numbers, lists and calendars the rules go by on a day: dated packs, each number with its source.

Never applies a rule to a matter, a duty or a person: the slices above do.
"""
