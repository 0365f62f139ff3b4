"""Takes out of what is handed to a model whatever says who somebody is, what they ordered or what opens something.

What the shop itself knows of a shopper is never handed over; this is for what people say and type in passing. Patterns
go as far as patterns go: rather a number too many is masked than one too few, but words of goods ("16 gear road bike",
"USB-C 3.2", "10000 mAh") stay, or nothing could be said of them.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shop.card_numbers import without_card_numbers
from shop.orders.number import number_said

LONGEST_STRING = 2000
MOST_ITEMS = 200
DEEPEST = 8

EMAIL, LINK, PHONE, ORDER = "[e-mail]", "[link]", "[phone number]", "[order number]"
ADDRESS, CODE, NAME, ID, BIRTHDAY = "[address]", "[code]", "[name]", "[id]", "[birthday]"

_SAID_DIGIT = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)"
_NUMBER = rf"(?:\d[\d ,.-]*|(?:{_SAID_DIGIT}\b[ ,-]*){{3,}})"
# Nobody sells a street by the number in front of it; roads, drives and squares they do.
_SURE_STREET = r"(?:street|avenue|ave|boulevard|blvd|crescent|terrace)"
_MAYBE_STREET = r"(?:st|road|rd|lane|ln|way|drive|dr|court|ct|close|place|pl|square|sq)"
_NO_STREET = r"(?!(?:[tgmk]b|inch|miles?|km|gears?|speed|pieces?|pack|man|person|watts?|w|v|tier|ft|cm|mm)\b)"
_HOUSE = rf"\b\d{{1,6}}[a-zA-Z]?,? (?:{_NO_STREET}[A-Za-z.'-]+ ){{1,4}}?"
_LEADING_TO_ADDRESS = (
    r"(?i:\b(?:live (?:at|on)|address(?: is|'s)?:?|(?:deliver|send|ship|bring|post)(?: \w+){0,3} to)) "
)
_CODE_OF_PLACE = r"(?:[A-Z]{2},? \d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{5}(?:-\d{4})?)"
_REST_OF_ADDRESS = (
    rf"(?:[.,]? *(?:(?:apt|apartment|unit|flat|suite)\b\.? *\w+|(?:[A-Z][\w'-]+,? *){{1,4}}|{_CODE_OF_PLACE}))*"
)
_SOMEBODY = (
    r"(?:son|daughter|wife|husband|partner|mother|mom|mum|father|dad|sister|brother|boyfriend|girlfriend|friend|grandson"
    r"|granddaughter|grandma|grandpa|nephew|niece|uncle|aunt)"
)
_NAMED = r"[A-Z][a-z'-]+(?: [A-Z][a-z'-]+){0,2}"


def _said(pattern: str) -> re.Pattern[str]:
    """In whatever case it is said."""
    return re.compile(pattern, re.IGNORECASE)


# What people are numbered by, as far as it is said what it is or looks like nothing else.
_NUMBERED: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"\b(?=(?:[A-Z ]*\d){12})[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,4})?\b"), ID),
    (re.compile(r"\b\d{3}-\d{2}-\d{4}\b"), ID),
    (_said(r"\b(?:ssn|social security)(?: number)?(?: is|:)? *\d[\d -]{5,}\d"), ID),
    (re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"), ID),
    (_said(r"\b(?=(?:[a-z]*\d){8})(?=\d*[a-z])\w{11,}\b"), ID),
    (
        _said(
            r"\b(?:passport|tracking|account|iban|licen[cs]e|member(?:ship)?|customer|loyalty)"
            r"(?: (?:card|number|no|id))*(?: is|:)? (?=(?:[a-z]{0,3}[ -]?\d){5})[\w-]+(?: \d[\d ]*)?"
        ),
        ID,
    ),
    (_said(r"\b(?:ends?|ending) in \d{4}\b"), CODE),
    (
        _said(
            r"\b(?:born (?:on|in)|birthday(?: is| was)(?: on)?|date of birth(?: is|:)?|dob:?) (?=[^.]{0,12}\d)"
            r"(?:the )?[\w/.-]+(?: of)?(?: \d{1,2}\w*| (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*)?"
            r"(?:,? \d{4})?"
        ),
        BIRTHDAY,
    ),
)
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_said(r"\b(?:https?|ftp|wss?|mailto|data|javascript):[^\s<>\"']+"), LINK),
    (_said(r"\bwww\.[^\s<>\"']+"), LINK),
    (re.compile(r"(?<![\w.%+'-])[\w.%+'-]{1,64} ?@ ?[\w-]{1,63}(?: ?\. ?[\w-]{1,63})+"), EMAIL),
    (
        _said(
            r"(?<![\w-])[\w-]{1,30}(?: (?:dot|underscore|dash|hyphen|plus) [\w-]{1,30}){0,8}"
            r" at [\w-]{1,30}(?: dot [\w-]{1,30})+\b"
        ),
        EMAIL,
    ),
    # Without its dots, as it is often heard.
    (
        _said(
            r"(?<![\w.-])[\w.-]{1,40} at (?:gmail|googlemail|outlook|hotmail|yahoo|icloud|proton|gmx|aol)\b(?: com\b)?"
        ),
        EMAIL,
    ),
    (re.compile(r"(?<![\w.])@\w{3,}"), ID),
    # Keys, tokens and our own ids.
    (_said(r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b"), ID),
    (re.compile(r"(?<![\w-])(?=[\w-]{0,80}\d)(?=[\w-]{0,80}[A-Za-z])[\w-]{24,}"), ID),
    (re.compile(rf"{_HOUSE}(?i:{_SURE_STREET})\b\.?{_REST_OF_ADDRESS}"), ADDRESS),
    (re.compile(rf"({_LEADING_TO_ADDRESS}){_HOUSE}(?i:{_MAYBE_STREET})\b\.?{_REST_OF_ADDRESS}"), rf"\1{ADDRESS}"),
    (re.compile(rf"{_HOUSE}(?i:{_MAYBE_STREET})\b\.?,? (?:[\w'-]+,? )?{_CODE_OF_PLACE}"), ADDRESS),
    (re.compile(rf"{_HOUSE}(?i:st|road|rd|lane|ln|way)\b\.?, [A-Za-z'-]+\b{_REST_OF_ADDRESS}"), ADDRESS),
    (
        re.compile(
            rf"\b\d{{1,5}}[a-zA-Z]?,? (?:[A-Z][a-z'-]+ ){{1,2}}(?:Court|Close|Lane|Road|Place)(?=[.,]|$)"
            rf"{_REST_OF_ADDRESS}"
        ),
        ADDRESS,
    ),
    (_said(r"\bp\.? ?o\.? box \w+"), ADDRESS),
    (re.compile(r"\b(?:[A-Z]{2},? \d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})\b"), ADDRESS),
    (_said(rf"\b(?:zip|post(?:al)?)(?: ?code)?(?: is|:)? *(?:{_NUMBER}|[A-Z\d]+ ?\d[A-Z]{{2}}\b)"), ADDRESS),
    (re.compile(r"(?<![\w.,])\+\d[\d ().-]{6,}\d"), PHONE),
    (re.compile(r"(?<![\w.,$€£-])(?:\(\d{2,5}\)|\d{2,5})[ .-]\d{3,4}[ .-]\d{3,4}(?![\w-])"), PHONE),
    (_said(rf"\b(?:phone|mobile|cell|telephone|call me (?:at|on))(?: number)?(?: is|:)? *{_NUMBER}"), PHONE),
    (re.compile(r"\b[A-Za-z]{1,6}-\d{4,}\b"), ORDER),
    (_said(rf"(?:\border(?: (?:number|no|nr|id))?(?: is| was|:)? *#? *|# *){_NUMBER}"), ORDER),
    (
        re.compile(
            rf"\b(?:(?:voice |security |gift |access |discount |promo )?codes?|pin|password|passcode)"
            rf"(?: number)?(?:(?: is|'s| was|:|=)? *{_NUMBER}|(?: is|'s| was|:|=) *\S+|(?<=word) \S*\d\S*)",
            re.IGNORECASE,
        ),
        CODE,
    ),
    (_said(r"^\W*(?:it'?s |that'?s |it is )?(?:\d[ -]?){4,}\W*$"), CODE),
    (_said(rf"^\W*(?:it'?s )?(?:{_SAID_DIGIT}\b[ ,.-]*){{4,}}\W*$"), CODE),
    # Small letters are what a voice platform hears: two words at most, so that the wish behind it stays.
    (
        re.compile(
            r"\b((?:my|his|her|their|the)(?: [\w-]+'s)? (?:full |first |last |sur)?name(?: is|'s)|i(?: am|'m) called"
            r"|call me)"
            r" (?:(?-i:[A-Z][\w'-]+(?: [A-Z][\w'-]+){0,3})|[\w'-]+(?: (?!(?:and|but|i|please)\b)[\w'-]+)?)",
            re.IGNORECASE,
        ),
        rf"\1 {NAME}",
    ),
    # In capital letters only: "my son likes" and "I'm vegan" name nobody.
    (re.compile(rf"\b((?i:my|our|his|her) {_SOMEBODY},?) {_NAMED}"), rf"\1 {NAME}"),
    (re.compile(rf"\b((?i:I'm|I am|this is)) {_NAMED}(?=$|[.,!]| here| speaking| and)"), rf"\1 {NAME}"),
    (re.compile(rf"\b((?i:deliver|send|ship|bring|post)(?: \w+){{0,2}} to) {_NAMED}(?=,)"), rf"\1 {NAME}"),
)
_OF_AN_ORDER = _said(
    r"\b(?:orders?|parcel|package|delivery|return|refund|track|shipment|bought)\b"
    r"|\bwhere(?: is|'s) (?!(?:the|my|an?|your)\b)[a-z]{1,5}[ -]?\d"
)
_LOOKS_LIKE_A_NUMBER = _said(
    r"\b(?:(?:[a-z]{1,5}[ -]?)?\d[\d -]{2,}\d|[a-z\d]*\d[a-z\d]{4,}"
    rf"|(?:\b\w{{1,3}} )?(?:{_SAID_DIGIT}\b[ -]?){{3,}})"
)
# What has no place in a sentence: control characters, those that turn its direction, and those nobody sees.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
_LINE_ENDS = re.compile("[\r\n\u0085\u2028\u2029]+")


def without_persons(text: str) -> str:
    """The text in one line, without what says who somebody is."""
    said = _UNSEEN.sub("", _LINE_ENDS.sub(" ", text))[:LONGEST_STRING]
    for pattern, mask in _NUMBERED:
        said = pattern.sub(mask, said)
    said = without_card_numbers(said)
    for pattern, mask in _PATTERNS:
        said = pattern.sub(mask, said)
    if _OF_AN_ORDER.search(said) and number_said(said):
        said = _LOOKS_LIKE_A_NUMBER.sub(ORDER, said)
    return said


def minimised(data: Any, *, of_text: Callable[[str], str] = without_persons, depth: int = 0) -> Any:
    """The same data with each string, names of fields included, without persons, and nothing longer than is useful."""
    if isinstance(data, str):
        return of_text(data)
    if depth >= DEEPEST:
        return None
    if isinstance(data, Mapping):
        items = list(data.items())[:MOST_ITEMS]
        return {of_text(str(name)): minimised(value, of_text=of_text, depth=depth + 1) for name, value in items}
    if isinstance(data, Sequence | set | frozenset):
        return [minimised(value, of_text=of_text, depth=depth + 1) for value in list(data)[:MOST_ITEMS]]
    return data if data is None or isinstance(data, bool | int | float) else of_text(str(data))
