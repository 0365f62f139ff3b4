"""Answers in a model's words: asked from facts handed over, and spoken only as far as those facts bear them out."""
