"""Sentences that ask to be advised: to begin with, beside a product, or on what a cart still lacks."""

import re

from shop.pointing import goes_with
from shop.references import ORDINALS

_I = r"(?:do i|should i|might i|would i|did i|i might|i may|i should|i'd|i)"
# "Anything else in blue" and "what else do you have" look on among what was found.
WHAT_ELSE = re.compile(
    rf"\b(?:what|anything|something) else (?:{_I} )?(?:need|be needing|want|get|take|forget|forgot|buy)\b(?! in\b)"
    rf"|\b(?:did|have) i (?:forget|forgotten|miss|missed)\b|\bam i (?:missing|forgetting)\b"
    rf"|\b(?:what|anything)(?: else)? (?:am i|i'm) (?:missing|forgetting)\b|\banything missing\b"
    rf"|\bwhat else (?:goes|would go) (?:with|in) (?:my|the) (?:cart|basket|order)\b"
)
IDEAS = re.compile(
    r"^\W*(?:(?:hi|hey|hello|ok|okay|so|well|please|and|um)\W+)*"
    r"(?:(?:can you |could you |would you |please )*(?:recommend|suggest)(?: me)?"
    r"(?: something| anything| some things?)?"
    r"|(?:do you have |have you got |is there |got )?(?:anything|something) for me(?: today)?"
    r"|what (?:should|could|can|might) i (?:get|buy|order|try)(?: today| next)?"
    r"|what (?:do|would|can) you (?:recommend|suggest)(?: me| for me| to me| today)*"
    r"|any (?:ideas|recommendations|suggestions|tips)(?: for me| today)*"
    r"|(?:give me|show me|i need|i want) (?:some |an |a few |your |my )*"
    r"(?:ideas?|recommendations?|suggestions?|inspiration)"
    r"|inspire me|surprise me|what'?s (?:good|popular|new|hot|trending)(?: (?:today|right now|now|these days))?"
    r"|what (?:is|are) (?:people|others|everyone|everybody) (?:buying|getting)(?: .*)?)"
    r"(?:\W+(?:please|then|today|now|thanks))*\W*$"
)
BESIDE = re.compile(
    r"\b(?:what|anything|something|which)\b.*\b(?:goes|go|would go|fits|matches|pairs)(?: well| nicely| best)?"
    r"(?: together| along)? (?:with|for) (?:the|my|an?) (?P<thing>[\w' -]+?)\W*$"
)
POPULAR = re.compile(
    r"^\W*(?:(?:hi|hey|hello|ok|okay|so|well|please|and|um|show me|tell me)\W+)*"
    r"(?:what(?:'?s| is| are)(?: the)?(?: most)? (?:popular|hot|trending)(?: (?:items|products|things))?"
    r"|(?:the )?(?:most )?popular (?:items|products|things|stuff)"
    r"|what (?:is|are) (?:people|others|everyone|everybody) (?:buying|getting))"
    r"(?:\W+(?:today|right now|now|these days|at the moment|here|please|then|thanks))*\W*$"
)
POINTED = re.compile(rf"\bones?$|^(?:{'|'.join(ORDINALS)}|last)\b")


def asks_for_ideas(said: str) -> bool:
    """ "What should I get?", with nothing named and nothing pointed at."""
    return IDEAS.match(said.lower()) is not None


def asks_for_popular(said: str) -> bool:
    """ "What's popular right now?": of everybody's, and not the shopper's own."""
    return POPULAR.match(said.lower()) is not None


def asks_what_else(said: str) -> bool:
    """ "Anything else I need?", "did I forget something?"."""
    return WHAT_ELSE.search(said.lower()) is not None


def asks_beside(said: str) -> bool:
    """ "What goes with the tent", or with the first one, or with it."""
    return goes_with(said) or BESIDE.search(said.lower()) is not None


def thing_beside(said: str) -> str:
    """The tent of "what goes with the tent?"; empty where what is meant is pointed at."""
    found = BESIDE.search(said.lower())
    thing = found["thing"].strip() if found else ""
    return "" if POINTED.search(thing) else thing
