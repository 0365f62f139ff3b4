"""The hand-written vocabularies of the demo shop, read and checked: brands, colours, sizes and kinds of goods."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from catalog.demo.errors import VocabularyBroken

FOLDER = Path(__file__).parent / "vocabulary"
KINDS_LIST = Path(__file__).parent / "kinds.txt"
DEPARTMENTS = {
    "grocery": "Grocery",
    "outdoor": "Outdoor",
    "clothing": "Clothing & Shoes",
    "electronics": "Electronics",
    "home": "Home",
}
Choices = tuple[tuple[str, float], ...]
Option = tuple[str, float, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """`level` multiplies prices, `tier` (1 to 3) says which of a kind's builds it makes, cheapest first,
    and a brand that `serves` only children makes nothing for grown-ups."""

    name: str
    level: float
    tier: int
    ending: int
    quality: float
    marks: tuple[str, ...]
    serves: tuple[str, ...]
    lines: tuple[str, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Color:
    name: str
    family: str
    hex: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """One way a kind of thing is made: attributes that belong together, with the price and weight they lead to."""

    words: Mapping[str, str]
    price_minor: int
    ounces: float | None
    says: tuple[str, ...]
    brands: tuple[str, ...]
    choices: Mapping[str, Choices]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    department: str
    name: str
    shelf: tuple[str, str]
    title: str
    brands: tuple[str, ...]
    designs: int | None
    builds: tuple[Build, ...]
    opens: tuple[str, ...]
    closes: tuple[str, ...]
    words: Mapping[str, str]
    options: Mapping[str, tuple[Option, ...]]
    audience: Mapping[str, float]
    palette: str | None
    colors: int
    sizes: str | None
    choices: Mapping[str, Choices]
    delivery: tuple[int, int]
    demand: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    brands: Mapping[str, Brand]
    colors: Mapping[str, Color]
    palettes: Mapping[str, tuple[str, ...]]
    sizes: Mapping[str, Mapping[str, tuple[str, ...]]]
    kinds: tuple[Kind, ...]


@cache
def vocabulary() -> Vocabulary:
    """Everything in the vocabulary folder, read once."""
    colors = read_entries("colors.toml")
    return Vocabulary(
        brands={name: _brand(name, entry) for file in _files("brands") for name, entry in read_entries(file).items()},
        colors={name: Color(name=name, **entry) for name, entry in colors["color"].items()},
        palettes={name: tuple(entry) for name, entry in colors["palette"].items()},
        sizes={
            system: {audience: tuple(sizes) for audience, sizes in entry.items()}
            for system, entry in read_entries("sizes.toml").items()
        },
        kinds=tuple(_kinds()),
    )


def read_entries(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def _files(prefix: str) -> list[str]:
    return sorted(path.name for path in FOLDER.glob(f"{prefix}_*.toml"))


def _brand(name: str, entry: Mapping[str, Any]) -> Brand:
    return Brand(
        name=name,
        level=entry["level"],
        tier=entry["tier"],
        ending=entry.get("ending", 99),
        quality=entry.get("quality", 0.0),
        marks=tuple(entry.get("marks", ())),
        serves=tuple(entry.get("serves", ())),
        lines=tuple(word.strip() for word in entry.get("lines", "").split(",") if word.strip()),
        says=tuple(entry["says"]),
    )


def _kinds() -> Iterator[Kind]:
    for department in DEPARTMENTS:
        for file in _files(department):
            entries = read_entries(file)
            shared = entries.pop("shared", {})
            for name, entry in entries.items():
                try:
                    yield _kind(department, name, {**shared, **entry})
                except (KeyError, TypeError, ValueError) as exc:
                    raise VocabularyBroken(where=f"{file} [{name}]", what=repr(exc)) from exc


def _kind(department: str, name: str, entry: Mapping[str, Any]) -> Kind:
    level_two, level_three = entry["shelf"].split(" > ")
    low, high = entry["delivery"]
    return Kind(
        department=department,
        name=name,
        shelf=(level_two, level_three),
        title=entry["title"],
        brands=tuple(word.strip() for word in entry["brands"].split(",")),
        designs=entry.get("designs"),
        builds=tuple(_build(build) for build in entry["builds"]),
        opens=tuple(entry["opens"]),
        closes=tuple(entry["closes"]),
        words=dict(entry.get("words", {})),
        options={
            key: tuple(_option(choice) for choice in choices) for key, choices in entry.get("options", {}).items()
        },
        audience=dict(entry.get("audience", {})),
        palette=entry.get("palette"),
        colors=entry.get("colors", 3),
        sizes=entry.get("sizes"),
        choices=_choices(entry.get("choices", {})),
        delivery=(low, high),
        demand=entry.get("demand", 1.0),
    )


def _build(entry: Mapping[str, Any]) -> Build:
    left = dict(entry)
    says = left.pop("says", ())
    return Build(
        price_minor=round(left.pop("price") * 100),
        ounces=left.pop("oz", None),
        says=(says,) if isinstance(says, str) else tuple(says),
        brands=tuple(word.strip() for word in left.pop("by", "").split(",") if word.strip()),
        choices=_choices(left.pop("choices", {})),
        words={key: str(value) for key, value in left.items()},
    )


def _choices(entry: Mapping[str, Any]) -> dict[str, Choices]:
    return {name: tuple((str(value), float(factor)) for value, factor in choices) for name, choices in entry.items()}


def _option(entry: list[Any]) -> Option:
    value, factor, *said = entry
    return str(value), float(factor), str(said[0]) if said else ""
