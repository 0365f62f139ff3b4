"""Conversations as scripts, held with an open shop and judged line by line."""
