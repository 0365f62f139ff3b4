"""The head of a noun phrase: what the thing is, not what it is like or for."""

import re

from catalog.retrieval.analyser import words_of

# What follows these says what a thing is for, made of or comes with.
_AFTER = re.compile(
    r"[,;:(|\u2013\u2014]| - |\b(?:with|without|for|in|on|to|from|by|under|over|that|which|and|or|at)\b"
)
_ALTERNATIVES = re.compile(r"\s*(?:&|\band\b|/|,)\s*")
LONGEST_PHRASE_WORDS = 4


def phrase_of(text: str) -> list[str]:
    """The words of the first noun phrase: `Rain jacket, navy` and `rain jacket for kids` are both a rain jacket."""
    return [word for word in words_of(_AFTER.split(text.lower(), maxsplit=1)[0]) if not word[0].isdigit()]


def names_of(text: str) -> set[str]:
    """Under which names a thing called so may be asked for: the whole of it and its head."""
    words = phrase_of(text)
    return {words[-1], " ".join(words[-LONGEST_PHRASE_WORDS:])} if words else set()


def shelf_names_of(category: str) -> set[str]:
    """A shelf may hold several kinds of things: `Jackets & Vests` is a shelf of jackets and one of vests."""
    return {name for part in _ALTERNATIVES.split(category) for name in names_of(part)}
