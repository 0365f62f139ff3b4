"""What a sentence about sizes wants: advice, the chart, a conversion, how it turns out, or to tell how it did."""

import re
from enum import StrEnum

from shop.sizes.evidence import Outcome


class Wish(StrEnum):
    ADVICE = "advice"
    FORGET = "forget"
    FEEDBACK = "feedback"
    RUNS = "runs"
    CHART = "chart"
    CONVERT = "convert"
    HOW_TO_MEASURE = "how_to_measure"


_FORGET = re.compile(
    r"\b(?:forget|delete|remove|erase|clear|don'?t (?:keep|store|save))\b.*\b(?:measure|height|weight|body|sizes?\b)"
)
_HOW = re.compile(r"\bhow (?:do|should|can|would) (?:i|you|we) (?:measure|find out)\b|\bhow to measure\b")
_CHART = re.compile(
    r"\bsiz(?:e|ing) (?:chart|guide|table)\b|\bmeasurements (?:of|for|on) (?:a|the)\b|\bhow (?:big|wide) is (?:a|the)\b"
    r"|\bwhat(?:'s| is) the (?:chest|bust|waist|hips?)\b.*\b(?:on|of|for|in) (?:a|the)\b"
    r"|\bwhat (?:chest|bust|waist|hip)(?: size)? (?:is|does)\b"
)
_SYSTEMS = {
    "european": "eu", "europe": "eu", "eu": "eu", "british": "uk", "uk": "uk", "american": "us", "u.s.": "us",
    "us": "us",
}  # fmt: skip
_SYSTEM = rf"(?:{'|'.join(re.escape(name) for name in _SYSTEMS)})"
_CONVERT = re.compile(
    rf"\b{_SYSTEM}\b.*\b{_SYSTEM}\b|\bconvert\b|\bin {_SYSTEM} sizes?\b"
    rf"|\bwhat(?:'?s| is) (?:that|it|a \S+|\S+) in {_SYSTEM}\b"
)
_SMALL = r"(?:small|tight|narrow|short|snug)"
_LARGE = r"(?:large|big|loose|wide|long|baggy|roomy)"
_WELL = r"(?:perfect(?:ly)?|well|great|fine|true to size|just right|nicely|like a glove)"
_SLIGHTLY = (
    r"(?:(?:a (?:bit|little|tad)|too|way|much|far|very|really|so|kind of|kinda|rather|quite|pretty|little|bit) )*"
)
_VERB = (
    r"(?:runs?|ran|fits?|fit|fitted|was|were|felt|came up|turned out|turned out to be|is|are)"
    r"(?: me)?(?: out)?(?: to be)?"
)
_TURNED_OUT = re.compile(
    rf"\b(?P<verb>{_VERB}) {_SLIGHTLY}(?:(?P<small>{_SMALL})|(?P<large>{_LARGE})|(?P<well>{_WELL}))\b"
)
_QUESTION = re.compile(
    r"^\W*(?:(?:so|and|um|uh|ok|okay|hey|but|well)\W+)*"
    r"(?:do|does|did|is|are|will|would|should|can|could|how|what|which|if)\b|\?\s*$"
)
_OWN = re.compile(r"\b(?:the|my|those|these|that|this|it|they|i)\b")
_OF_A_BODY = re.compile(
    r"\bi(?:'m| am| was)\b|\b(?:feet|foot|shoulders|chest|waist|hips|legs) (?:are|is|am|were|was)\b"
)
_ALREADY_WORN = re.compile(r"\b(?:ran|was|were|felt|came up|turned out|fitted|fit|fits|runs?)\b")
_RUNS = re.compile(
    r"\b(?:do|does|are|is|how do|how does|how are|how is)\b.*"
    r"\b(?:run|runs|fit|fits|fitting|sizing|sizes|true to size|come up|comes up)\b"
)
_ME = re.compile(r"\b(?:me|my|i|him|her|someone|feet|foot)\b")
_WEARER = re.compile(
    r"\b(?:for|is|my|our|a|the|would|will|does)\s+(?:my |our |a |an |the )?"
    r"(?:\d+ year old |little |older |younger |teenage )*"
    r"(?P<who>son|daughter|wife|husband|boyfriend|girlfriend|partner|dad|father|mom|mum|mother|brother|sister|kid"
    r"|child|baby|grandson|granddaughter|nephew|niece|friend|toddler|boy|girl)\b"
)
_OTHER = re.compile(r"\b(?:he|she|him|her|he'?s|she'?s|someone|\w+[ -](?:year|yr|month)s?[ -]old|yo)\b")
_ROOMY = re.compile(
    r"\b(?:loose|looser|roomy|roomier|baggy|relaxed|comfy|comfortable|room|bigger|larger|layers?|layering|oversized"
    r"|over a|thick socks|wide feet|up)\b"
)
_CLOSE = re.compile(r"\b(?:close|closer|snug|snugger|tight|tighter|slim|fitted|smaller|trim|narrow feet|down)\b")


def wish_of(text: str) -> Wish:
    said = _plain(text)
    for pattern, wish in ((_FORGET, Wish.FORGET), (_HOW, Wish.HOW_TO_MEASURE), (_CHART, Wish.CHART)):
        if pattern.search(said):
            return wish
    if _CONVERT.search(said):
        return Wish.CONVERT
    if outcome_of(text) is not None:
        return Wish.FEEDBACK
    return Wish.RUNS if _RUNS.search(said) and not _ME.search(said) else Wish.ADVICE


def outcome_of(text: str) -> Outcome | None:
    """ "The jacket runs small", "the boots were too tight"; a question tells nothing, nor does how it looks."""
    said = _plain(text)
    found = _TURNED_OUT.search(said)
    if found is None or _QUESTION.search(said) or not _OWN.search(said):
        return None
    if not _ALREADY_WORN.search(found["verb"]) and not re.search(r"\btoo\b", found[0]):
        return None
    if _OF_A_BODY.search(said):
        return None
    if found["small"]:
        return Outcome.TOO_SMALL
    return Outcome.TOO_LARGE if found["large"] else Outcome.FITS


def wearer_of(text: str) -> str:
    """Empty for the shopper; "son", or "other" where only a "he" was said: nobody's measures become the shopper's."""
    said = _plain(text)
    if found := _WEARER.search(said):
        return found["who"]
    return "other" if _OTHER.search(said) else ""


def likes_it_roomy(text: str) -> bool | None:
    """None if neither is said."""
    said = _plain(text)
    roomy, close = _ROOMY.search(said), _CLOSE.search(said)
    return None if bool(roomy) == bool(close) else bool(roomy)


def systems_of(text: str) -> list[str]:
    """The systems of sizes that are named, in their order: "european" is "eu"."""
    return [_SYSTEMS[found[0]] for found in re.finditer(rf"\b{_SYSTEM}\b", _plain(text))]


def _plain(text: str) -> str:
    return " ".join(text.lower().replace("\u2019", "'").split())
