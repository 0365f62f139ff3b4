"""Postal addresses as people say or type them, read part by part and written in one way."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from shop.checkout.hearing.digits import with_digits
from shop.checkout.hearing.regions import SHORT_REGION, region_at_the_end
from shop.customer import Address

TYPES = {
    "street": "st", "avenue": "ave av", "road": "rd", "lane": "ln", "drive": "dr drv", "court": "ct crt", "close": "cl",
    "way": "wy", "place": "pl", "boulevard": "blvd boul", "terrace": "ter terr", "crescent": "cres", "square": "sq",
    "row": "", "hill": "", "parkway": "pkwy", "highway": "hwy", "circle": "cir", "trail": "trl", "alley": "aly",
    "walk": "", "gardens": "gdns", "grove": "grv", "mews": "", "quay": "", "wharf": "", "broadway": "", "loop": "",
    "path": "", "pike": "", "turnpike": "tpke", "plaza": "plz", "point": "pt", "ridge": "rdg", "view": "", "green": "",
    "heights": "hts", "landing": "lndg", "crossing": "xing", "park": "", "bend": "", "rise": "", "esplanade": "",
}  # fmt: skip
FULL_TYPES = {short: full for full, shorts in TYPES.items() for short in (full, *shorts.split())}
DIRECTIONS = {
    "north": "N", "south": "S", "east": "E", "west": "W", "northeast": "NE", "northwest": "NW", "southeast": "SE",
    "southwest": "SW", "n": "N", "s": "S", "e": "E", "w": "W", "ne": "NE", "nw": "NW", "se": "SE", "sw": "SW",
}  # fmt: skip
UNITS = {"apartment": "Apt", "apt": "Apt", "unit": "Unit", "suite": "Suite", "ste": "Suite", "flat": "Flat",
         "room": "Room", "floor": "Floor", "#": "Apt", "number": "Apt"}  # fmt: skip
POSTAL_CODES = {
    "US": r"\d{5}(?:-\d{4})?",
    "CA": r"[a-z]\d[a-z] ?\d[a-z]\d",
    "GB": r"[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}",
}
ANY_POSTAL_CODE = r"\d{4,6}"
LEADING = re.compile(
    r"^(?:.*?\b(?:deliver|ship|send|bring|mail|drop)\w*\b(?: (?:it|them|that|this|everything|my order|the order|off))*"
    r"(?: over)? (?:to|at)"
    r"|(?:(?:no|ok|okay|sure|actually|sorry|well|and|it'?s|it is|that'?s|that is|oh|um|uh|so|yes|yeah)\W+)*"
    r"(?:(?:my|our|the|new|delivery|shipping|home|work|post(?:al)?|street) )*"
    r"(?:address|zip(?: ?code)?|post(?:al)? ?code|postcode|city|town|state|street)"
    r"(?: (?:is|would be|will be|should be|to))?|(?:i|we) live (?:at|in|on)"
    r"|(?:my|our|the) (?:office|house|home|work|place|apartment|flat)(?: is)?(?: at)?"
    r"|(?:it'?s|it is|that'?s|to|at|in|change it to|make it|use|actually|no|sorry|yes|yeah|ok|okay))\b[\s,:]*"
)
SENDS = re.compile(r"\b(?:deliver|ship|send|bring|mail|drop|address|instead)\w*\b")
TRAILING = re.compile(
    r"[\s,]*\b(?:please|thanks|thank you|instead|for delivery|u\.?s\.?a?\.?|united states|zip(?: code)?|postal code)"
    r"\W*$"
)
# "Tomorrow afternoon" after a town is no part of its name.
_PART = r"(?:morning|afternoon|evening|night|noon)"
_DAY = (
    r"(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:next|this) (?:week|weekend)|the weekend)"
)
WHEN = re.compile(
    rf"[\s,]+(?:(?:on|by|for|in the|at|around|after|before|this|next) )?"
    rf"(?:{_DAY}(?: {_PART})?|{_PART}|asap|as soon as possible|\d{{1,2}} ?[ap]\.?m\.?)$"
)
_TYPE = "|".join(sorted(FULL_TYPES, key=len, reverse=True))
_DIRECTION = "|".join(sorted(DIRECTIONS, key=len, reverse=True))
# "Park Avenue" and "St. Johns Road" are called by what is elsewhere the kind of a street.
STREET = re.compile(
    rf"^(?P<number>\d{{1,6}}(?:[ -]?[a-z](?![a-z])|[/-]\d{{1,4}})?),? (?!st\b)"
    rf"(?P<name>(?:[^\W\d_][\w'.-]*,? |\d+(?:st|nd|rd|th) )*?(?P<type>{_TYPE}))\b\.?(?! (?:{_TYPE})\b)"
    rf"(?P<direction> (?:{_DIRECTION})(?![\w']))?|^(?P<saint>\d{{1,6}}[a-z]? st\.? [^,]*? (?P<kind>{_TYPE}))\b"
)
BOX = re.compile(r"^(?:p\.? ?o\.? |post office )box (?P<number>\d+)")
UNIT = re.compile(rf"^[\s,]*(?P<kind>{'|'.join(UNITS)})\.? ?(?:number )?(?P<name>\d+ ?[a-z]?|[a-z]\d*)(?![\w'])")
NUMBERED = re.compile(r"^\d{1,6}[a-z]? +[^\W\d_]")
NO_PLACE = re.compile(
    r"[\d@?!\[\]]|\b(what|when|how|who|why|where|can|could|do|does|is|are|show|find|add|remove|cart|cancel)\b"
)
SMALL = frozenset({"of", "the", "and", "on", "de", "la", "du", "upon", "under"})
MOST_WORDS_OF_A_CITY = 4
_BEFORE = r"(?:last time|last order|(?:my|the) last (?:one|order)|before|previously|earlier|the first time)"
SAME = re.compile(
    rf"\bsame (?:delivery |shipping |e-?mail )?(?:address|place|e-?mail|one|details)\b|\bsame (?:as )?{_BEFORE}\b"
    rf"|\b(?:previous|last|earlier) (?:delivery |shipping )?address\b|\baddress (?:from|of|as) {_BEFORE}\b"
    rf"|\b(?:where|to where) (?:you|it|they) (?:sent|delivered|shipped|went|came)\b.*\b{_BEFORE}\b"
    r"|^\W*(?:the )?same(?: again)?\W*$"
)
# "The first" is an answer to another question.
ORDINAL = re.compile(r"^(?:(?:the|that|this) )?(?:first|second|third|last|same|next|other)(?: one)?$")
PARTS = ("street", "city", "postal_code")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What is known of an address; empty where nothing is."""

    street: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""

    @classmethod
    def of(cls, address: Address | None) -> "Parts":
        if address is None:
            return cls()
        return cls(street=address.street, city=address.city, region=address.region, postal_code=address.postal_code)

    @property
    def missing(self) -> tuple[str, ...]:
        return tuple(name for name in PARTS if not getattr(self, name))

    def with_more(self, other: "Parts") -> "Parts":
        """A new street begins a new address, unless nothing but it was said before or is said now."""
        known = {name: getattr(other, name) for name in (*PARTS, "region") if getattr(other, name)}
        return replace(self, **known)


