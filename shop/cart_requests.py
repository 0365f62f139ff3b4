"""How a shopper changes what is in the cart: which things, how many of them, and what instead."""

import re
from dataclasses import dataclass

from shop.references import CARDINALS

_NUMBER_WORDS = {word: place + 1 for place, word in enumerate(CARDINALS)} | {
    "a": 1, "an": 1, "another": 1, "a couple": 2, "couple": 2, "a few": 3, "eleven": 11, "twelve": 12, "dozen": 12,
    "a dozen": 12, "half a dozen": 6,
}  # fmt: skip
_COUNTING = sorted(_NUMBER_WORDS.keys() - {"a", "an", "another"}, key=len, reverse=True)
_NUMBER = rf"\d{{1,2}}|{'|'.join(_COUNTING)}"
_ALL = (
    r"(?:everything|all of (?:it|them|that)|all (?:the|my) (?:items|things)|each (?:of them|one|item|thing)|every item"
    r"|them all|all)"
)
_OUT = r"(?:remove|delete|take|drop|cancel|lose|scrap|get rid of|throw|clear|empty|kick|don'?t want|do not want)"
_EMPTY = re.compile(
    rf"\b(?:empty|clear|wipe)\b|\b{_OUT}\b.*\b(?:everything|all of it|the whole (?:cart|basket|lot))\b"
    r"|\bstart (?:(?:my|the) (?:cart|basket) )?over\b"
    rf"|\b(?:remove|delete) (?:them )?all(?: of (?:it|them|these|those))?(?: from (?:my|the) (?:cart|basket|bag))?\W*$"
)
_BUT = r"(?:but|except(?: for)?|apart from|besides|other than|excluding)"
_KEEP = re.compile(
    rf"\b(?:everything|all(?: of (?:it|them))?)(?: else)?(?: out| off| away)?(?: of (?:my|the) (?:cart|basket|bag))?"
    rf" {_BUT} (?P<but>.+?)\W*$"
    r"|\b(?:keep|leave)(?: me)? (?:just|only) (?P<keep>.+?)(?: in)?(?: and (?:remove|delete|drop|lose) .*)?\W*$"
    r"|\bonly (?:keep|leave) (?P<only>.+?)(?: and (?:remove|delete|drop|lose) .*)?\W*$"
    r"|\b(?:just|only) (?P<rest>.+?) and (?:remove|delete|drop) (?:the rest|everything else)\W*$"
)
_SWAPS = (
    re.compile(
        r"\b(?:swap|replace|exchange|trade|switch|change|substitute)(?: out)? (?:the |my |that |those )?(?P<old>.+?)"
        r" (?:for|with|to|by|into) (?:the |a |an |some )?(?P<new>.+?)(?: instead)?(?: please)?\W*$"
    ),
    re.compile(
        r"\binstead of (?:the |my )?(?P<old>.+?),? (?:put|get|give me|add|use|i want|i'd like|take|make it)"
        r" (?:the |a |an |some )?(?P<new>.+?)\W*$"
    ),
    re.compile(
        r"^\W*(?:(?:no|actually|i want|i'd like|i'd rather have|i'll have|get me|give me|put|make it|add)\W+)*"
        r"(?:the |a |an |some )?(?P<new>.+?) (?:instead of|rather than|in place of) (?:the |my )?(?P<old>.+?)\W*$"
    ),
)
_EVERY = re.compile(
    rf"\bmake (?:{_ALL}|them) (?P<number>{_NUMBER})\b|\b(?P<of>{_NUMBER}) of (?:everything|each)\b"
    rf"|\bset {_ALL} to (?P<to>{_NUMBER})\b"
)
_OF_EACH = re.compile(rf"\b(?:(?:{_NUMBER}) (?:more|fewer|less)|another) of (?:each|everything|both)\b")
_HALF = r"\b(?:halve|half (?:as (?:many|much)|of (?:it|them|that|those)|it|that|the)|half\W*$|cut .* in half)\b"
_TIMES = (
    (re.compile(r"\b(?:double|twice)\b"), 2.0),
    (re.compile(r"\b(?:triple|three times)\b"), 3.0),
    (re.compile(_HALF), 0.5),
)
_NONE = re.compile(r"\b(?:make|set) (?:it|that|them|the \w+)(?: to)? (?:zero|0|none)\b")
_SOME_OUT = re.compile(
    rf"\b(?:remove|delete|take|drop|cancel|lose|get rid of)(?: out| off| away)? (?:just |only )?(?P<number>{_NUMBER})"
    r"(?: of (?:them|those|it|these))?"
    r"(?: (?:out|off|away|back|again|please|from .*|of (?:my|the) (?:cart|basket)))*\W*$"
)
_FEWER = re.compile(
    rf"\b(?P<number>{_NUMBER})? ?(?:fewer|less)\b|\b(?:reduce|decrease|lower)\b.*\bby (?P<by>{_NUMBER})\b"
)
_MORE = re.compile(
    rf"\b(?P<number>{_NUMBER}) (?:more|extra)\b|\banother(?: (?P<count>{_NUMBER}))?\b"
    rf"|\b(?:increase|raise|up)\b.*\bby (?P<by>{_NUMBER})\b"
)
_ALL_OF = re.compile(
    r"\b(?:all (?:of )?(?:the |my |those |these )?|every |both (?:of )?(?:the |my )?)(?P<goods>[a-z][\w' -]*?)"
    r"(?: (?:out|off|from .*|in .*))?\W*$"
)
_SET_TO = re.compile(
    rf"\bset (?:the |my )?(?:quantity|number|amount) of (?P<goods>.+?)(?: (?:in|on) (?:my|the) (?:cart|basket|bag))?"
    rf" to (?P<number>{_NUMBER})\W*$"
)
_OUT_OF_CART = (
    r"(?:remove|delete|take|drop)\b.+\b(?:from|out of) (?:my|the) (?:shopping )?(?:cart|basket|bag|trolley)\W*$"
)
_SURE = re.compile(
    rf"^\W*(?:(?:please|can you|could you|just|ok|okay|no|actually)\W+)*(?:"
    rf"make {_ALL} (?:{_NUMBER})|(?:double|halve|triple) (?:it|that|them|{_ALL}|the|my)|(?:{_NUMBER}) (?:fewer|less)\b"
    rf"|(?:keep|leave) (?:just|only)|(?:remove|take|delete|drop)(?: out)? (?:everything|all)(?: out)? {_BUT}"
    r"|(?:swap|replace|exchange|substitute)(?: out)? (?:it|that|the|my) ?.* (?:for|with)\b"
    rf"|{_OUT_OF_CART})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swapped:
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    goods: str
    number: int


def changes_cart(text: str) -> bool:
    """Whether the words can be about nothing but what is in the cart."""
    said = text.lower()
    return any(pattern.search(said) for pattern in (_SURE, _OF_EACH, _SET_TO))


def empties(text: str) -> bool:
    return kept(text) is None and _EMPTY.search(text.lower()) is not None


def kept(text: str) -> str | None:
    """ "Everything but the coffee": what stays; None if nothing was said of that."""
    found = _KEEP.search(text.lower())
    return next((words for words in found.groups() if words), None) if found else None


def swap_said(text: str) -> Swapped | None:
    """ "Swap the butter for margarine"; "it" is whatever was talked of."""
    said = text.lower().strip()
    for pattern in _SWAPS:
        if found := pattern.search(said):
            return Swapped(old=found["old"].strip(), new=found["new"].strip())
    return None


def set_to(text: str) -> Counted | None:
    """ "Set the quantity of the kettle in my cart to 3": exactly so many, whatever there were."""
    found = _SET_TO.search(text.lower())
    return Counted(goods=found["goods"], number=_number(found["number"])) if found else None


def fewer_by(text: str) -> int | None:
    """ "Take one out" is of several just that many; None where no number is said right there."""
    found = _SOME_OUT.search(text.lower())
    return _number(found["number"]) if found else None


def of_everything(text: str) -> bool:
    """Whether a change of number is one of all there is."""
    said = text.lower()
    return (
        _OF_EACH.search(said) is not None
        or _EVERY.search(said) is not None
        or re.search(rf"\b(?:double|halve|triple|twice) {_ALL}\b", said) is not None
    )


def all_of(text: str) -> str | None:
    """ "All the milk" and "both jackets": every line that goes by the name."""
    found = _ALL_OF.search(text.lower())
    goods = found["goods"].strip() if found else ""
    return goods if goods and goods not in {"it", "them", "that", "those", "these", "items", "things"} else None


def parts(text: str) -> list[str]:
    """ "The milk and the eggs" are two things to be taken out."""
    said = re.sub(rf"^.*?\b{_OUT}\b(?: (?:out|off|away))?", " ", text.lower(), count=1)
    said = re.sub(r"\b(?:out of|from|off) (?:my|the) (?:cart|basket|bag|list|trolley)\b|\bplease\b", " ", said)
    said = re.sub(r"\b(?:out|off)\W*$", " ", said)
    return [words for part in re.split(r",| and | plus | as well as ", said) if (words := part.strip())]


def number_wanted(text: str, *, there: int, said: int | None) -> int | None:
    """How many there shall be; `said` is the number as the request was read. None if no number was said."""
    words = text.lower()
    if _NONE.search(words):
        return 0
    if found := _EVERY.search(words):
        return _number(found["number"] or found["of"] or found["to"])
    for pattern, times in _TIMES:
        if pattern.search(words):
            return max(1, round(there * times + 0.001))
    if found := _FEWER.search(words):
        return max(there - _number(found["number"] or found["by"] or "one"), 0)
    if found := _MORE.search(words):
        return there + _number(found["number"] or found["count"] or found["by"] or "one")
    return said


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBER_WORDS[word]
