"""The names of `names.toml`: what retailers' files call fields, attributes and their values."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_FILE: Mapping[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

FIELDS: Mapping[str, tuple[str, ...]] = {name: tuple(others) for name, others in _FILE["fields"].items()}
ATTRIBUTES: Mapping[str, str] = {other: name for name, others in _FILE["attributes"].items() for other in others}
AUDIENCES: Mapping[str, str] = {word: audience for audience, words in _FILE["audiences"].items() for word in words}
UNUSED = frozenset(_FILE["words"]["unused"])
ROOTS = frozenset(_FILE["words"]["roots"])
AVAILABLE = frozenset(_FILE["words"]["available"])
UNAVAILABLE = frozenset(_FILE["words"]["unavailable"])
PARENTS = frozenset(_FILE["words"]["parents"])
ROW_TYPES = frozenset(_FILE["words"]["row_types"]) | PARENTS
NOTHING = frozenset(_FILE["words"]["nothing"]) | {""}
NO_BRAND = frozenset(_FILE["words"]["no_brand"]) | NOTHING
UNPUBLISHED: Mapping[str, frozenset[str]] = {name: frozenset(words) for name, words in _FILE["unpublished"].items()}