def address_said(said: str, *, country: str, cities: Collection[str] = ()) -> Parts | None:
    """A street at least, with whatever else of the address was said; `cities` are those the shop knows of."""
    words = _plain(said)
    found = BOX.match(words) or STREET.match(words)
    if found is None:
        return _without_type(words, country, cities)
    street = _written_street(found)
    rest = words[found.end() :]
    if unit := UNIT.match(rest):
        street = f"{street}, {UNITS[unit['kind']]} {unit['name'].replace(' ', '').upper()}"
        rest = rest[unit.end() :]
    return replace(_place(rest, country), street=street)


def is_meant(said: str) -> bool:
    """Whether a street in the sentence is where the goods shall go, though something else was asked."""
    return SENDS.search(said.lower()) is not None


def same_as_before(said: str) -> bool:
    """ "Same address as last time", "where you sent it before"."""
    return SAME.search(said.lower()) is not None


def names_a_place(said: str) -> bool:
    """Whether a street with its number is in it, whatever else is."""
    words = _plain(said)
    return BOX.match(words) is not None or STREET.match(words) is not None


def part_said(said: str, part: str, *, country: str) -> Parts | None:
    """The answer to "and the city?": a part on its own, or with what comes after it."""
    words = _plain(said)
    if part == "postal_code":
        return _postal_code_first(words, country)
    if part == "city":
        place = _place(words, country)
        return place if place.city or place.postal_code else None
    if NUMBERED.match(words):
        return Parts(street=_titled(words.partition(",")[0]))
    return None


