"""The words a material goes by: "full-grain leather" is asked for as leather, "nylon and spandex" as either."""

import re

from catalog.understanding.words import word_set

_PARTS = re.compile(r"\s*(?:[,/;&+]|\band\b|\bwith\b|\bor\b)\s*")
_SHARE = re.compile(r"\b\d+(?:\.\d+)?\s*%\s*")
_NO_MATERIAL = word_set(
    "blend fill lining knit fabric weave coating shell sole upper trim frame insert synthetic base handle core "
    "cover body finish top free"
)


PURELY = word_set("solid genuine real pure")
"""Words before a material that only stress it."""


def material_names(value: str) -> set[str]:
    """The parts of a material, each whole and by its last word."""
    names: set[str] = set()
    for part in _PARTS.split(_SHARE.sub("", value.casefold())):
        words = part.replace("-", " ").split()
        if not words:
            continue
        names.add(" ".join(words))
        if words[-1] not in _NO_MATERIAL:
            names.add(words[-1])
    return {name for name in names if len(name) > 2 and not name.isdigit()}
