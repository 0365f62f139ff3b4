"""How catalogue files are read."""
