"""The pages of matters as values, masked for their reader; drawing them runs no query."""