def _postal_code_first(words: str, country: str) -> Parts | None:
    squeezed = re.sub(r"(?<=\d) (?=\d)", "", words)
    place = _place(squeezed, country)
    return place if place.postal_code else None


def _place(words: str, country: str) -> Parts:
    """City, region and postal code, in this order or with the code before the region; "New York" alone is the city."""
    words = TRAILING.sub("", words.strip(" ,.")).strip(" ,.")
    words, code = _postal_code(words, country)
    before = words
    words, region = region_at_the_end(words, country=country)
    if not code:
        words, code = _postal_code(words, country)
    city = words.strip(" ,.")
    if re.match(r"^(?:in|at|city of)\b", city):
        city = re.sub(r"^(?:in|at|city of)\s+", "", city)
    if NO_PLACE.search(city) or ORDINAL.match(city) or len(city.split()) > MOST_WORDS_OF_A_CITY:
        city = ""
    if region and not city and len(before) > SHORT_REGION:
        city = before
    return Parts(city=_titled(city), region=region, postal_code=code)


def _postal_code(words: str, country: str) -> tuple[str, str]:
    pattern = POSTAL_CODES.get(country, ANY_POSTAL_CODE)
    found = re.search(rf"(?:^|[\s,])(?:zip(?: ?code)?|postal code|postcode)?\s*({pattern})$", words)
    if found is None:
        return words, ""
    return words[: found.start()].strip(" ,."), found[1].upper()


def _without_type(words: str, country: str, cities: Collection[str]) -> Parts | None:
    """ "12 Broadmead, Alderbrook": a comma or a city that is known tells where the street ends."""
    if not NUMBERED.match(words):
        return None
    street, comma, rest = words.partition(",")
    if comma:
        return replace(_place(rest, country), street=_titled(street)) if len(street.split()) > 1 else None
    shorter, code = _postal_code(words, country)
    shorter, region = region_at_the_end(shorter, country=country)
    for city in sorted(cities, key=len, reverse=True):
        if shorter.endswith(f" {city.lower()}") and NUMBERED.match(shorter[: -len(city)]):
            street = _titled(shorter[: -len(city)].strip())
            return Parts(street=street, city=city, region=region, postal_code=code)
    return Parts(street=_titled(shorter), region=region, postal_code=code) if code else None


def _written_street(found: re.Match[str]) -> str:
    if "type" not in found.groupdict():
        return f"PO Box {found['number']}"
    if found["saint"]:
        *named, _ = found["saint"].split()
        return _titled(" ".join((*named, FULL_TYPES[found["kind"]])))
    named = found["name"].split()
    named[-1] = FULL_TYPES[found["type"]]
    direction = DIRECTIONS.get((found["direction"] or "").strip(), "")
    return " ".join(filter(None, (found["number"].replace(" ", "").upper(), _titled(" ".join(named)), direction)))


def _titled(words: str) -> str:
    spelled = words.strip(" ,.").split()
    return " ".join(
        word
        if word[0].isdigit() or (word in SMALL and place)
        else "-".join(part[:1].upper() + part[1:] for part in word.split("-"))
        for place, word in enumerate(spelled)
    )


def _plain(said: str) -> str:
    words = with_digits(said.replace("\u2019", "'").strip())
    words = " ".join(words.split()).strip(" .!,")
    while (shorter := LEADING.sub("", words, count=1)) != words:
        words = shorter
    while (shorter := WHEN.sub("", TRAILING.sub("", words))) != words:
        words = shorter
    return words
