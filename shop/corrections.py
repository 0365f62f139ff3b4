"""How a shopper puts right what was just done: "no, the other milk", "I meant the gallon", "I said two not ten"."""

import re
from dataclasses import dataclass
from enum import StrEnum

from shop.references import CARDINALS

_NUMBERS = {word: place + 1 for place, word in enumerate(CARDINALS)} | {"eleven": 11, "twelve": 12, "a dozen": 12}
_NUMBER = rf"\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))}"
_SIGHS = r"^\W*(?:(?:oh|uh|um|ah|ugh|hey|hmm?|well|but|please)\b\W*)*"
_NO = r"(?:(?:no+|nope|nah|wait|sorry|oops|actually|hold on|hang on|not quite|that'?s not (?:right|it))\b\W*)"
_OBJECTS = re.compile(rf"{_SIGHS}{_NO}")
_BEFORE = rf"{_SIGHS}{_NO}*"
_A = r"(?:the |a |an |some )?"
_WORDS = r"[\w%' -]+?"
_MEANT = r"\b(?:i|we) (?:meant|mean|said|wanted|asked for|was (?:asking|looking) for|was after)(?: to (?:add|get|buy))?"
_LEAVES = re.compile(
    r"\b(?:thanks?|thank you|that'?s (?:all|it|everything)|nothing|never\s?mind|stop|cancel|don'?t"
    r"|(?:wait|hold on|hang on|just) (?:a|one|half a) (?:sec|second|minute|min|moment|mo)|chang(?:ed|ing) my mind)\b"
    rf"|{_SIGHS}{_NO}*(?:(?:and|then|so) )*(?:is|are|am|was|do|does|did|has|have|can (?:you|i|we)|could|will|would"
    r"|should|how|why|when|where|who|whose|which|what(?! about\b)|show|find|search|look|tell|say|read|repeat|help"
    r"|remove|delete|empty|clear (?:it|my|the)|take (?:out|off|away)|swap|replace|change|add|put|go|let'?s|check ?out"
    r"|pay|i(?:'m| am|'ve| have| want to| need to))\b"
)
# "Make it a nine" is a change of what is in the cart, with or without a no before it.
_MAKES = re.compile(r"\bmake (?:it|that|them|(?:the|my|those) \w+)\b")
_IT = r"(?:it|that|them|those|this)"
_POLITE = r"(?:please |can you |could you |just )*"
_EACH_WAY = {
    # Either way: the last change, whatever it was.
    "": rf"undo(?: (?:{_IT}|(?:the|my) last(?: \w+)?))?|revert(?: {_IT})?|reverse {_IT}|i take that back"
    rf"|put (?:{_IT}|everything|all of it) back(?: in)?(?: on the shelf)?",
    "out": rf"take {_IT} back(?: out)?|take {_IT} out again",
    "in": rf"(?:bring|give me|i want) (?:{_IT}|everything|all of {_IT}|(?:my|the) (?:cart|basket)) back"
    rf"|restore (?:{_IT}|everything|(?:my|the) (?:cart|basket))",
}
_UNDO = {
    way: re.compile(rf"{_BEFORE}{_POLITE}(?:{words})(?: please| again| now)*\W*$") for way, words in _EACH_WAY.items()
}
# Of several things that changed at once, those that are named.
_UNDO_THOSE = {
    "": re.compile(rf"{_BEFORE}{_POLITE}put (?:the|my|those) (?P<goods>{_WORDS}) back(?: in| on the shelf)?\W*$"),
    "in": re.compile(
        rf"{_BEFORE}{_POLITE}(?:(?:bring|give me|i want|add) (?:the|my|those) (?P<back>{_WORDS}) back(?: in)?"
        rf"|(?:keep|leave) (?:the|my|those) (?P<goods>{_WORDS})(?: in(?: there)?)?)(?: please| though)?\W*$"
    ),
}
_OTHER = re.compile(
    r"\b(?:(?:the|that|my) other|a different|(?:the|it'?s|that'?s|) ?wrong|(?:not|isn'?t) (?:that|this|the right|my)) "
    r"(?P<goods>[a-z ]+?)(?: please| instead)*\W*$"
)
_COUNT = re.compile(
    rf"(?:{_MEANT}\W*(?:only |just )?|{_SIGHS}{_NO}+(?:just |only |make (?:it|that) )?|^\W*)"
    rf"(?P<number>{_NUMBER})(?: of (?:them|those|it))?(?P<not>,? (?:and )?not (?:{_NUMBER}))?(?: please)?\W*$"
)
# "One is enough" is how many there shall be, and not how many more.
_ENOUGH = re.compile(
    rf"{_SIGHS}{_NO}*(?:(?:that'?s|that is|it'?s) )?(?:(?:way )?too (?:many|much)\W+)?(?:i )?"
    rf"(?P<only>(?:just|only|just only) )?(?:(?:need|want|wanted) )?(?P<just>(?:just|only) )?"
    rf"(?P<number>{_NUMBER})(?: of (?:them|those|it))?"
    r"(?P<enough>(?: is| are| will be|'?ll be| would be|'s)? (?:enough|fine|plenty|ok|okay|good|sufficient|all i need)"
    r"|(?: will|'?ll| would) do| only| (?:is|are) all i (?:need|want))?"
    r"(?: (?:though|actually|for now|please|thanks))*\W*$"
)
_TOO_MANY = re.compile(r"\btoo (?:many|much)\b")
_NOT_BUT = re.compile(
    rf"{_BEFORE}(?:it'?s |{_MEANT} )?not {_A}(?P<wrong>{_WORDS})"
    rf"(?:, ?(?:but |{_MEANT} )?| but | {_MEANT} | rather | the )(?:the |a |an )?(?P<right>{_WORDS})\W*$"
)
_NOT_AT_ALL = re.compile(rf"{_BEFORE}(?P<right>not {_WORDS})\W*$")
_RIGHT_NOT = re.compile(rf"{_BEFORE}(?:{_MEANT} )?{_A}(?P<right>{_WORDS}),? not {_A}(?P<wrong>{_WORDS})\W*$")
_DESCRIBED = re.compile(rf"{_MEANT} (?:for )?{_A}(?P<right>{_WORDS})\W*$")
_NO_THE = re.compile(
    rf"{_SIGHS}{_NO}+(?:(?:give me|get me|i'?ll have|make (?:it|that)|take|use|it'?s|what about|how about) )?"
    rf"{_A}(?P<right>{_WORDS})\W*$"
)
_THAT_IS = {"that's", "thats", "it's", "its", "this is", "that is", "it is"}
_ANY_ONE = {
    "",
    "one",
    "ones",
    "kind",
    "brand",
    "thing",
    "item",
    "product",
    "usual",
    "usual one",
    "flavor",
    "flavour",
    "type",
    "sort",
    "pack",
    "variety",
    "version",
}
_OF_SIZE = {"size": "size", "sizes": "size", "color": "color", "colour": "color"}


