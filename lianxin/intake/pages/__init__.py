"""The pages of the doors, as values: built from what is known, drawn without asking anything."""
