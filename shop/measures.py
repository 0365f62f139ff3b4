"""What products measure: which has more or less of what a shopper compares them by."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SIZE = (
    "capacity",
    "volume",
    "screen_size",
    "diameter",
    "floor_area",
    "dimensions",
    "height",
    "width",
    "length",
    "size",
)
MORE, LESS = 1, -1
# An adjective says of itself what it compares.
ADJECTIVES: tuple[tuple[str, tuple[str, ...], int], ...] = (
    (r"light(?:er|est)|lightweight|weighs? (?:the )?(?:least|less)", ("weight",), LESS),
    (r"heav(?:ier|iest)|weighs? (?:the )?(?:most|more)", ("weight",), MORE),
    (r"(?:bigg|larg|roomi|spacious)(?:er|est)|more room|holds? (?:the )?(?:more|most)", SIZE, MORE),
    (r"(?:small|tini)(?:er|est)|(?:more|most) compact", SIZE, LESS),
    (r"long(?:er|est)", ("length", "inseam"), MORE),
    (r"short(?:er|est)", ("length", "inseam", "height"), LESS),
    (r"tall(?:er|est)", ("height",), MORE),
    (r"wid(?:er|est)", ("width", "diameter"), MORE),
    (r"narrow(?:er|est)|thinn(?:er|est)|slimm(?:er|est)", ("width", "thickness"), LESS),
    (r"warm(?:er|est)", ("warmth", "fill_power", "r_value", "tog", "temperature"), MORE),
    (r"bright(?:er|est)", ("brightness",), MORE),
    (r"(?:fast|quick)(?:er|est)", ("speed",), MORE),
    (r"strong(?:er|est)|(?:more|most) powerful", ("power", "wattage", "pressure"), MORE),
    (r"(?:lasts?|runs?) (?:the )?(?:longer|longest)|longer lasting", ("battery_life",), MORE),
)
# For temperatures, less is warmer.
COLDER_IS_MORE = frozenset({"temperature"})
HIGH = r"(?:more|most|better|best|longer|longest|bigger|biggest|larger|largest|higher|highest|greater|greatest|extra)"
LOW = r"(?:less|least|lower|lowest|smaller|smallest|shorter|shortest|fewer|fewest)"
OF_WHAT = re.compile(rf"\b(?:(?P<high>{HIGH})|{LOW}) (?:amount of )?(?P<what>[a-z]+(?: [a-z]+)?)")
COMPARATIVES = {
    "long": "longer",
    "short": "shorter",
    "heavy": "heavier",
    "light": "lighter",
    "big": "bigger",
    "large": "larger",
    "small": "smaller",
    "tall": "taller",
    "wide": "wider",
    "narrow": "narrower",
    "bright": "brighter",
}
NOT_SO = re.compile(rf"\b(?:not (?:that|so|quite|too|as)|too) (?P<how>{'|'.join(COMPARATIVES)})\b")
OTHER_WORDS = {
    "ram": "memory",
    "ssd": "storage",
    "disk": "storage",
    "space": "storage",
    "watts": "wattage",
    "display": "screen",
    "lumens": "brightness",
    "charge": "battery",
}
UNITS: Mapping[str, tuple[str, float]] = {
    "oz": ("g", 28.35),
    "lb": ("g", 453.6),
    "lbs": ("g", 453.6),
    "g": ("g", 1),
    "kg": ("g", 1000),
    "mm": ("mm", 1),
    "cm": ("mm", 10),
    "m": ("mm", 1000),
    "in": ("mm", 25.4),
    "inch": ("mm", 25.4),
    "inches": ("mm", 25.4),
    "ft": ("mm", 304.8),
    "mb": ("mb", 1),
    "gb": ("mb", 1000),
    "tb": ("mb", 1_000_000),
    "ml": ("ml", 1),
    "l": ("ml", 1000),
    "fl oz": ("ml", 29.57),
    "pt": ("ml", 473.2),
    "qt": ("ml", 946.4),
    "gal": ("ml", 3785),
    "min": ("min", 1),
    "minutes": ("min", 1),
    "hour": ("min", 60),
    "hours": ("min", 60),
    "h": ("min", 60),
    "hrs": ("min", 60),
    "days": ("min", 1440),
}
PART = re.compile(r"(\d[\d,]*(?:\.\d+)?)[- ]?((?:fl )?[a-z]+|%|°[cf])?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Degree:
    """By which attributes things are compared, the likeliest first, and whether more or less is meant."""

    names: tuple[str, ...]
    sign: int

    def better(self, amount: float, other: float) -> bool:
        return (amount - other) * self.sign > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Extreme:
    """The place of the one that has most, or least, of the attribute, and how much."""

    place: int
    name: str
    value: str


def _not_so(words: str) -> Degree | None:
    """ "Not that long" wants a shorter one."""
    found = NOT_SO.search(words)
    if found is None:
        return None
    comparing = COMPARATIVES[found["how"]]
    names, sign = next((names, sign) for pattern, names, sign in ADJECTIVES if re.fullmatch(pattern, comparing))
    return Degree(names=names, sign=-sign)


def may_compare(said: str) -> bool:
    """Worth a look at what the products measure."""
    words = said.lower()
    if NOT_SO.search(words):
        return True
    return OF_WHAT.search(words) is not None or any(re.search(rf"\b(?:{each})\b", words) for each, _, _ in ADJECTIVES)


def degree_of(said: str, stated: Iterable[str]) -> Degree | None:
    """What the words compare by; `stated` names the attributes there are, which a part of their names may mean."""
    words = said.lower()
    if not_so := _not_so(words):
        return not_so
    known = list(dict.fromkeys(stated))
    for found in OF_WHAT.finditer(words):
        if names := _named(found["what"].split(), known):
            return Degree(names=names, sign=MORE if found["high"] else LESS)
    for pattern, names, sign in ADJECTIVES:
        if re.search(rf"\b(?:{pattern})\b", words):
            return Degree(names=names, sign=sign)
    return None


def extreme(several: Sequence[Mapping[str, str]], degree: Degree) -> Extreme | None:
    """None where fewer than two tell how much they have, in units that compare, or where they have the same."""
    for name in degree.names:
        amounts = comparable([facts.get(name, "") for facts in several])
        if len(amounts) < 2 or len(set(amounts.values())) < 2:
            continue
        sign = -degree.sign if name in COLDER_IS_MORE else degree.sign
        place = max(amounts, key=lambda at: (amounts[at] * sign, -at))
        return Extreme(place=place, name=name, value=several[place][name])
    return None


def having_most(said: str, several: Sequence[Mapping[str, str]]) -> list[int]:
    """The places of those that "the warmest" can mean, all of them where they are alike; none if it is not stated."""
    degree = degree_of(said, (name for facts in several for name in facts))
    for name in degree.names if degree else ():
        amounts = comparable([facts.get(name, "") for facts in several])
        if len(amounts) > 1 and degree is not None:
            sign = -degree.sign if name in COLDER_IS_MORE else degree.sign
            most = max(amount * sign for amount in amounts.values())
            return [place for place, amount in amounts.items() if amount * sign == most]
    return []


def comparable(values: Sequence[str]) -> dict[int, float]:
    """The amounts by place, as far as they are in the unit of the first that is one."""
    amounts = {place: amount for place, value in enumerate(values) if (amount := amount_of(value)) is not None}
    units = [unit for _, unit in amounts.values()]
    return {place: number for place, (number, unit) in amounts.items() if unit == units[0]}


def amount_of(value: str) -> tuple[float, str] | None:
    """A number in a basic unit: "2 lb 9 oz" and "1.2 kg" compare, and so do "512 GB" and "1 TB"."""
    total, unit = 0.0, ""
    for found in PART.finditer(value.lower().strip()):
        base, factor = UNITS.get(found[2] or "", (found[2] or "", 1.0))
        if unit and base != unit:
            break
        if total and base not in {"g", "mm", "ml", "min"}:
            break
        total, unit = total + float(found[1].replace(",", "")) * factor, base
    return (total, unit) if PART.match(value.lower().strip()) else None


def _named(words: Sequence[str], stated: Sequence[str]) -> tuple[str, ...]:
    """ "Battery" is the battery life, and "ram" the memory."""
    wanted = {OTHER_WORDS.get(word, word).removesuffix("s") for word in words}
    return tuple(name for name in stated if wanted & {part.removesuffix("s") for part in name.split("_")})
