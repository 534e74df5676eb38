"""From a request to one read or one verb, and back to a page. Nothing is decided here; only these modules know the hour."""
