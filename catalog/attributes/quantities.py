"""How much is in a pack and how large a thing is: "12 x 330 ml", "pack of 6", "60 tablets", "52 x 84 in", "128 GB"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catalog.attributes.finding import LIKELY, STATED, USUAL, Finding

SPEC = "spec"
"""The name of what is measured but not asked for: no attribute."""
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_SPELLINGS = {
    "oz": "oz ounce",
    "lb": "lb pound",
    "g": "g gm gram",
    "kg": "kg kilo kilogram",
    "mg": "mg",
    "fl oz": "floz fluidounce",
    "ml": "ml milliliter millilitre",
    "cl": "cl",
    "l": "l ltr liter litre",
    "gal": "gal gallon",
    "qt": "qt quart",
    "pt": "pt pint",
    "in": "in inch inche \" ''",
    "ft": "ft feet foot '",
    "cm": "cm",
    "mm": "mm",
    "m": "m",
    "yd": "yd yard",
}
_UNITS = {spelling: unit for unit, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_VOLUMES = frozenset({"fl oz", "ml", "cl", "l", "gal", "qt", "pt"})
_LENGTH = r"(?:in(?:ch(?:es)?)?\b\.?|\"|''|'|f(?:ee|oo)?t\b\.?|[cm]m\b|m\b|y(?:ar)?ds?\b)"
_MEASURE = (
    r"(?P<unit>fl(?:uid)?\.?\s?(?:oz|ounces?)\b|oz\b|ounces?\b|lbs?\b|pounds?\b|(?-i:g|kg|KG|Kg|gm|mg)\b|grams?\b|"
    r"kilos?\b|kilograms?\b|m(?-i:[lL])\b|milli(?:liter|litre)s?\b|cl\b|l\b|lit(?:er|re)s?\b|ltr\b|gal(?:lons?)?\b|"
    r"qts?\b|quarts?\b|pts?\b|pints?\b)"
)
_MULTIPLE = re.compile(rf"(?<![\w.])(?P<count>\d{{1,3}})\s?x\s?(?P<amount>{_NUMBER})[\s-]?{_MEASURE}", re.IGNORECASE)
_AMOUNT = re.compile(
    rf"(?<![\w.,/$-])(?P<amount>{_NUMBER})[\s-]?{_MEASURE}(?!\s+(?:capacity|max|limit|test))", re.IGNORECASE
)
_DIMENSIONS = re.compile(
    rf"(?<![\w./])(?P<a>{_NUMBER})\s?(?P<ua>{_LENGTH})?(?:\s?[LWHD]\b)?\s?x\s?(?P<b>{_NUMBER})(?![/\d]|-\d/)\s?-?(?P<ub>{_LENGTH})?"
    rf"(?:\s?[LWHD]\b)?(?:\s?x\s?(?P<c>{_NUMBER})\s?-?(?P<uc>{_LENGTH})?(?:\s?[LWHD]\b)?)?",
    re.IGNORECASE,
)
_SCREEN = re.compile(rf"(?<![\w.])(?P<amount>{_NUMBER})[\s-]?(?:in(?:ch(?:es)?)?\b\.?|\"|'')", re.IGNORECASE)
_PACK = re.compile(
    r"\(?\b(?:(?:value )?pack|case|box|bundle)\s+of\s+(?P<of>\d{1,4})\b\)?|"
    r"(?<![\w.])(?P<count>\d{1,4})[\s-]?(?:packs?|pks?)\b",
    re.IGNORECASE,
)
_COUNTED = (
    r"count|cnt|ct|pcs|pieces?|pc|tablets|capsules?|caplets?|softgels?|pairs?|rolls?|sheets?|bags?|loads?|wipes|treats|"
    r"pads|pages|panels|sticks|packets|pods|cups|servings|tea bags?|bars|bottles|cans|gummies|sachets|cards|units"
)
_COUNT = re.compile(
    rf"\bset\s+of\s+(?P<of>\d{{1,4}})\b|(?<![\w./-])(?P<count>\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}})[\s-]?(?P<unit>{_COUNTED})\b",
    re.IGNORECASE,
)
_STORAGE = re.compile(
    r"(?<![\w.])(?P<amount>\d{1,4}(?:\.\d)?)[\s-]?(?P<unit>[GT]B)\b(?!\s?/?\s?s\b)(?!\s*(?:of\s+)?(?:LP)?(?:RAM|DDR))",
    re.IGNORECASE,
)
_PERSONS = re.compile(r"(?<![\w.])(?P<amount>\d{1,2})(?:-\d{1,2})?[\s-]?(?:person|people)\b", re.IGNORECASE)
_STATED = re.compile(
    r"(?<!max )(?<!maximum )(?<!limit )\b(?:net (?:weight|wt\.?)|weight|volume|contents?)"
    rf"\s*:?\s*(?P<amount>{_NUMBER})\s?{_MEASURE}",
    re.IGNORECASE,
)
_STATING = ("eight", "olume", "ontent", "EIGHT")
# Other measures say nothing that is asked for, but end the words before them.
_SPEC = re.compile(
    rf"(?<![\w.]){_NUMBER}[\s-]?(?:{_LENGTH}|watts?\b|w\b|volts?\b|v\b|m?ah\b|[kmg]?hz\b|lumens?\b|lm\b|k\b|amps?\b|a\b|rpm\b|psi\b|btu\b|"
    r"iu\b|mp\b|dpi\b|mg\b|mcg\b|thread count\b|hours?\b|years?\b|colors?\b|players?\b)|\bSPF\s?\d+\+?",
    re.IGNORECASE,
)
_NAMED_COUNTS = {"cnt": "count", "ct": "count", "pcs": "pieces", "pc": "pieces", "piece": "pieces"}


@dataclass(frozen=True, slots=True)
class Measured:
    """What was found and where it stood; `measure` is the bare unit, from which depends what is measured."""

    finding: Finding
    start: int
    end: int
    measure: str = ""

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


def quantities_in(title: str) -> list[Measured]:
    """In the order of the title; what one rule took is not read by another."""
    found: list[Measured] = []
    if not any(sign.isdigit() for sign in title):
        return found
    for reader in (_multiples, _dimensions, _packs, _counts, _amounts, _storage, _persons, _screens, _specs):
        for one in reader(title):
            if all(one.end <= other.start or other.end <= one.start or one.span == other.span for other in found):
                found.append(one)
    return found


def stated_quantities(prose: str) -> Iterator[Finding]:
    """In a text only what it calls so: other numbers may be of anything."""
    for match in _STATED.finditer(prose) if any(word in prose for word in _STATING) else ():
        measured = _measured(match["amount"], _unit(match["unit"]))
        yield Finding(measured.name, measured.value, LIKELY)
    if "x " not in prose and " x" not in prose and '"x' not in prose:
        return
    cubes = {one.finding.value for one in _dimensions(prose) if one.finding.value.count(" x ") == 2}
    if len(cubes) == 1:
        yield Finding("dimensions", cubes.pop(), LIKELY)


def as_capacity(finding: Finding, measure: str, *, liquid: bool) -> Finding:
    """Ounces of what is poured, or of what is poured into, are a volume."""
    if measure == "oz" and liquid:
        return Finding("capacity", finding.value, finding.confidence)
    return finding


def _multiples(title: str) -> Iterator[Measured]:
    for match in _MULTIPLE.finditer(title):
        pack = Finding("pack", f"{int(match['count'])}-pack", STATED)
        yield Measured(pack, match.start(), match.end())
        unit = _unit(match["unit"])
        yield Measured(_measured(match["amount"], unit), match.start(), match.end(), unit)


def _dimensions(title: str) -> Iterator[Measured]:
    for match in _DIMENSIONS.finditer(title):
        units = [_unit(unit) for unit in (match["ua"], match["ub"], match["uc"]) if unit]
        if not units or len(set(units)) > 1:
            continue
        sides = " x ".join(_tidy(side) for side in (match["a"], match["b"], match["c"]) if side)
        yield Measured(Finding("dimensions", f"{sides} {units[0]}", STATED), match.start(), match.end())


def _packs(title: str) -> Iterator[Measured]:
    for match in _PACK.finditer(title):
        number = int(match["of"] or match["count"])
        if number > 0:
            yield Measured(Finding("pack", f"{number}-pack", STATED), match.start(), match.end())


def _counts(title: str) -> Iterator[Measured]:
    for match in _COUNT.finditer(title):
        if match["of"]:
            yield Measured(Finding("count", f"set of {int(match['of'])}", STATED), match.start(), match.end())
            continue
        unit = match["unit"].lower()
        number = int(match["count"].replace(",", ""))
        said = _NAMED_COUNTS.get(unit, unit)
        value = f"{number} {'piece' if number == 1 and said == 'pieces' else said}"
        yield Measured(Finding("count", value, USUAL), match.start(), match.end())


def _amounts(title: str) -> Iterator[Measured]:
    for match in _AMOUNT.finditer(title):
        unit = _unit(match["unit"])
        if unit != "mg":
            yield Measured(_measured(match["amount"], unit), match.start(), match.end(), unit)


def _storage(title: str) -> Iterator[Measured]:
    for match in sorted(_STORAGE.finditer(title), key=_bytes, reverse=True):
        value = f"{_tidy(match['amount'])} {match['unit'].upper()}"
        yield Measured(Finding("capacity", value, USUAL), match.start(), match.end(), "GB")


def _bytes(match: re.Match[str]) -> float:
    return float(match["amount"]) * (1000 if match["unit"].upper() == "TB" else 1)


def _persons(title: str) -> Iterator[Measured]:
    for match in _PERSONS.finditer(title):
        yield Measured(
            Finding("capacity", f"{int(match['amount'])}-person", USUAL), match.start(), match.end(), "person"
        )


def _screens(title: str) -> Iterator[Measured]:
    """Only of things with a screen; of others it is taken out of the title and says nothing."""
    for match in _SCREEN.finditer(title):
        yield Measured(Finding("screen_size", f"{_tidy(match['amount'])} in", USUAL), match.start(), match.end())


def _specs(title: str) -> Iterator[Measured]:
    for match in _SPEC.finditer(title):
        yield Measured(Finding(SPEC, match.group(), USUAL), match.start(), match.end())


def _measured(amount: str, unit: str) -> Finding:
    name = "capacity" if unit in _VOLUMES else "weight"
    return Finding(name, f"{_tidy(amount)} {unit}", USUAL)


def _unit(said: str) -> str:
    bare = _bare(said)
    return _UNITS.get(bare, bare)


def _bare(unit: str) -> str:
    bare = "".join(sign for sign in unit.lower() if not sign.isspace()).replace(".", "")
    if bare in _UNITS:
        return bare
    return bare.removesuffix("s").replace("fluidoz", "floz").replace("flounce", "floz")


def _tidy(number: str) -> str:
    plain = number.replace(",", "")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
