"""Catalogue files as retailers have them: reading, mapping to products, and checking."""
