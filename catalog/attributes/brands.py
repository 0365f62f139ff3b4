"""Which brand a title begins with or is said to be by, among those the catalogue knows."""

import re
from collections.abc import Container, Mapping

from catalog.attributes.finding import LIKELY, USUAL, Finding
from catalog.understanding.words import word_set

LONGEST = 5
_BY = re.compile(r"\bby\s+(?P<brand>[A-Z][\w&'.-]*(?:\s+[A-Z&][\w&'.-]*){0,3})")
_OPENING = re.compile(r"^\s*[(\[][^)\]]{1,30}[)\]]\s*")
# In a shop where these are brands too, a title that begins with them mostly means something else.
_ORDINARY = word_set("the a new kids kid baby women men home kitchen black white red blue green gold silver pack set")


def brand_of(title: str, brands: Mapping[str, str], guessed: Container[str] = ()) -> Finding | None:
    """By the longest name the title begins with, else the one it is "by"; `guessed` ones are less sure."""
    words = _OPENING.sub("", title).split()
    for end in range(min(len(words), LONGEST), 0, -1):
        said = " ".join(words[:end]).rstrip(",:;-").lower()
        if said in brands and said not in _ORDINARY:
            return Finding("brand", brands[said], LIKELY if said in guessed else USUAL)
    if match := _BY.search(title):
        named = match["brand"].split()
        for end in range(len(named), 0, -1):
            if brand := brands.get(" ".join(named[:end]).lower()):
                return Finding("brand", brand, LIKELY)
    return None


def without_brand(title: str, brand: str) -> str:
    """The title without the brand, or as much of it as it begins with: "Black & Decker" is no colour."""
    if not brand:
        return title
    lower, name = title.lower(), brand.lower()
    start = lower.find(name)
    if start >= 0 and _is_whole(lower, start, start + len(name)):
        return (
            f"{title[:start]} {title[start + len(name) :]}"
            if start == 0
            else f"{title[:start]} , {title[start + len(name) :]}"
        )
    words, said = name.split(), lower.split()
    same = 0
    while same < min(len(words), len(said)) and words[same] == said[same] and words[same] not in _ORDINARY:
        same += 1
    return " ".join(title.split()[same:]) if same and len(words[0]) > 2 else title


def _is_whole(text: str, start: int, end: int) -> bool:
    return not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum()
