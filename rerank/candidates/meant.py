"""What a shopper is after who has said nothing yet: the categories that the address they came from speaks of."""

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, unquote, urlsplit

from catalog.retrieval.analyser import terms_of

SEPARATORS = re.compile(r"[^\w]+|_")
MOST_MEANT = 3
# By what name search pages hand on what was typed; some use a letter for something else, a page's number before all.
SEARCHED_BY = ("q", "query", "search", "text", "term", "keyword", "keywords", "k", "s", "p", "wd")
LONGEST_SEARCH = 100
# "Tents & Shelters" is meant by whoever speaks of tents.
BETWEEN_NAMES = re.compile(r"\s*(?:&|,|/|\band\b)\s*")


def meant_by(address: str, categories: Iterable[str]) -> frozenset[str]:
    """Categories, as paths, whose last or second name is in the address; the deepest of them count.

    A search engine's address tells what was searched for, and a department's page which department it was.
    """
    told = _terms(address)
    if not told:
        return frozenset()
    found = [(depth, path) for path in categories if (depth := _depth(path, told))]
    return frozenset(path for _, path in sorted(found, key=lambda each: (-each[0], each[1]))[:MOST_MEANT])


def searched_for(address: str) -> str:
    """The words that were typed on the page that led here, where its address tells; empty otherwise."""
    try:
        told = dict(parse_qsl(urlsplit(address).query))
    except ValueError:
        return ""
    words = (told.get(name, "").strip()[:LONGEST_SEARCH] for name in SEARCHED_BY)
    return next((each for each in words if any(sign.isalpha() for sign in each)), "")


def _depth(path: str, told: frozenset[str]) -> int:
    """How far down a path the deepest name is that the address speaks of; 0 for none.

    The name of a whole department says too little: half of all pages are called "home".
    """
    names = path.split(" / ")
    for depth in range(len(names), min(2, len(names)) - 1, -1):
        parts = [frozenset(terms_of(part)) for part in BETWEEN_NAMES.split(names[depth - 1])]
        if any(part and part <= told for part in parts):
            return depth
    return 0


def _terms(address: str) -> frozenset[str]:
    try:
        parts = urlsplit(address)
    except ValueError:
        return frozenset()
    words = [unquote(parts.path), *(value for _, value in parse_qsl(parts.query))]
    return frozenset(terms_of(" ".join(SEPARATORS.sub(" ", each) for each in words)))
