"""What a shopper asks of their cart: all of it, the total, one thing's price, whether it is there, what is on sale."""

import re
from enum import StrEnum

_CART = r"(?:my|the|our) (?:shopping )?(?:cart|basket|bag|trolley|order so far)"
_THERE = rf"(?:in (?:{_CART}|there|it)|on my list)"
_ALREADY = re.compile(
    rf"\b(?:do i (?:already )?have|have i (?:already )?got|did i (?:already )?(?:add|put|get)|is there|are there|are|is"
    rf"|how many)\b.*\b(?:{_THERE}|already)\b|(?<!what )\bdid i (?:already )?(?:add|put in)\b|\bdo i already have\b"
    r"|\bhow many (?!things\b|items\b).+ (?:do i have|have i got)\b"
)
_TOTAL = re.compile(
    r"\bhow much (?:is|are|does|do|will|would)"
    rf"(?: it| that| this| they| them| those| these| everything| {_CART})*(?: all| cost| come to)*"
    rf" (?:all|in (?:all|total)|altogether|together|everything|come to(?: in all)?|so far|total)\b"
    rf"|\bhow much is (?:everything|{_CART}|all of (?:it|that))\b"
    r"|\bhow much (?:do i owe|have i spent|am i (?:at|spending))\b"
    r"|\bwhat'?s (?:my|the) (?:total|subtotal|sum|damage)\b|\bwhat is (?:my|the) (?:total|subtotal|sum)\b"
    r"|\bwhat(?:'?s| is| does| do| will| would) (?:it|everything|all (?:of )?that|that) (?:all )?com(?:e|ing) to\b"
    r"|\b(?:my|the) total(?: so far)?\W*$"
    r"|^\W*(?:and |so |ok )?what'?s (?:it|that|this|everything|all that)(?: all)?"
    r" (?:altogether|all together|in (?:all|total))\W*$"
    rf"|\btotal (?:of|for) {_CART}\b"
)
_NOW = re.compile(
    r"^\W*(?:(?:and|so|ok|okay|wait|then|now)\W+)*how much(?: (?:is|are|does|do|would|will))?"
    r"(?: (?:it|that|this|they|those|we|i|all|everything|cost|come to|have|make|be|at))*"
    r"(?: (?:now|right now|then|so far|by now|already|all|all in all|altogether|together|in all|in total))+\W*$"
    r"|^\W*(?:(?:and|so|ok|okay)\W+)*(?:what am i (?:at|up to)|where am i at|how much am i at)(?: (?:now|so far))*\W*$"
)
_TAX = re.compile(
    r"^\W*(?:(?:and|so|how much|what is it|what'?s that|that'?s) )*(?:with|before|after|plus|including) tax\W*$"
    r"|^\W*(?:and |so )?(?:is|are|does|do) (?:that|it|this|there|they|(?:my|the) total)\b.*\btax(?:es|ed)?\b"
    r"|\bhow much (?:is the |is |)(?:sales )?tax\b|\bhow much is (?:it|that|everything) with tax\b"
)
_JUST = re.compile(
    r"\bwhat (?:did|have) (?:i|you|we) (?:just |last )?(?:add|put|added|put in)(?: (?:in|last|just now))*\W*$"
    r"|\bwhat(?:'s| was| is) the last (?:thing|one|item) (?:that )?(?:i|you|we) (?:added|put in)\b"
)
_PRICE_OF = re.compile(
    r"^\W*(?:and |so |ok )?(?:how much (?:is|are|was|were)|what(?:'s| is) the price of) (?:the|my) (?P<goods>.+?)\W*$"
)
_PRICE_THERE = re.compile(rf"\bhow much (?:is|are|was|were) the .+ (?:{_THERE})\b")
_SALE = re.compile(
    rf"\b(?:on sale|discount(?:ed|s)?|deals?|offers?|savings?|saving|promotions?|coupons?)\b.*\b{_CART}|\bam i saving\b"
)
_REST = re.compile(
    r"^\W*(?:and )?(?:what else|what are the others|and the rest|the rest|what'?s the rest|go on|keep going"
    r"|read (?:me )?the rest)"
    rf"(?: (?:is|do i have|have i got))?(?: {_THERE})?\W*$"
)


class Asked(StrEnum):
    ALL = "all"
    TOTAL = "total"
    PRICE = "price"
    ALREADY = "already"
    SALE = "sale"
    REST = "rest"
    TAX = "tax"
    JUST = "just"


def asked_of_cart(text: str) -> Asked:
    said = text.lower()
    for pattern, asked in (
        (_REST, Asked.REST),
        (_SALE, Asked.SALE),
        (_JUST, Asked.JUST),
        (_TAX, Asked.TAX),
        (_TOTAL, Asked.TOTAL),
        (_PRICE_THERE, Asked.PRICE),
        (_ALREADY, Asked.ALREADY),
    ):
        if pattern.search(said):
            return asked
    return Asked.ALL


def thing_asked_about(text: str) -> str:
    """ "Do I have eggs in there already" is about eggs."""
    return re.sub(rf"\b(?:{_THERE}|already|still|yet)\b", " ", text.lower())


def priced(text: str) -> str | None:
    """ "How much is the honey": right after it was put in that is the one in the cart."""
    found = _PRICE_OF.match(text.lower())
    return found["goods"] if found else None


def asks_how_much_now(text: str) -> bool:
    """ "How much now" names no cart: who has just been filling one means it."""
    return _NOW.match(text.lower()) is not None


def asks_about_cart(text: str) -> bool:
    """Whether the words speak of the cart for certain; what else there is may be about other things as well."""
    said = text.lower()
    if re.search(r"\b(?:add|put|remove|take|delete|empty|clear|drop)\b", said):
        return bool(re.search(r"\bdid i\b", said))
    return any(pattern.search(said) for pattern in (_SALE, _TAX, _JUST, _TOTAL, _PRICE_THERE, _ALREADY))
