"""Owns the counts of the district and the page that shows them. Counts matters by room, never persons, and ranks nobody."""
