"""Holds what a model says against what it was handed: a closed world, in which what is not borne out is not said."""
