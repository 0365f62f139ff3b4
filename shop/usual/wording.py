"""How shoppers speak of what they always buy: "the usual", "my regular coffee", "same milk as always"."""

import re

_ALWAYS = r"(?:always|usually|normally|typically|generally|regularly)"
_I = r"(?:i|we)"
_BUYING = r"(?:get|buy|order|take|have|use|drink|eat|go (?:for|with)|pick(?: up)?)"
_AS_ALWAYS = re.compile(
    rf"(?:,? ?\b(?:same )?(?:as|like) (?:always|usual|ever|{_I} {_ALWAYS} (?:do|{_BUYING})))\b"
    rf"|\b(?:that|which)?\s*{_I} {_ALWAYS} {_BUYING}\b"
    rf"|\b{_I} {_BUYING} (?:every|each) (?:time|week|month)\b"
)
_USUAL = re.compile(
    r"\b(?:(?:the|my|our|some of my|some of the) )?(?:usual|regular|customary|normal|standing)s?\b"
    r"(?=(?: (?:one|ones|kind|brand|stuff|things?|order|shop|please|too|again|ones?))*\W*$)"
    r"|\b(?:my|our) (?:regular|normal|customary|standing)\b|\b(?:(?:my|our|the) )?usual\b(?! (?:price|suspects))"
)
_AMOUNT = re.compile(
    r"\b(?:(?:the|my|our) (?:usual|regular|normal) (?:amount|number|quantity)(?: of)?"
    rf"|as (?:many|much) as (?:always|usual|{_I} {_ALWAYS} (?:do|{_BUYING}))"
    r"|same (?:amount|number|quantity) as (?:always|usual))\b"
)
_OF_ALL = re.compile(
    r"\b(?:groceries|grocery (?:shop|shopping|list|order)|shopping|weekly (?:shop|groceries)|basket|things|stuff"
    r"|staples|essentials|items|order|shop|list)\W*(?:please|again|for (?:the|this) week|this week)?\W*$"
)
_ASKING_WORDS = (
    "same kind brand stuff one ones please again what whatever thing things some get give me add buy order like want "
    "need have take can could you my our the to cart basket put in just too also of a an and us it that for i we um uh "
    "do today this time as with send bag bring all yes yeah ok okay hi hey grab go ill id let lets im"
)
_REST = re.compile(rf"\b(?:{'|'.join(_ASKING_WORDS.split())})\b")
LAST_TIME = re.compile(r"\b(?:last|previous|before|again|in (?:january|february|march|april|may|june|july|august))\b")

_ASKS = re.compile(
    r"^\W*(?:(?:so|and|ok|okay|hey|um|uh|well|actually|wait)\W+)*(?:please )?"
    r"(?:what(?! (?:i|we)\b)|which|tell me|remind me|do you (?:know|remember)|(?:can|could) you (?:tell|remind)"
    r"|show me|how many|how much)(?:'s|s|'re)?\b"
)
_OWN = re.compile(
    r"\b(?:my|our) (?:usual|regular|normal|standing|customary)\b|\bthe usual\b"
    rf"|\b(?:do|did) {_I} {_ALWAYS} {_BUYING}\b|\b{_I} {_ALWAYS} {_BUYING}\b|\bdo {_I} {_BUYING} {_ALWAYS}\b"
)
# Of these people have a usual too, and the shop does not sell it.
_NO_GOODS = re.compile(
    r"\b(?:sizes?|address|store|slot|time|window|delivery|shipping|payment|card|price|prices|cost|order|orders|hours)\b"
)
_ASKED_ABOUT = re.compile(
    rf"{_ASKS.pattern}|\b(?:(?:kind|sort|brand|type)s? of|me|us|is|are|was|were|again|kinds?|brands?|sorts?|ones?|what"
    r"|which|some|any|of)\b"
    rf"|\b(?:do|did) {_I} {_ALWAYS} {_BUYING}\b|\b{_I} {_ALWAYS} {_BUYING}\b|\bdo {_I} {_BUYING} {_ALWAYS}\b"
)


def claims_usual(text: str) -> bool:
    """Whether the words say that it is the usual one that is wanted."""
    said = text.lower()
    return any(pattern.search(said) for pattern in (_AMOUNT, _USUAL, _AS_ALWAYS))


def asks_for_usual(text: str) -> bool:
    """ "What's my usual milk?" and "what do I usually buy": to be told, not to be bought."""
    said = _plainly(text)
    is_asked = _ASKS.match(said) is not None and _OWN.search(said) is not None
    return is_asked and not (_NO_GOODS.search(said) or asks_for_groceries(said))


def usual_asked_about(text: str) -> str:
    """Which goods that is about: "milk"; nothing where all of them are."""
    return " ".join(re.sub(r"[^\w'\s-]", " ", without_usual(_ASKED_ABOUT.sub(" ", _plainly(text)))).split())


def claims_usual_amount(text: str) -> bool:
    return _AMOUNT.search(text.lower()) is not None


def without_usual(text: str) -> str:
    """What is asked for, without the words that say that it is always that: "coffee" of "my usual coffee"."""
    if not claims_usual(text):
        return text
    plain = text
    for pattern in (_AMOUNT, _AS_ALWAYS, _USUAL):
        plain = re.sub(pattern.pattern, " ", plain, flags=re.IGNORECASE)
    return " ".join(re.sub(r"\b(?:the )?same\b", " ", plain, flags=re.IGNORECASE).split()) or ""


def names_nothing_else(text: str) -> bool:
    """ "The usual" and "what I always get": which thing is left to what was asked before, or to habit."""
    return claims_usual(text) and not re.sub(r"\W+", "", _REST.sub(" ", without_usual(text).lower().replace("'", "")))


def asks_for_groceries(text: str) -> bool:
    """ "My usual groceries" and "the weekly shop": everything that is due."""
    said = text.lower()
    if not (claims_usual(said) or re.search(r"\b(?:my|our|the) (?:weekly|regular)\b", said)):
        return False
    return _OF_ALL.search(said) is not None and LAST_TIME.search(said) is None


def _plainly(text: str) -> str:
    return text.lower().replace("\u2019", "'")
