"""Looks an installation over, part by part, and says of each what is wrong and what to do about it."""
