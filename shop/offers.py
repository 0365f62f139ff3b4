"""Questions about what is reduced at the moment, where no goods are named: "any deals today?"."""

import re

_MANY = r"(?:deals|discounts|promotions|promos|specials|special offers|offers|sales|bargains)"
_ONE = r"(?:deal|discount|promotion|promo|special|special offer|offer|sale|bargain)"
_ASKED = (
    r"(?:do you have|have you got|you got|got|are there|is there|there|what are|what|which|tell me about|show me"
    r"|can i (?:get|have))"
)
_WHICH = r"(?:(?:any|a|some|the|your|good|current|new|today'?s) ?)+"
_HERE = r"(?: (?:do you have|have you got|are there|is there|are you running|can i get|could i get))?"
_NOW = (
    r"(?: (?:for (?:me|us)|today|now|right now|at the moment|this week|going on|going|running|on|available|currently"
    r"|here|there))*"
)
_REDUCED = r"(?:on (?:sale|offer|special)|reduced|discounted)"
ASKS = re.compile(
    rf"^\W*(?:(?:hi|hey|so|and|ok|okay|um|uh) )*(?:"
    rf"{_ASKED} (?:{_WHICH} ?)?(?:{_MANY}|{_ONE}){_HERE}{_NOW}"
    rf"|{_WHICH} ?(?:{_MANY}|{_ONE}){_HERE}{_NOW}"
    rf"|{_MANY}{_NOW}"
    rf"|what(?:'?s| is| do you have) {_REDUCED}{_NOW}"
    rf"|(?:is|are) (?:anything|there anything|some things?) {_REDUCED}{_NOW}"
    rf")(?: please)?\W*$"
)


def asks_for_offers(said: str) -> bool:
    """ "Any deals on TVs" is a search, and "deal" a yes."""
    return ASKS.match(said.lower().strip()) is not None
