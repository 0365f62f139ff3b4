"""The demo shop's wording: titles and sentences filled from templates with the right articles and capitals."""

import re
from collections.abc import Mapping

from catalog.demo.errors import VocabularyBroken

_PLACE = re.compile(r"\{(a )?(\w+)(\^)?\}")
_SMALL_WORDS = frozenset({"a", "an", "and", "of", "with", "in", "the", "for", "to", "on", "or", "per"})
_SAID_WITH_VOWEL = re.compile(r"(8|11\b|18\b|hour|honest|heirloom|heir\b|[aeiou]|[AEFHILMNORSX](?:[A-Z0-9-]|\b))")
_SAID_WITH_CONSONANT = re.compile(r"(uni(?!n)|use|usu|eu|one\b|once\b|USB|U[A-Z]|ut[ie])")


def article(words: str) -> str:
    """`a` or `an`, by how the first word is said."""
    first = words.strip()
    if _SAID_WITH_CONSONANT.match(first):
        return "a"
    lowered = first if first[:2].isupper() else first[:1].lower() + first[1:]
    return "an" if _SAID_WITH_VOWEL.match(lowered) else "a"


def title_case(words: str) -> str:
    return " ".join(_capital(word, first=position == 0) for position, word in enumerate(words.split(" ")))


def _capital(word: str, *, first: bool) -> str:
    if any(letter.isupper() for letter in word) or (word in _SMALL_WORDS and not first):
        return word
    head, *rest = word.split("-")
    return "-".join([head[:1].upper() + head[1:], *(_capital(part, first=False) for part in rest)])


def fill(template: str, words: Mapping[str, str]) -> str:
    """Put words in places: `{size}` as it is, `{size^}` in title case, `{a size}` with its article."""

    def put(place: re.Match[str]) -> str:
        name = place.group(2)
        if name not in words:
            raise VocabularyBroken(where=template, what=f"no word for {name!r}")
        value = title_case(words[name]) if place.group(3) else words[name]
        return f"{article(value)} {value}" if place.group(1) and value else value

    return tidy(_PLACE.sub(put, template))


def tidy(text: str) -> str:
    """An empty word leaves no double space and no space before a comma."""
    return re.sub(r"\s+([,.])", r"\1", re.sub(r"\s{2,}", " ", text)).strip(" ,")


def sentence(template: str, words: Mapping[str, str]) -> str:
    text = fill(template, words)
    return text[:1].upper() + text[1:]


def slug(words: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", words.lower().replace("'", "").replace("+", " plus")).strip("-")
