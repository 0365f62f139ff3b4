"""In which size a thing comes, as titles write it: letters, numbers, EU, UK and US, waist by length, ages, beds."""

import re
from collections.abc import Iterator

from catalog.attributes.finding import STATED, USUAL, Finding
from catalog.attributes.goods import Goods
from catalog.attributes.quantities import Measured
from catalog.attributes.text import Part
from catalog.understanding.words import word_set

_LETTERS = {
    "xxs": "xxs", "xs": "xs", "s": "s", "small": "s", "sm": "s", "m": "m", "medium": "m", "med": "m", "l": "l",
    "large": "l", "lg": "l", "xl": "xl", "x-large": "xl", "xlarge": "xl", "x-small": "xs", "xsmall": "xs", "xxl": "xxl",
    "xx-large": "xxl", "2xl": "2xl", "2x": "2xl", "2x-large": "2xl", "xxxl": "3xl", "3xl": "3xl", "3x": "3xl",
    "3x-large": "3xl", "xxx-large": "3xl", "4xl": "4xl", "4x": "4xl", "5xl": "5xl", "s/m": "s/m", "m/l": "m/l",
    "l/xl": "l/xl", "xs/s": "xs/s", "small/medium": "s/m", "medium/large": "m/l", "large/x-large": "l/xl",
}  # fmt: skip
_BY_THEMSELVES = frozenset({"xxs", "xs", "xl", "xxl", "2xl", "3xl", "4xl", "5xl", "s/m", "m/l", "l/xl", "xs/s"})
_BEDS = ("california king", "cal king", "twin xl", "twin/full", "full/queen", "queen/full", "king/california king",
         "king/cal king", "twin", "full", "queen", "king", "double", "single")  # fmt: skip
_BED_HEADS = word_set(
    "mattress bed frame comforter sheet duvet quilt blanket pillow pillowcase headboard topper coverlet bedspread "
    "set cover protector pad foundation bedding boxspring spring skirt"
)
_ONE_SIZE = re.compile(r"\bone[ -]size(?:[ -]fits[ -](?:all|most))?\b", re.IGNORECASE)
_SYSTEM = re.compile(
    r"\b(?P<system>EU|EUR|UK|US)\s?(?:size\s?)?(?P<number>\d{1,2}(?:\.\d)?)\b|"
    r"(?<![\w.])(?P<before>\d{1,2}(?:\.\d)?)\s?(?:(?:[DBWM]{1,2}(?:\([MW]\))?|Medium|(?:X-)?Wide|Narrow|2?X?E{1,3})\s)?(?P<after>EU|UK|US)\b"
)
_WAIST = re.compile(
    r"\bW\s?(?P<w1>\d{2})\s?[x/,-]?\s?L\s?(?P<l1>\d{2})\b|(?<![\w.])(?P<w2>\d{2})\s?W\s?[x/]?\s?(?P<l2>\d{2})\s?L\b|"
    r"(?<![\w.])(?P<w3>2[4-9]|[345]\d)\s?[x/]\s?(?P<l3>2[6-9]|3\d)\b(?!\s?(?:in|inch|inches|cm|mm|ft|g|kg|oz|ml|l|lb|lbs|fl|pcs|pack|ct|count|m|[x\"']))",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"\bsize\s?:?\s?(?P<size>\d{1,2}(?:\.\d|\s?1/2)?(?:-\d{1,2})?|[2-5]?X{0,3}[SML]|X{1,3}[SL])(?![\w\"'.-])",
    re.IGNORECASE,
)
_MONTHS = re.compile(r"(?<![\w.])(?P<from>\d{1,2})\s?(?:-|to)\s?(?P<to>\d{1,2})\s?(?:months?|mos?|m)\b", re.IGNORECASE)
_TODDLER = re.compile(r"(?<![\w.])(?P<size>\d{1,2}T(?:-\dT)?)\b")
_YEARS = re.compile(
    r"(?:\bages?:?\s+(?P<a1>\d{1,2})"
    r"(?:(?:\s?-\s?|\s?to\s?)(?P<a2>\d{1,2})|(?P<up>\s?\+|\s+(?:and|&)\s+(?:up|over|older)))?"
    r"|(?:(?<=kids )|(?<![\w.]))(?P<y1>\d{1,2})\s?(?:-|to)\s?(?P<y2>\d{1,2})"
    r"(?:\s?y(?:ears?|rs?)\b|(?=\s*,)(?<=kids \d-\d\d)))"
    r"(?:\s?(?:years?|yrs?)(?:\s+olds?)?)?",
    re.IGNORECASE,
)
_BRA = re.compile(r"^\d{2}(?:a{1,2}|b|c|d{1,4}|e|f|g)$")
_PAPER = re.compile(r"^a[3-6]$")
_NUMBER = re.compile(r"^\d{1,2}(?:\.5)?$")


