"""Looks at a catalogue as a whole, as somebody would who has to answer for its data."""
