"""Sizes that people say they wear: "I'm a nine in Swiftlet", "usually a medium", "EU 42"."""

import re
from collections.abc import Sequence

from shop.sizes.evidence import Usual
from shop.sizes.spoken import read_measurements

_SYSTEMS = {"eu": "eu", "european": "eu", "uk": "uk", "british": "uk", "us": "us", "american": "us"}
_LETTER = r"(?:(?:double |triple |extra |x )*(?:small|medium|large)|[2-5]?x{0,3}[sml]|m)"
_NUMBER = r"\d{1,2}(?:\.5)?(?: ?[cyrl]| ?(?:x|by) ?\d{2}| ?[a-f]{1,2})?"
_NAMED = "|".join(_SYSTEMS)
_SIZE = rf"(?:(?P<system>{_NAMED}) )?(?:size )?(?:an? )?(?P<size>{_LETTER}|{_NUMBER})(?: (?P<after>{_NAMED}))?"
_NO_SIZE = r"(?! (?:to|or|years?|months?|pounds?|lbs?|kg|kilos|cm|feet|foot|of|and a \d|year)\b)"
_WEARS = re.compile(
    r"\b(?:usually|normally|typically|generally|always|mostly|often|im|i am|hes|shes|he is|she is|wears?|takes?"
    r"|my (?:usual )?(?:\w+ )?size is|usual size is|usual size)"
    r"(?: (?:usually|normally|about|around|wear|wears|take|a|an|in|on|mostly|always|size|of))*"
    rf"(?: |^){_SIZE}\b{_NO_SIZE}"
)
_BARE = re.compile(
    r"^(?:(?:um|uh|well|so|maybe|probably|usually|normally|mostly|about|i think|its|it is|a|an|size|the|like|im|i am"
    r"|i wear|i take|just|yes|yeah)\s+)*"
    rf"{_SIZE}"
    r"(?: (?:i think|usually|mostly|normally|i guess|in most brands|in other brands|most of the time))?$"
)
_EITHER, _OTHER = rf"(?P<size>{_LETTER}|{_NUMBER})", rf"(?P<other>{_LETTER}|{_NUMBER})"
_BETWEEN = re.compile(rf"\b(?:size )?{_EITHER}(?: size)? (?:and|or) (?:an? |the |size )*{_OTHER}\b")
_WORN = re.compile(
    rf"\b(?:the|my|a|in|size) (?:size )?(?P<size>{_LETTER}|{_NUMBER})"
    r"(?: (?:one|ones|pair|size))?(?= (?:was|were|is|are|ran|runs|run|fit|fits|fitted|felt|came|turned)\b|$)"
)
_IN_BRAND = re.compile(r"\s+(?:in|at|from|by|with|of|for)\s+(?:the\s+)?$")
_LETTERS = {"small": "S", "medium": "M", "large": "L"}


def read_usual(text: str, *, brands: Sequence[str] = (), bare: bool = False) -> Usual | None:
    """`bare` after a question for it: then the size alone is enough. "Between a nine and a ten" is no size worn."""
    rest = _without_brands(read_measurements(text).rest, brands)
    if re.search(r"\bbetween\b", rest):
        return None
    found = (_BARE.match(rest) if bare else None) or _WEARS.search(rest)
    if found is None:
        return None
    system = _SYSTEMS.get(found["system"] or found["after"] or "", "")
    return Usual(size=as_written(found["size"]), brand=brands[0] if brands else "", system=system)


def read_between(text: str) -> tuple[str, str] | None:
    """ "I'm between a six and an eight", "medium or large?"."""
    found = _BETWEEN.search(read_measurements(text).rest)
    return (as_written(found["size"]), as_written(found["other"])) if found else None


def read_worn(text: str) -> str | None:
    """ "The nine was too tight", "I had it in medium"."""
    found = _WORN.search(read_measurements(text).rest)
    return as_written(found["size"]) if found else None


def as_written(spoken: str) -> str:
    """ "Extra large" is "XL", "32 x 34" is "32x34"."""
    said = (
        spoken.replace(" by ", "x")
        .replace("double ", "xx")
        .replace("triple ", "xxx")
        .replace("extra ", "x")
        .replace("x ", "x")
    )
    for word, letter in _LETTERS.items():
        said = said.replace(word, letter)
    if said.startswith("xx") and said.endswith(("xL", "xS")):
        said = said.replace("xxx", "xx")
    written = said.replace(" ", "").upper()
    return written.replace("X", "x") if written[:1].isdigit() and "X" in written[2:3] else written


def _without_brands(rest: str, brands: Sequence[str]) -> str:
    for brand in brands:
        place = rest.find(" ".join(re.findall(r"[^\W_]+", brand.lower())))
        if place >= 0:
            before = _IN_BRAND.sub(" ", rest[:place])
            rest = " ".join(f"{before} {rest[place + len(brand) :]}".split())
    return rest
