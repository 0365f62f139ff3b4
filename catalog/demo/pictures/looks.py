"""How each kind of goods looks: its drawing, its own colours, and the motif its title asks for."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from catalog.demo.pictures.drawings import drawings
from catalog.demo.vocabulary import KINDS_LIST

_TABLE = Path(__file__).parent / "looks.toml"
_ANYTHING = "parcel"
_PLAIN = "#8fa3b0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    drawing: str
    main: str
    accent: str | None
    motif: str | None
    flavored: bool
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flavor:
    """A word of a title that shows: what is pictured, and the colour of what is inside."""

    words: re.Pattern[str]
    motif: str | None
    color: str | None


def look(department: str, kind: str, title: str) -> Look:
    """Something the shop has no drawing for is drawn as a parcel."""
    found = _looks().get((department, kind)) or _unknown()
    words = title.casefold()
    found = _as_said(found, words)
    return _flavored(found, words) if found.flavored else found


def known_kinds() -> Mapping[tuple[str, str], str]:
    """The silhouette word of every department's kinds."""
    lines = (line.split("\t") for line in KINDS_LIST.read_text(encoding="utf-8").splitlines() if line)
    return {(department, kind): silhouette for department, kind, silhouette in lines}


def all_drawings() -> frozenset[str]:
    """Every drawing and motif that some kind, or some word of a title, asks for."""
    looks = [*_looks().values(), _unknown()]
    said = {change for found in looks for change in found.said.values() if not change.startswith("#")}
    motifs = {found.motif for found in looks} | {flavor.motif for flavor in _flavors()}
    return frozenset({found.drawing for found in looks} | said | {motif for motif in motifs if motif})


def _as_said(plain: Look, title: str) -> Look:
    """The first word of the table that the title has decides: `limes` among the lemons are green."""
    for words, change in plain.said.items():
        if re.search(rf"\b{re.escape(words)}\b", title):
            return replace(plain, main=change) if change.startswith("#") else replace(plain, drawing=change)
    return plain


def _flavored(plain: Look, title: str) -> Look:
    named = next((flavor for flavor in _flavors() if flavor.words.search(title)), None)
    if named is None:
        return plain
    return replace(plain, motif=named.motif or plain.motif, main=named.color or plain.main)


def _unknown() -> Look:
    return Look(drawing=_ANYTHING, main=_default(_ANYTHING, "main") or _PLAIN, accent=None, motif=None, flavored=False)


@cache
def _looks() -> Mapping[tuple[str, str], Look]:
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))
    return {
        (department, kind): _look(silhouette, table.get(department, {}).get(kind, {}))
        for (department, kind), silhouette in known_kinds().items()
    }


def _look(silhouette: str, entry: Mapping[str, Any]) -> Look:
    drawing = entry.get("drawing", silhouette)
    return Look(
        drawing=drawing,
        main=entry.get("main") or _default(drawing, "main") or _PLAIN,
        accent=entry.get("accent") or _default(drawing, "accent"),
        motif=entry.get("motif"),
        flavored=bool(entry.get("flavored")),
        said=entry.get("said", {}),
    )


def _default(drawing: str, tone: str) -> str | None:
    found = drawings().get(drawing)
    return found.defaults.get(tone) if found else None


@cache
def _flavors() -> tuple[Flavor, ...]:
    table = tomllib.loads(_TABLE.read_text(encoding="utf-8"))["flavors"]
    return tuple(
        Flavor(words=re.compile(rf"\b{re.escape(words)}\b"), motif=entry.get("motif"), color=entry.get("color"))
        for words, entry in sorted(table.items(), key=lambda pair: -len(pair[0]))
    )
