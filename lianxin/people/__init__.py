"""Owns units, areas, persons, posts, delegates' terms and sign-in. Never knows of matters, and never scores anybody."""
