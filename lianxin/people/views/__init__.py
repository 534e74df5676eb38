"""The pages of this slice: the doors, the roster, a person, the units."""
