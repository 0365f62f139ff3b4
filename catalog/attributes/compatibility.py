"""What a thing goes with: "for iPhone 15 Pro/14", "fits Dyson V8 and V7", "works with Alexa"."""

import re
from dataclasses import dataclass

from catalog.attributes.finding import LIKELY, STATED, USUAL, Finding
from catalog.understanding.words import word_set

# The names of things other things are made for: makers, whose next word is a model, and devices.
_MAKERS = word_set(
    "apple samsung google amazon dyson keurig nespresso kitchenaid irobot shark bissell hoover oral-b sonicare "
    "philips braun brita sodastream vitamix ninja dewalt makita milwaukee ryobi bosch stihl husqvarna honda "
    "toyota ford chevy chevrolet jeep nissan bmw audi tesla subaru mazda hyundai kia dodge gmc yamaha kawasaki "
    "harley hp canon epson brother lexmark dell lenovo asus acer sony lg fitbit garmin gopro nintendo motorola "
    "huawei xiaomi nokia oneplus microsoft logitech panasonic nikon jbl bose miele whirlpool frigidaire maytag "
    "delonghi jura breville weber traeger polaris suzuki volkswagen volvo lexus"
)
_DEVICES = word_set(
    "iphone iphones ipad ipads ipod airpods airpod airtag airtags macbook macbooks imac galaxy pixel kindle fire "
    "echo alexa homekit siri playstation ps3 ps4 ps5 xbox switch roku roomba surface chromebook chromebooks "
    "thinkpad android ios homepod steam instant windows"
)
# These are names of devices only together: a fire and a switch are something else.
_PAIRS = {
    "fire": word_set("tv hd stick 7"),
    "steam": word_set("deck"),
    "instant": word_set("pot"),
    "google": word_set("home assistant nest tv pixel"),
    "windows": word_set("7 8 10 11 xp"),
    "surface": word_set("pro go laptop book"),
    "echo": word_set("dot show plus studio"),
    "switch": word_set("lite oled pro"),
}
_OFTEN_WORDS = frozenset(
    {"fire", "steam", "instant", "windows", "surface", "echo", "switch", "shark", "brother", "google"}
)
_TAIL = word_set(
    "pro max mini plus air ultra se fe xl xs xr x lite edge series gen generation note s tv hd stick home "
    "assistant nest deck pot dot show go laptop book one oled cube"
)
_BEFORE = word_set("the all new a any most your original for")
_CALLED_SO = (
    r"\b(?P<surely>compatible (?:with|for)|works (?:great |best )?with|fits(?: for)?|designed (?:for|to fit)|"
    r"for use with|made for|replacements? (?:for|of)|suitable for)\s*:?\s+"
)
_SURE = re.compile(_CALLED_SO, re.IGNORECASE)
_START = re.compile(rf"{_CALLED_SO}|\bfor\s+|(?<=[cC]ase )(?=iP)", re.IGNORECASE)
_END = re.compile(r"[;|()\[\]!?\n]|\.(?!\d)|\s[-\u2013\u2014]\s|:\s")
_PIECE = re.compile(
    r"(?P<piece>(?:(?![,/&]|\b(?:and|or)\b).)+)(?P<joint>\s*(?:,|/|&|\band\b|\bor\b)\s*)*", re.IGNORECASE
)
_MODEL = re.compile(r"^[A-Za-z]{0,5}-?\d{1,5}(?:\.\d)?(?:-?[A-Za-z]{1,3})?(?:-\d{1,4})?$")
_YEARS = re.compile(r"^(?:19|20)\d\d(?:-(?:(?:19|20)?\d\d|up))?$")
_MOST, _LONGEST, _LONGEST_NAME = 12, 200, 6


@dataclass(frozen=True, slots=True)
class Fitting:
    names: tuple[str, ...]
    start: int
    end: int
    sure: bool


def fittings_in(title: str) -> list[Fitting]:
    """Each with its place, so that "Apple" is no brand and "12" no size there."""
    return _fittings(title, _START)


def _fittings(title: str, start: re.Pattern[str]) -> list[Fitting]:
    found: list[Fitting] = []
    for match in start.finditer(title):
        if found and match.start() < found[-1].end:
            continue
        rest = title[match.end() : match.end() + _LONGEST]
        end = stop.start() if (stop := _END.search(rest)) else len(rest)
        names, length = _names(rest[:end], surely=bool(match["surely"]))
        if names:
            found.append(Fitting(names, match.start(), match.end() + length, bool(match["surely"])))
    return found


