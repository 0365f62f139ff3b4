"""Attributes of a thing: those every shop knows under one name, and whatever else a row says of it."""

import re
from collections.abc import Iterator, Mapping

from catalog.intake.categories import literal
from catalog.intake.fields import Fields, field_name, first, text_of
from catalog.intake.names import ATTRIBUTES, AUDIENCES, FIELDS, NOTHING, UNUSED
from catalog.intake.problems import Problems
from catalog.intake.text import TROUBLES, cleaned

MOST_FACTS = 32
LONGEST_NAME, LONGEST_VALUE = 40, 120
_PROSE_WORDS = 12
_TAKEN = frozenset(name for what, names in FIELDS.items() if what != "features" for name in names) | UNUSED
_UNTELLING_NAME = re.compile(
    r"(?:^|_)(?:ids?|uuid|guid|sku|url|uri|link|href|images?|img|thumbnail|handle|slug)$"
    r"|(?:^|_)(?:date|time|timestamp|at|hash|token|index|rank|price)$"
    r"|^(?:unnamed|column|field)(?:_\d+)?$|^_|^\d+$|^(?:option|attribute)_?\d+_"
)
_UNTELLING_VALUE = re.compile(r"(?:https?:)?//|www\.|[0-9a-fA-F-]{16,}$|\d{8,}$|gid:|data:|[<{\[]")
_NUMBERED = re.compile(r"^(option|attribute)_?(\d+)_name$")
_LINES = re.compile(r"\s*[|\n]\s*")
_PAIR = re.compile(r"\s*([^:]{1,60}?)\s*:\s*(.+)", re.DOTALL)


class Facts:
    """Gathers attributes, the first word on each counting, and the prose found where attributes were looked for."""

    def __init__(self, problems: Problems) -> None:
        self.found: dict[str, str] = {}
        self.prose: list[str] = []
        self._problems = problems

    def add(self, raw_name: str, raw: object) -> None:
        name = ATTRIBUTES.get(raw_name, raw_name)[:LONGEST_NAME].strip("_")
        if not name:
            return
        text = text_of(raw).replace("\n", ", ") if isinstance(raw, list | tuple) else text_of(raw)
        clean = cleaned(text, longest=4 * LONGEST_VALUE * _PROSE_WORDS)
        for trouble in clean.troubles:
            self._problems.warn(trouble, raw_name, TROUBLES[trouble])
        if len(clean.text) > LONGEST_VALUE:
            if clean.text.count(" ") >= _PROSE_WORDS and not _UNTELLING_VALUE.match(clean.text):
                self.prose.append(clean.text)
            return
        if name not in self.found and _tells(clean.text, raw):
            if len(self.found) < MOST_FACTS:
                self.found[name] = clean.text
            else:
                self.prose.append(f"{name.replace('_', ' ')}: {clean.text}")


def gather_facts(fields: Fields, problems: Problems) -> Facts:
    """Standard names first, so that many odd columns cannot push them out."""
    facts = Facts(problems)
    for name in sorted(fields, key=lambda name: name not in ATTRIBUTES):
        if name in FIELDS["features"]:
            for pair, value in _pairs_within(fields[name]):
                facts.add(pair, value)
        elif _may_tell(name) and not isinstance(fields[name], Mapping):
            facts.add(name, fields[name])
    for name, value in _numbered_pairs(fields):
        facts.add(name, value)
    _settle(facts.found, fields)
    return facts


def _settle(found: dict[str, str], fields: Fields) -> None:
    if audience := _audience(fields, found.get("audience", "")):
        found["audience"] = audience
    if found.get("condition", "").casefold() == "new":
        del found["condition"]
    for name, unit in (("weight", "weight_unit"), ("capacity", "capacity_unit")):
        if found.get(name, "").replace(".", "", 1).isdigit():
            if given := text_of(fields.get(unit)):
                found[name] = f"{found[name]} {given}"
            else:
                del found[name]
    if found.get("pack", "").isdigit():
        found["pack"] = f"{found['pack']}-pack"
    if color := found.get("color"):
        found["color"] = color.lower()


def _audience(fields: Fields, told: str) -> str:
    age = text_of(first(fields, "age_group")).strip().casefold()
    gender = text_of(first(fields, "gender")).strip().casefold()
    return AUDIENCES.get(age) or AUDIENCES.get(gender) or AUDIENCES.get(told.casefold(), told)


def _may_tell(name: str) -> bool:
    return bool(name) and name not in _TAKEN and not _UNTELLING_NAME.search(name)


def _tells(text: str, raw: object) -> bool:
    return raw is not False and text.casefold() not in NOTHING and not _UNTELLING_VALUE.match(text)


def _numbered_pairs(fields: Fields) -> Iterator[tuple[str, object]]:
    """`Option1 Name` with `Option1 Value`, `Attribute 1 name` with `Attribute 1 value(s)`."""
    for name, told in fields.items():
        if numbered := _NUMBERED.match(name):
            for stem in (f"{numbered[1]}{numbered[2]}", f"{numbered[1]}_{numbered[2]}"):
                for value in (f"{stem}_value", f"{stem}_values", f"{stem}_value_s"):
                    if value in fields:
                        yield field_name(text_of(told)), fields[value]


def _pairs_within(raw: object) -> Iterator[tuple[str, object]]:
    match raw:
        case str():
            inner = literal(raw) if raw.lstrip().startswith(("{", "[")) else raw
            yield from _pairs_in_text(inner) if isinstance(inner, str) else _pairs_within(inner)
        case Mapping():
            yield from _pairs_in_mapping(raw)
        case list() | tuple():
            for part in raw:
                if isinstance(part, Mapping):
                    yield from _pairs_in_mapping(part)
                elif isinstance(part, str):
                    yield from _pairs_in_text(part)


def _pairs_in_mapping(raw: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    plain = {field_name(str(name)): value for name, value in raw.items()}
    name = plain.get("attribute_name") or plain.get("name") or plain.get("key") or plain.get("label")
    value = plain.get("attribute_value") or plain.get("value") or plain.get("values") or plain.get("option")
    if isinstance(name, str) and value is not None:
        if _may_tell(field_name(name)):
            yield field_name(name), value
        return
    for key, told in plain.items():
        if _may_tell(key) and not isinstance(told, Mapping):
            yield key, told


def _pairs_in_text(raw: str) -> Iterator[tuple[str, object]]:
    """`color: navy | fit: slim`; what holds no pairs says something, too."""
    parts = [part for part in _LINES.split(raw) if part]
    pairs = [found for part in parts if (found := _PAIR.fullmatch(part)) and len(found[1].split()) <= 4]
    if len(pairs) * 2 < len(parts) or not pairs:
        yield "features", raw
        return
    together: dict[str, list[str]] = {}
    for found in pairs:
        name, value = found[1], found[2]
        if raw.count("|") == 0 and len(parts) == 1 and (inner := _PAIR.fullmatch(value)) and len(inner[1].split()) <= 4:
            name, value = inner[1], inner[2]  # section:name:value, as Google's product_detail has it
        values = together.setdefault(field_name(name), [])
        if value not in values:
            values.append(value)
    for name, told in together.items():
        if _may_tell(name):
            yield name, ", ".join(told)
