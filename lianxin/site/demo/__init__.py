"""The demo district: real place names, invented people, some forty matters in all stages, made by the product's own verbs.

Loaded once into an empty database; never touches a district in use.
"""
