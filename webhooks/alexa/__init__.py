"""Alexa's door: verified requests of a custom skill in, speech, cards and screens out."""
