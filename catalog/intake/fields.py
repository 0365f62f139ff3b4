"""The fields of a row under the names this product uses, whatever the file calls them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from catalog.intake.names import FIELDS

_WRAPPERS = ("metadata", "offers", "offer", "aggregate_rating", "product")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_NAME = re.compile(r"[^\w]+|_{2,}")
_PREFIX = re.compile(r"^(?:g|c|sc|schema)\s*:\s*|^\{[^}]*\}|^meta\s*:\s*", re.IGNORECASE)
_MOST_FIELDS = 400

Fields = Mapping[str, object]


@lru_cache(maxsize=4096)
def field_name(raw: str) -> str:
    """`g:image_link`, `Image Link` and `imageLink` are one name."""
    name = _CAMEL.sub("_", _PREFIX.sub("", raw.strip()))
    plain = _NOT_NAME.sub("_", name).lower().strip("_")
    return "_id" if raw.strip() == "_id" else plain


def fields_of(record: Mapping[str, object]) -> Fields:
    """Normalised names, with what stands in wrappers such as `metadata` behind what stands in the row itself."""
    fields: dict[str, object] = {}
    inner: list[Mapping[str, object]] = []
    for raw, value in list(record.items())[:_MOST_FIELDS]:
        name = field_name(str(raw))
        if name in _WRAPPERS and (nested := _mapping(value)):
            inner.append(nested)
        elif name and is_given(value) and not is_given(fields.get(name)):
            fields[name] = value
    for nested in inner:
        for raw, value in list(nested.items())[:_MOST_FIELDS]:
            if is_given(value):
                fields.setdefault(field_name(str(raw)), value)
    return fields


def first(fields: Fields, what: str) -> object:
    return next((fields[name] for name in FIELDS[what] if name in fields), None)


def every(fields: Fields, what: str) -> Iterator[object]:
    return (fields[name] for name in FIELDS[what] if name in fields)


def name_used(fields: Fields, what: str) -> str:
    """What the row calls it; where it has none, what it should be called."""
    return next((name for name in FIELDS[what] if name in fields), what)


def is_given(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    return bool(value) if isinstance(value, list | tuple | dict) else value is not None


def text_of(value: object) -> str:
    """One text of a scalar or of a list of scalars; nothing of what has an inner structure."""
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case float():
            return str(int(value)) if value.is_integer() else str(value)
        case list() | tuple():
            return "\n".join(filter(None, (text_of(part) for part in value if not isinstance(part, list | dict))))
        case None | dict():
            return ""
        case _:
            return str(value)


def _mapping(value: object) -> Mapping[str, object] | None:
    if isinstance(value, Sequence) and not isinstance(value, str) and value:
        value = value[0]
    return value if isinstance(value, Mapping) else None
