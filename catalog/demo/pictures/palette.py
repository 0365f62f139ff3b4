"""The colours of a picture: the shop's colour words, a brand's own hue, and tints of both."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from catalog.demo.vocabulary import read_entries

Tones = Mapping[str, str]

MATERIALS = {
    "paper": "#fbf8f1",
    "ink": "#33363d",
    "steel": "#c3cad1",
    "wood": "#c79b63",
    "glass": "#d3e6ea",
    "leaf": "#5d9a48",
    "gold": "#d3a84f",
    "screen": "#20262f",
    "cork": "#c99f6b",
    "shade": "#1c2230",
}
_LIGHT = "#fffdf6"
_DEEP = "#1a1830"
_DARKEST = 0.17
_BRANDS = ("#2f6f5e", "#b8483a", "#2d5f9a", "#c98a1f", "#7a4b86", "#3f7f3f", "#c2577a", "#1f7f8c", "#8a5a33", "#4a55a2")
_TRIMS = ("#e0a534", "#e2725b", "#3d9a94", "#efe4c8", "#6f86b8", "#b9513c")
_DEPARTMENTS = {
    "grocery": "#e7ecd9",
    "outdoor": "#dbe8e2",
    "clothing": "#eee4da",
    "electronics": "#dfe5ee",
    "home": "#efe6d6",
}
_ANY_DEPARTMENT = "#e6e8e6"
_NIGHT = "#2b3236"
_TINT = re.compile(r"(#[0-9a-f]{3}(?:[0-9a-f]{3})?|[a-z]+)([+-]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Backdrop:
    """What stands behind the product, by day and by night."""

    day: str
    night: str


@cache
def _color_words() -> Mapping[str, str]:
    entries = read_entries("colors.toml")["color"]
    return {name: entry["hex"] for name, entry in sorted(entries.items(), key=lambda pair: -len(pair[0]))}


def colors_named(words: str | None) -> list[str]:
    """The colours a variant's colour names, in the order it names them: "navy and light gray" has two."""
    left = (words or "").casefold()
    found: dict[int, str] = {}
    for name, value in _color_words().items():
        at = re.search(rf"\b{re.escape(name)}\b", left)
        if at:
            found[at.start()] = value
            left = left[: at.start()] + " " * len(name) + left[at.end() :]
    return [found[at] for at in sorted(found)]


def tones(*, main: str, accent: str | None, brand: str, seed: str) -> dict[str, str]:
    """Every named tone a drawing may use; a black thing is lifted so that its folds stay visible."""
    lifted = mixed(main, _LIGHT, 0.09) if lightness(main) < _DARKEST else main
    trim, house = accent or _unlike(lifted, seed), _pick(_BRANDS, brand)
    return {
        **MATERIALS,
        "main": lifted,
        "line": shifted(lifted, "++" if lightness(lifted) < 0.3 else "--"),
        "brand": house,
        "accent": trim,
        "onmain": _legible(lifted, house),
        "onaccent": _legible(trim, house),
    }


def tint(word: str, available: Tones) -> str:
    """`main--` is the main tone two steps darker, `#fff-` white one step darker."""
    found = _TINT.fullmatch(word)
    if not found:
        raise KeyError(word)
    tone, shift = found.groups()
    return shifted(tone if tone.startswith("#") else available[tone], shift)


def shifted(color: str, shift: str) -> str:
    for step in shift:
        # A shadow on something white is light; the same share of ink would turn it gray.
        color = (
            mixed(color, _LIGHT, 0.26) if step == "+" else mixed(color, _DEEP, 0.12 if lightness(color) > 0.8 else 0.19)
        )
    return color


def backdrop(department: str, main: str) -> Backdrop:
    """Tinted by department and product, and kept apart from the product in lightness."""
    weight = lightness(main)
    day = mixed(_DEPARTMENTS.get(department, _ANY_DEPARTMENT), main, 0.14)
    night = mixed(_NIGHT, main, 0.2)
    if weight > 0.72:
        day = mixed(day, "#5f7f88", 0.16)
    if weight < 0.34:
        day, night = mixed(day, "#ffffff", 0.12), mixed(night, "#a7b4bb", 0.52)
    return Backdrop(day=day, night=night)


def mixed(color: str, other: str, share: float) -> str:
    pairs = zip(_channels(color), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def lightness(color: str) -> float:
    """Between 0 and 1, as the eye weighs red, green and blue."""
    red, green, blue = _channels(color)
    return (0.299 * red + 0.587 * green + 0.114 * blue) / 255


def chance(key: str, sides: int) -> int:
    return int.from_bytes(hashlib.sha256(key.encode("utf-8", "replace")).digest()[:4], "big") % sides


def _pick(colors: Sequence[str], key: str) -> str:
    return colors[chance(key, len(colors))]


def _legible(ground: str, ink: str) -> str:
    return MATERIALS["paper"] if lightness(ground) < 0.58 else shifted(ink, "--")


def _unlike(main: str, seed: str) -> str:
    """A trim colour that does not disappear on the product."""
    return _pick([trim for trim in _TRIMS if _distance(trim, main) > 120], seed)


def _distance(color: str, other: str) -> int:
    return sum(abs(a - b) for a, b in zip(_channels(color), _channels(other), strict=True))


def _channels(color: str) -> tuple[int, int, int]:
    digits = color[1:] if len(color) == 7 else "".join(digit * 2 for digit in color[1:])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