def sizes_in(title: str) -> Iterator[Measured]:
    """What is written as a size and nothing else; whether the goods have sizes is not looked at here."""
    for match in _ONE_SIZE.finditer(title):
        yield _at(match, "size", "one size")
    if not any(sign.isdigit() for sign in title) and "size" not in title.lower():
        return
    yield from _measured_body(title)
    for match in _SYSTEM.finditer(title):
        system, number = (match["system"] or match["after"])[:2].lower(), match["number"] or match["before"]
        # A plain number is a US size, to those who ask for one too.
        yield _at(match, "size", number if system == "us" else f"{system} {number}")
    for match in _SIZE.finditer(title):
        said = match["size"].lower()
        yield _at(match, "size", _LETTERS.get(said, said.replace(" 1/2", ".5")))


def _measured_body(title: str) -> Iterator[Measured]:
    """By waist and length, or by age."""
    for match in _WAIST.finditer(title):
        waist, length = (match["w1"], match["l1"]) if match["w1"] else (match["w2"], match["l2"])
        yield _at(match, "size", f"{waist or match['w3']}x{length or match['l3']}")
    for match in _MONTHS.finditer(title):
        yield _at(match, "size", f"{match['from']}-{match['to']} months")
    for match in _TODDLER.finditer(title):
        yield _at(match, "size", match["size"].lower())
    for match in _YEARS.finditer(title):
        yield _at(match, "age", _age(match))


def size_of(part: Part, goods: Goods, head: str) -> Finding | None:
    """A part of the title that is a size and nothing else."""
    words = part.words
    if head in _BED_HEADS and goods in {Goods.BEDDING, Goods.HOME, Goods.UNKNOWN}:
        said = " ".join(word for word in words if word not in {"size", "sized"})
        return Finding("size", said, STATED) if said in _BEDS else None
    value, length = letters_at(words, 0)
    if value and length == len(words) - (words[-1] == "size"):
        return Finding("size", value, STATED) if goods is not Goods.FOOD else None
    if len(words) != 1:
        return None
    if head == "bra" and _BRA.match(words[0]):
        return Finding("size", words[0], STATED)
    if goods is Goods.OFFICE and _PAPER.match(words[0]):
        return Finding("size", words[0], USUAL)
    return Finding("size", words[0], USUAL) if goods is Goods.WORN and _NUMBER.match(words[0]) else None


def trailing_size(words: tuple[str, ...], goods: Goods, head: str) -> tuple[Finding | None, int]:
    """A size at the end of a part, and how many words it takes."""
    if goods is Goods.OFFICE:
        return (Finding("size", words[-1], USUAL), 1) if words and _PAPER.match(words[-1]) else (None, 0)
    if head in _BED_HEADS:
        for length in (2, 1):
            said = " ".join(words[-length:])
            if len(words) > length and said in _BEDS and said not in {"single", "double"}:
                return Finding("size", said, USUAL), length
        return None, 0
    for length in (2, 1):
        value, taken = letters_at(words[-length:], 0) if len(words) > length else ("", 0)
        if value and taken == length and (value in _BY_THEMSELVES or goods in {Goods.WORN, Goods.PETS}):
            return Finding("size", value, USUAL), length
    return None, 0


def letters_at(words: tuple[str, ...], place: int) -> tuple[str, int]:
    """Extra large is XL; with how many words it is said."""
    said = words[place : place + 2]
    if len(said) == 2 and said[0] == "extra" and (letter := _LETTERS.get(said[1], "")) in {"s", "l"}:
        return f"x{letter}", 2
    return (_LETTERS[said[0]], 1) if said and said[0] in _LETTERS else ("", 0)


def as_size(finding: Finding, goods: Goods) -> Finding | None:
    """Ages are sizes of clothes and otherwise whom a thing is for; numbers are sizes of what is worn."""
    worn = goods in {Goods.WORN, Goods.SPORT, Goods.UNKNOWN}
    if finding.name == "age":
        years = finding.value.endswith("years")
        return Finding("size", finding.value, finding.confidence) if goods is Goods.WORN and years else finding
    letters = finding.value in _LETTERS.values() or finding.value == "one size"
    return finding if worn or (letters and goods is not Goods.FOOD) else None


def _age(match: re.Match[str]) -> str:
    first, last = match["a1"] or match["y1"], match["a2"] or match["y2"]
    if last:
        return f"{first}-{last} years"
    return f"{first}+" if match["up"] else f"{first} years"


def _at(match: re.Match[str], name: str, value: str) -> Measured:
    return Measured(Finding(name, value, STATED), match.start(), match.end())
