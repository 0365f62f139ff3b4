"""The head of a noun phrase: what the thing is, not what it is like or for."""

import re

from catalog.retrieval.analyser import words_of

# What follows these says what a thing is for, made of or comes with.
_AFTER = re.compile(
    r"[,;:(|\u2013\u2014]|\s-\s|(?:^|\s)(?:with|without|for|in|on|to|from|by|under|over|that|which|or|at)(?=\s)"
)
_ALTERNATIVES = re.compile(r"\s*(?:&|\band\b|/|,)\s*")
_LONGEST_NAME = 4
# Words that do not tell what is in them: a sheet set is sheets, and nobody asks for a set.
COLLECTIONS = frozenset({"set", "kit", "pack", "box", "bundle", "pair", "piece"})


def phrase_of(text: str) -> list[str]:
    """The words of the first noun phrase: `Rain jacket, navy` and `rain jacket for kids` are both a rain jacket."""
    return [word for word in words_of(_AFTER.split(text.lower(), maxsplit=1)[0]) if not word[0].isdigit()]


def after_phrase(text: str) -> str:
    """What follows the first noun phrase: " for kids" of `rain jacket for kids`."""
    found = _AFTER.search(text.lower())
    return text[found.start() :] if found else ""


def names_of(text: str) -> set[str]:
    """Under which names a thing called so may be asked for: dry dog food is dog food, and food."""
    words = phrase_of(text)
    return _endings(words) | (_endings(words[:-1]) if COLLECTIONS.issuperset(words[-1:]) else set())


def head_of(text: str) -> set[str]:
    return set(phrase_of(text)[-1:])


def _endings(words: list[str]) -> set[str]:
    return {" ".join(words[start:]) for start in range(max(0, len(words) - _LONGEST_NAME), len(words))}


def shelf_names_of(category: str) -> set[str]:
    """A shelf may hold several kinds of things: `Jackets & Vests` is a shelf of jackets and one of vests."""
    return {name for part in _ALTERNATIVES.split(category) for name in names_of(part)}
