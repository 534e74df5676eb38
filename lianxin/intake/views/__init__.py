"""The doors' views: read what came, make one call, redirect or draw."""
