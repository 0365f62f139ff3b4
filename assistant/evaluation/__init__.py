"""Measures what the product finds, on labelled sets in a database of their own."""
