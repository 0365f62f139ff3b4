"""Delivery or pick-up, as people say it: "ship it to me", "I'll come and get it", "pickup instead"."""

import re
from collections.abc import Sequence

from shop.checkout.quote import StoreOffer
from shop.checkout.window import Fulfilment
from shop.references import ORDINALS

_NOT = r"(?:not|don'?t|no|without|instead of|rather than|never)(?: (?:want|need|a|the|it|any|for|to|be|have|it))*"
DELIVERY = re.compile(
    r"\b(deliver(?:y|ed|ing|ies)?|ship(?:ped|ping|ment)?|send (?:it|them|everything|this|that)|mail(?:ed)? (?:it|to)"
    r"|bring (?:it|them|everything)|dropped off|drop (?:it|them) off|(?:to|at) (?:my|our) (?:house|home|place|door|flat"
    r"|apartment|office|work)|home delivery|to (?:my|our) address)\b"
)
_ALL = r"(?:it|them|everything)"
PICKUP = re.compile(
    rf"\b(pick ?up|picking (?:{_ALL} )?up|pick (?:{_ALL}|that|this) up|picked up|collect(?:ion|ing|ed)?"
    r"|click and collect|curbside|kerbside"
    r"|(?:come|coming|stop|stopping|swing|drop|pop|go) (?:and |by |in |to |over )*"
    rf"(?:get|grab|fetch|pick|collect) {_ALL}|in[- ]store|(?:in|at|from) (?:the|a|your) (?:store|shop))\b"
)
NEGATED = re.compile(rf"\b{_NOT}\s+$")
BARE_HOME = re.compile(r"^\W*(?:(?:to )?(?:my |our )?(?:home|house|door|place)|at home)\W*$")
BARE_STORE = re.compile(r"^\W*(?:(?:the |in |at |from )*(?:store|shop))\W*$")
NEAREST = re.compile(r"\b(near(?:est|by)?|closest|close to (?:me|home))\b")
WORD = re.compile(r"[a-z]+")
GENERIC = frozenset(
    [
        "store",
        "stores",
        "shop",
        "the",
        "and",
        "of",
        "mall",
        "market",
        "center",
        "centre",
        "branch",
        "aisle",
        "point",
        "at",
        "in",
        "on",
    ]
)


def how_said(said: str) -> Fulfilment | None:
    """None if neither is said, or both are: a comparison is no choice."""
    words = said.lower()
    delivery, pickup = _is_said(DELIVERY, words), _is_said(PICKUP, words)
    if delivery == pickup:
        if BARE_HOME.match(words):
            return Fulfilment.DELIVERY
        return Fulfilment.PICKUP if BARE_STORE.match(words) else None
    return Fulfilment.DELIVERY if delivery else Fulfilment.PICKUP


def refuses(said: str) -> Fulfilment | None:
    """ "I don't want delivery" leaves the other way, where there is one."""
    words = said.lower()
    for how, pattern in ((Fulfilment.DELIVERY, DELIVERY), (Fulfilment.PICKUP, PICKUP)):
        found = pattern.search(words)
        if found and NEGATED.search(words[: found.start()]):
            return how
    return None


def wants_nearest(said: str) -> bool:
    return NEAREST.search(said.lower()) is not None


def store_named(said: str, offers: Sequence[StoreOffer]) -> StoreOffer | None:
    """By its name, the word that tells it apart, or its town; None if it might be any of several."""
    heard = set(WORD.findall(said.lower()))
    named = [offer for offer in offers if _own_words(offer, offers) & heard]
    if not named:
        named = [offer for offer in offers if set(WORD.findall(offer.store.city.lower())) <= heard]
    return named[0] if len(named) == 1 else None


def place_said(said: str, number: int) -> int | None:
    """ "The first one", "two", "the last": which of so many were offered."""
    found = re.fullmatch(
        r"\W*(?:(?:i'?ll (?:take|have)|i(?:'d| would) like|give me|let'?s (?:do|take|say)|make it|how about|take) )?"
        r"(?:the |number |option )*(\w+)(?: (?:one|option|slot|window|time|store|choice))?"
        r"(?: please| works| is fine| then| is good| sounds good)*\W*",
        said.lower(),
    )
    if found is None:
        return None
    names = {
        **ORDINALS,
        "one": 0,
        "two": 1,
        "three": 2,
        "1": 0,
        "2": 1,
        "3": 2,
        "last": number - 1,
        "latter": number - 1,
    }
    place = names.get(found[1], number)
    return place if 0 <= place < number else None


def _is_said(pattern: re.Pattern[str], words: str) -> bool:
    return any(not NEGATED.search(words[: found.start()]) for found in pattern.finditer(words))


def _own_words(offer: StoreOffer, offers: Sequence[StoreOffer]) -> set[str]:
    """Those of its name that no other store has in its name."""
    others = {word for other in offers if other is not offer for word in WORD.findall(other.store.name.lower())}
    return set(WORD.findall(offer.store.name.lower())) - others - GENERIC
