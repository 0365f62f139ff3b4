"""How colours are asked for: which words say one, and by which plain name of it the catalogue has something."""

import re
from collections.abc import Iterable, Iterator

from catalog.colors import (
    DEPTHS,
    FAMILY_OF,
    NAMED_SHADES,
    SAME_DEPTH,
    SHADES,
    asked_colors,
    color_names,
    plain_color,
)
from catalog.understanding.audiences import NAMED_WORDS
from catalog.understanding.words import word_set

BASIC = word_set(
    "black gray grey white beige brown blue navy teal turquoise green yellow red burgundy maroon pink purple "
    "khaki tan charcoal indigo scarlet crimson magenta fuchsia lilac violet cyan"
)
"""Words that are nothing but colours; the others are also fruit, metals, flowers or woods."""

_FAMILY_OF_SHADE = {shade: family for family, shades in SHADES.items() for shade in (family, *shades.split())}
_LONGEST_NAME = 3
_SAYS_NOTHING = word_set(
    "color colors colour colours style design pattern picture photo image set pack pair print type option assorted "
    "various default other none shown show multi size small medium large regular one a an the in of for with no "
    "xs s m l xl xxl extra big mini long short wide kit pcs piece new standard single double twin full queen king"
)
_LETTERS = re.compile(r"[^\W\d_]+([ -][^\W\d_]+)*")


def color_values(fed: Iterable[str], common: Iterable[str]) -> frozenset[str]:
    """Those of the feed's values that are colours: they hold the word for one, or are `common` and can be nothing else.

    Feeds bring "design 1", "picture 2" and "small" as colours too.
    """
    common = frozenset(common)
    return frozenset(value for value in fed if _holds_a_color(value) or (value in common and _may_be_one(value)))


def color_phrases(catalogue: Iterable[str], common: Iterable[str]) -> dict[str, str]:
    """Every way to ask for a colour that the catalogue can answer, with the plain name it is asked for by.

    Only the names of `common` ones are said as they are written: nobody asks for "school bus yellow".
    """
    carried = {name for color in catalogue for name in color_names(color)}
    phrases = {plain: plain for plain in filter(None, map(_own_name, common))}
    for said, name in (*_shades(carried), *_named(carried), *_deep(carried)):
        phrases.setdefault(said, name)
    return phrases | {said.replace("gray", "grey"): named for said, named in phrases.items() if "gray" in said}


def is_basic(said: str) -> bool:
    return said.rsplit(maxsplit=1)[-1] in BASIC


def _shades(carried: set[str]) -> Iterator[tuple[str, str]]:
    """A shade nobody sells is answered by those as dark or light, burgundy for maroon, or else by its family."""
    for shade, family in _FAMILY_OF_SHADE.items():
        if shade in carried:
            yield shade, shade
            if shade != family:
                yield f"{shade} {family}", shade
        elif near := next((other for other in _near(shade) if other in carried), None):
            yield shade, near
        elif family in carried:
            yield shade, family


def _near(shade: str) -> Iterator[str]:
    for shades in DEPTHS.values():
        if shade in shades.split():
            yield from shades.split()


def _named(carried: set[str]) -> Iterator[tuple[str, str]]:
    for said in NAMED_SHADES:
        of_family = said.rpartition(" ")[2]
        if asked_colors(said) & carried:
            yield said, said
        elif of_family in carried:
            yield said, of_family


def _deep(carried: set[str]) -> Iterator[tuple[str, str]]:
    for family in SHADES:
        for depth in SAME_DEPTH:
            said = f"{depth} {family}"
            if asked_colors(said) & carried:
                yield said, said
            elif family in carried:
                yield said, family


def _own_name(color: str) -> str | None:
    """As the catalogue calls one colour: "black/white" are two, and "a00- white" is what nobody says."""
    plain = plain_color(color)
    words = plain.split()
    said = len(words) <= _LONGEST_NAME and _LETTERS.fullmatch(color.strip()) and not _SAYS_NOTHING & {*words}
    several = "and" in words or (len(words) > 1 and all(word in SHADES for word in words))
    return plain if words and said and not several and all(len(word) > 1 for word in words) else None


def _holds_a_color(value: str) -> bool:
    return any(word in FAMILY_OF for word in plain_color(value).split())


def _may_be_one(value: str) -> bool:
    words = plain_color(value).split()
    return bool(_LETTERS.fullmatch(value)) and len(words) <= _LONGEST_NAME and not {*words} & _NO_COLORS


_NO_COLORS = _SAYS_NOTHING | NAMED_WORDS.keys()