def stated_fitting(prose: str) -> Finding | None:
    """In texts only where it is called so; "for" may be anything there."""
    if (
        "ompatible" not in prose
        and "orks with" not in prose
        and "fits " not in prose
        and "Fits " not in prose
        and "esigned for" not in prose
    ):
        return None
    return next((_finding(fitting.names, LIKELY) for fitting in _fittings(prose, _SURE)), None)


def as_finding(fittings: list[Fitting]) -> Finding | None:
    names = tuple(dict.fromkeys(name for fitting in fittings for name in fitting.names))
    sure = any(fitting.sure for fitting in fittings)
    return _finding(names[:_MOST], STATED if sure else USUAL) if names else None


def _finding(names: tuple[str, ...], confidence: float) -> Finding:
    return Finding("compatibility", ", ".join(names), confidence)


def _names(said: str, *, surely: bool) -> tuple[tuple[str, ...], int]:
    """The devices of a list and how much of the text they take; "14" and "Pro" go on from the one before."""
    found: list[str] = []
    stem: list[str] = []
    reached = 0
    for match in _PIECE.finditer(said):
        words = match["piece"].split()
        taken = _taken(words, surely=surely)
        name = [word.lower() for word in words[:taken] if word.lower() not in _BEFORE]
        if name:
            stem = _stem(name)
        elif stem and (taken := _continued(words)):
            name = [*stem, *(word.lower() for word in words[:taken])]
        if not name or len(found) == _MOST:
            break
        found.append(" ".join(name))
        reached = match.start("piece") + _length(match["piece"], taken)
        if taken < len(words):
            break
    return tuple(found), reached


def _taken(words: list[str], *, surely: bool) -> int:
    """How many words name a device, beginning with the first."""
    place = 0
    while place < len(words) and (words[place].lower() in _BEFORE or _YEARS.match(words[place])):
        place += 1
    if place == len(words):
        return 0
    if not _begins(words, place):
        return _unknown_model(words, place) if surely else 0
    made_by = words[place].lower() in _MAKERS
    place += 1
    while place < min(len(words), _LONGEST_NAME + 2) and _goes_on(words[place], after_maker=made_by):
        made_by = made_by and words[place].lower() in _MAKERS
        place += 1
    return place


def _begins(words: list[str], place: int) -> bool:
    word = words[place].lower()
    if word not in _MAKERS and word not in _DEVICES:
        return False
    after = words[place + 1].lower() if place + 1 < len(words) else ""
    if word in _OFTEN_WORDS:
        named = after in _PAIRS.get(word, ()) or (word in _MAKERS and words[place][0].isupper() and bool(after))
        return named or (word == "switch" and place > 0)
    return True


def _goes_on(word: str, *, after_maker: bool) -> bool:
    lower = word.lower()
    if lower in _TAIL or _is_model(word) or _YEARS.match(word):
        return True
    if not after_maker or lower in _DEVICES or lower in _MAKERS:
        return after_maker
    return word[0].isupper() and word.replace("-", "").isalnum() and len(word) > 1


def _unknown_model(words: list[str], place: int) -> int:
    """A maker we do not know, but its model has a number."""
    named = place + 1 < len(words) and words[place].isalpha() and words[place][0].isupper() and len(words[place]) > 2
    return place + 2 if named and _is_model(words[place + 1]) and words[place + 1][0].isupper() else 0


def _continued(words: list[str]) -> int:
    taken = 0
    while taken < len(words) and (words[taken].lower() in _TAIL or _is_model(words[taken])):
        taken += 1
    # "FS 55, 2 pcs": a bare number with another word after it counts something.
    return 0 if taken < len(words) and taken == 1 and words[0].isdigit() else taken


def _stem(name: list[str]) -> list[str]:
    """Of "iphone 15 pro" the "iphone": what the models of a list have in common."""
    kept: list[str] = []
    for word in name:
        if _is_model(word) or _YEARS.match(word):
            break
        kept.append(word)
    while len(kept) > 1 and kept[-1] in {"pro", "air", "max", "mini", "plus"}:
        kept.pop()
    return kept


def _is_model(word: str) -> bool:
    return bool(_MODEL.match(word))


def _length(piece: str, words: int) -> int:
    match = re.match(rf"\s*(?:\S+\s*){{{words}}}", piece)
    return len(match.group().rstrip()) if match else len(piece)
