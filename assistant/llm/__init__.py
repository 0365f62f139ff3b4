"""A language model where it pays: asked within a deadline and a budget, believed only where the facts bear it out."""