class Kind(StrEnum):
    UNDO = "undo"
    COUNT = "count"
    OTHER = "other"
    CHOICE = "choice"
    THIS = "this"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """`words` say what is wanted instead, `goods` what it was called; it `objects` where just a no says so.

    UNDO takes back what went "in" or "out", or whatever was last, or just the goods of it. COUNT is another number, of
    those just added or `of_all` there are. OTHER is something else that was not named, CHOICE another size or colour.
    """

    kind: Kind
    words: str = ""
    goods: str = ""
    number: int = 0
    objects: bool = False
    of_all: bool = False


def correction_in(text: str) -> Correction | None:
    """None if the sentence corrects nothing by itself; what it is about only the last change of the cart can tell."""
    said = " ".join(text.lower().replace("\u2019", "'").split())
    for way, pattern in _UNDO.items():
        if pattern.search(said):
            return Correction(kind=Kind.UNDO, words=way)
    for way, pattern in _UNDO_THOSE.items():
        if found := pattern.search(said):
            goods = found["goods"] or found["back"]
            return Correction(kind=Kind.UNDO, words=way, goods=goods)
    enough = _ENOUGH.search(said)
    if enough and (enough["only"] or enough["just"] or enough["enough"] or _TOO_MANY.search(said)):
        return Correction(kind=Kind.COUNT, number=_number(enough["number"]), of_all=True)
    if _LEAVES.search(said):
        return None
    return _counted(said) or (None if _MAKES.search(said) else _of_two(said) or _named(said))


def _counted(said: str) -> Correction | None:
    """A bare number is none: it may answer what was asked."""
    found = _COUNT.search(said)
    if found is None or not (found["not"] or re.search(rf"{_MEANT}", said) or _OBJECTS.search(said)):
        return None
    return Correction(kind=Kind.COUNT, number=_number(found["number"]))


def _of_two(said: str) -> Correction | None:
    """Both are said: the right one and the wrong one."""
    if found := _NOT_BUT.search(said):
        return Correction(kind=Kind.THIS, words=_plain(found["right"]), goods=found["wrong"])
    if found := _OTHER.search(said):
        return _other(found["goods"])
    if found := _RIGHT_NOT.search(said):
        return None if found["right"] in _THAT_IS else _either(found["right"], found["wrong"])
    if found := _NOT_AT_ALL.search(said):
        return Correction(kind=Kind.THIS, words=_plain(found["right"]), objects=True)
    return None


def _named(said: str) -> Correction | None:
    if found := _DESCRIBED.search(said):
        return Correction(kind=Kind.THIS, words=_plain(found["right"]))
    if _OBJECTS.search(said) and (found := _NO_THE.search(said)):
        return Correction(kind=Kind.THIS, words=_plain(found["right"]), objects=True)
    return None


def _either(right: str, wrong: str) -> Correction:
    """ "Two, not ten" is a number; "whole, not oat" a thing."""
    if right in _NUMBERS or right.isdigit():
        return Correction(kind=Kind.COUNT, number=_number(right))
    return Correction(kind=Kind.THIS, words=_plain(right), goods=wrong)


def _other(goods: str) -> Correction:
    if goods in _OF_SIZE:
        return Correction(kind=Kind.CHOICE, words=_OF_SIZE[goods])
    return Correction(kind=Kind.OTHER, goods="" if goods in _ANY_ONE else goods)


def _plain(words: str) -> str:
    return re.sub(r"\b(?:one|ones|please|instead)\W*$", "", words).strip()


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word]
