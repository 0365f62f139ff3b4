"""Measurements as people say them: "five foot six and 130 pounds", "1.68 m", "my waist is 34", "nine stone four"."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from catalog.understanding.numbers import with_numbers
from catalog.understanding.words import words_of
from shop.sizes.measurements import Measurements, is_plausible

CM_PER_INCH, KG_PER_POUND, POUNDS_PER_STONE = 2.54, 0.45359237, 14
_GAP = " | "
_N = r"(\d+(?:\.\d+)?)"
_ABOUT = (
    r"(?: (?:is|are|of|s|at|about|around|roughly|like|measures|measure|around about|just under|just over|only|size))*"
)
_CM, _INCH = r"(?:cm|cms|centimeters?|centimetres?)", r"(?:inch|inches|in)"
_POUND, _KILO = r"(?:pounds?|lbs?)", r"(?:kg|kgs|kilos?|kilograms?)"
_NOT_OTHER = rf"(?! (?:{_POUND}|{_KILO}|stones?|years?|months?|yo|{_CM})\b)"
_PARTS: Mapping[str, str] = {
    "underbust": r"under ?bust|band", "chest": r"chest|bust", "waist": "waist", "hips": "hips?",
    "inseam": r"inseam|inside leg", "foot": r"foot|feet", "hand": "hands?|palm", "head": "head",
}  # fmt: skip
# Below these a bare number is in inches.
_LEAST_CM = {"foot": 15, "hand": 14, "head": 35, "inseam": 45}
_CHILD, _CHILDS_AGE = "son|daughter|kid|boy|girl|child|grandson|granddaughter|nephew|niece|grandchild", r"1[0-7]|\d"
_MARKS = re.compile(r"(\d)\s*(?:'|\u2019|\u2032|`)\s*(?:(\d{1,2}(?:\.5)?)\b\s*(?:\"|\u201d|\u2033|''|in\b)?)?(?!\w)")
_METRES = re.compile(r"\b([12])\s?m\s?(\d{2})\b")
_SPELLED_HUNDRED = re.compile(
    r"\b([1-3]) ([1-9]\d)\b(?= (?:pounds?|lbs?|cm|centimet\w+|tall))|(?<=weigh )([1-3]) ([1-9]\d)\b"
)


@dataclass(slots=True)
class Read:
    """`odd` are the names of measurements that were told but that nobody has; `rest` is what else was said."""

    values: dict[str, float] = field(default_factory=dict)
    odd: list[str] = field(default_factory=list)
    rest: str = ""
    imperial: bool | None = None

    @property
    def measurements(self) -> Measurements:
        return Measurements(**self.values)

    def note(self, name: str, value: float) -> None:
        if is_plausible(name, value):
            self.values.setdefault(name, round(value, 1))
        elif name not in self.odd:
            self.odd.append(name)


def read_measurements(text: str, *, pounds: bool = True, asked: str | None = None) -> Read:
    """`asked` is the measurement that was asked for, so that a bare number is taken for it.

    `pounds` tells in what a bare weight is meant where the sentence does not show it.
    """
    read = Read(rest=_plain(text))
    for reading in (_read_parts, _read_ages, _read_weights, _read_heights, _read_bare_pairs):
        reading(read)
    _read_by_name(read, pounds=pounds)
    if asked is not None and asked not in read.values and asked not in read.odd:
        _read_answer(read, asked, pounds=pounds)
    read.rest = " ".join(read.rest.replace("|", " ").split())
    return read


def _plain(text: str) -> str:
    """Small letters, each number in figures, feet and inches as words."""
    marked = _MARKS.sub(lambda found: f"{found[1]} foot {found[2] or ''} ", text)
    marked = _METRES.sub(r"\1.\2 m", marked)
    words = with_numbers(words_of(marked))
    plain = "".join(f"{_GAP if word.breaks else ' '}{word.norm}" for word in words).strip()
    plain = re.sub(r"\b([12]) (?:meters?|metres?|m) (\d{2})\b", r"\1.\2 m", plain)
    return _SPELLED_HUNDRED.sub(lambda found: f"{found[1] or found[3]}{found[2] or found[4]}", plain)


def _each(read: Read, pattern: str) -> Iterator[re.Match[str]]:
    """Each place that says so; it is taken out of the rest."""
    while found := re.search(pattern, read.rest):
        yield found
        left = f"{read.rest[: found.start()]}{_GAP}{read.rest[found.end() :]}"
        read.rest = " ".join(left.split())


def _read_parts(read: Read) -> None:
    for name, words in _PARTS.items():
        verb = r" (?:is|are|of|measures?)" if name in {"foot", "head", "hand"} else ""
        named = rf"\b(?:{words})(?: (?:size|circumference|length))?{verb}{_ABOUT}"
        after = rf"{named} {_N}(?: ({_INCH}|{_CM})\b)?(?! foot| feet| ft)"
        for found in _each(read, after):
            read.note(f"{name}_cm", _length(name, float(found[1]), found[2]))
        for found in _each(read, rf"\b{_N} ({_INCH}|{_CM})(?: (?:long|wide|round|around))? (?:{words})\b"):
            read.note(f"{name}_cm", _length(name, float(found[1]), found[2]))
        if name not in {"foot", "head", "hand"}:
            for found in _each(read, rf"\b{_N} (?:{words})\b"):
                read.note(f"{name}_cm", _length(name, float(found[1]), None))


def _length(name: str, value: float, unit: str | None) -> float:
    if unit is None:
        unit = "cm" if value >= _LEAST_CM.get(name, 60) else "in"
    return value * CM_PER_INCH if unit.startswith("in") else value


def _read_ages(read: Read) -> None:
    for found in _each(read, rf"\b{_N}(?: |-)?(months?)(?: |-)olds?\b|\b(?:baby|infant) of {_N} (months?)\b"):
        read.note("age", float(found[1] or found[3]) / 12)
    for found in _each(
        read, rf"\b(?:{_CHILD})(?: (?:who|is|hes|shes|he|she|just|turned|now|s))+ ({_CHILDS_AGE}){_NOT_OTHER}"
    ):
        read.note("age", float(found[1]))
    for found in _each(
        read, rf"\b{_N}(?: years?| yrs?| yr)(?: olds?| of age)\b|\b{_N} yo\b|\b(?:age|aged)(?: is| of)? {_N}\b"
    ):
        read.note("age", float(found[1] or found[2] or found[3]))


def _read_weights(read: Read) -> None:
    for found in _each(read, rf"\b{_N} stones?(?: and)?(?: {_N}(?: {_POUND})?)?\b{_NOT_OTHER}"):
        read.imperial = True
        read.note("weight_kg", (float(found[1]) * POUNDS_PER_STONE + float(found[2] or 0)) * KG_PER_POUND)
    for found in _each(read, rf"\b{_N} {_POUND}\b"):
        read.imperial = True
        read.note("weight_kg", float(found[1]) * KG_PER_POUND)
    for found in _each(read, rf"\b{_N} {_KILO}\b"):
        read.imperial = False
        read.note("weight_kg", float(found[1]))


def _read_heights(read: Read) -> None:
    inches = rf"(?: (?:and )?(\d(?:\.\d)?|1[01](?:\.\d)?)\b(?: {_INCH}\b)?{_NOT_OTHER})"
    for found in _each(read, rf"\b([1-9]|1\d) (?:foot|feet|ft){inches}?"):
        read.imperial = True
        read.note("height_cm", (float(found[1]) * 12 + float(found[2] or 0)) * CM_PER_INCH)
    for found in _each(read, rf"\b{_N} {_CM}\b(?: tall| high)?"):
        read.imperial = False
        read.note("height_cm", float(found[1]))
    for found in _each(read, r"\b([012](?:\.\d+)?) (?:m|meters?|metres?)\b"):
        read.imperial = False
        read.note("height_cm", float(found[1]) * 100)
    for found in _each(read, rf"\b{_N} {_INCH} tall\b|\bheight{_ABOUT} {_N} {_INCH}\b"):
        read.imperial = True
        read.note("height_cm", float(found[1] or found[2]) * CM_PER_INCH)


def _read_bare_pairs(read: Read) -> None:
    """ "I'm five six": two numbers that can be nothing but feet and inches."""
    if "height_cm" in read.values:
        return
    before = r"(?:im|i am|hes|shes|he is|she is|theyre|is|height|tall|about|around|at|\|)"
    pair = r"([4-7]) (\d(?:\.\d)?|1[01](?:\.\d)?)\b(?! (?:or|to|by|x|pack|items?|percent)\b)"
    weight_told = "weight_kg" in read.values
    pattern = rf"(?:^|(?<= )){pair}" if weight_told else rf"(?:^|\b{before}|\|) {pair}|^{pair}(?= and \d| tall)"
    for found in _each(read, pattern):
        feet, inches = (group for group in found.groups() if group is not None)
        read.imperial = True
        read.note("height_cm", (float(feet) * 12 + float(inches)) * CM_PER_INCH)


def _read_by_name(read: Read, *, pounds: bool) -> None:
    in_pounds = pounds if read.imperial is None else read.imperial
    for found in _each(read, rf"\b(?:weigh|weighs|weight|weighing){_ABOUT} {_N}\b"):
        read.note("weight_kg", float(found[1]) * (KG_PER_POUND if in_pounds else 1))
    for found in _each(read, rf"\b(?:height{_ABOUT}|tall{_ABOUT}) {_N}\b|\b{_N} tall\b"):
        read.note("height_cm", _height(float(found[1] or found[2])))
    _read_the_other(read, in_pounds=in_pounds)


def _read_the_other(read: Read, *, in_pounds: bool) -> None:
    """ "Five nine and 160", "168 and 62 kilos": where one of the two is known, a bare number is the other."""
    if "height_cm" in read.values and "weight_kg" not in read.values:
        for found in _each(
            read, rf"^[| ]*(?:(?:and|i|im|i am|about|around) )*{_N}$|(?:\| )+(?:and |about |around )*{_N}(?= |$)(?! \d)"
        ):
            value = float(found[1] or found[2])
            if value >= (60 if in_pounds else 30):
                read.note("weight_kg", value * (KG_PER_POUND if in_pounds else 1))
    if "weight_kg" in read.values and "height_cm" not in read.values:
        for found in _each(read, rf"\b(?:im|i am|hes|shes|^) ?{_N}\b(?! \w*(?:size|wear))"):
            if 120 <= float(found[1]) <= 230:
                read.note("height_cm", float(found[1]))


def _height(value: float) -> float:
    """Nobody is 68 centimetres tall who speaks of their height, nor 170 inches."""
    if value < 3:
        return value * 100
    return value * CM_PER_INCH if 36 <= value <= 84 else value


def _read_answer(read: Read, asked: str, *, pounds: bool) -> None:
    """A bare number, or two, right after the question."""
    numbers = [float(number) for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", read.rest)]
    if not numbers:
        return
    in_pounds = pounds if read.imperial is None else read.imperial
    of_two: Callable[[float, float], float] = lambda one, two: one * 100 + two  # noqa: E731 - "one sixty eight"
    value = numbers[0] if len(numbers) == 1 else of_two(numbers[0], numbers[1])
    if asked == "height_cm":
        if len(numbers) > 1 and 3 <= numbers[0] <= 7 and numbers[1] < 12:
            value = (numbers[0] * 12 + numbers[1]) * CM_PER_INCH
        elif 4 <= value <= 7:
            value *= 12 * CM_PER_INCH
        else:
            value = _height(value)
    elif asked == "weight_kg":
        value *= KG_PER_POUND if in_pounds else 1
    elif asked != "age":
        value = _length(asked.removesuffix("_cm"), value, None)
    read.note(asked, value)
    read.rest = ""
