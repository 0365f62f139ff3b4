"""Whole conversations with the open shop."""
