"""How many of what is being talked about: "two of those", "remove one", "I'll take three"."""

import re

from catalog.query import Query
from shop.references import CARDINALS, SEVERAL_FIRST

_NUMBER = rf"\d{{1,3}}|a dozen|half a dozen|a couple|{'|'.join(CARDINALS)}"
_OF_THEM = re.compile(rf"\b({_NUMBER})(?: more)? (?:of (?:them|those|these|it|that|this|the)|each)\b")
_AT_THE_END = re.compile(
    rf"(?<!first )(?<!number )(?<!size )(?<!option )(?<!the )\b({_NUMBER})(?: more| please| instead)*\W*$"
)
_ONE = re.compile(r"\b(add|take|want|need|have|get|remove|drop|delete|to|just|only|it) one(?: more| please)*\W*$")
_LESS_THAN_NONE = re.compile(
    rf"^\W*?(?:(?:please|can you|just|add|put|get(?: me)?|give me|buy|order|i want|i need|make (?:it|that|them))\W*?)*"
    rf"(?:[\s:]|^)(?:[-\u2212]|minus |negative )(?:{_NUMBER})\b"
)
_NO_COUNT_OF_THEM = re.compile(
    r"\b(?:zero|0+|none|\d{3,}|hundreds?|thousands?|millions?|billions?)(?: more)?"
    r" of (?:them|those|these|it|that|this|the)\b"
)
_YES = r"(?:(?:yes|yeah|yep|sure|ok|okay|please|um|uh|actually)\W+)*"
_MAKE = r"make (?:it|that|them)|let'?s do|i'?ll (?:take|have)|i(?:'d| would) like|i (?:want|need)|give me|get me|add"
_THEM = r"(?: of (?:them|those|these|it|that))?(?: please| then| instead)*"
_TAKEN = re.compile(rf"\W*{_YES}(?:(?:{_MAKE})\W+)?(?P<number>{_NUMBER}){_THEM}\W*")
_NUMBER_AHEAD = re.compile(r"^(\d+) (?:of )?(.+)$")
_SAID = {"a dozen": 12, "half a dozen": 6, "a couple": 2}


def how_many(said: str, query: Query) -> int | None:
    """The amount as the request was read, or a bare number beside "them" or at the end."""
    words = said.lower()
    if found := _OF_THEM.search(words):
        return _number(found[1])
    if SEVERAL_FIRST.search(words):
        return None
    if query.quantity is not None:
        return query.quantity
    if query.sizes or len(query.text.split()) > 2:
        return None
    found = _AT_THE_END.search(words)
    if found is None or (found[1] == "one" and not _ONE.search(words)):
        return None
    return _number(found[1])


def number_alone(said: str) -> int | None:
    """ "One", after "how many?", where it can mean nothing else."""
    found = re.fullmatch(rf"\W*(?:just |only )?({_NUMBER})(?: please| then)?\W*", said.lower())
    return _number(found[1]) if found else None


def amount_taken(said: str) -> int | None:
    """ "Make it two", "yes, three please", after "shall I add it?"; a number alone may be one of a list."""
    words = said.lower()
    found = _TAKEN.fullmatch(words)
    if found is None or words.strip(" .!") == found["number"]:
        return None
    number = _number(found["number"])
    return number if number > 0 else None


def is_less_than_none(said: str) -> bool:
    return _LESS_THAN_NONE.search(said.lower()) is not None


def beyond_counting(said: str, query: Query, *, most: int) -> str | None:
    """The goods of which so many are asked for that nobody could mean it: none, fewer, or more than `most`.

    Such a number is read as part of the name: that may also be a true one, which the caller has to know.
    """
    if _NO_COUNT_OF_THEM.search(said.lower()):
        return ""
    if is_less_than_none(said):
        return query.text
    found = _NUMBER_AHEAD.match(query.text)
    if query.quantity is None and found and not 1 <= int(found[1]) <= most:
        return found[2]
    return None


def _number(word: str) -> int:
    if word in _SAID:
        return _SAID[word]
    return int(word) if word.isdigit() else CARDINALS.index(word) + 1
