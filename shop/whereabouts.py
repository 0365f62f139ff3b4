"""Questions where the shop itself is, whatever goods are being talked about."""

import re

_SHOPS = r"(?:stores?|shops?|branch(?:es)?)"
_FILLERS = r"(?:(?:and|so|ok|okay|hey) )*"
_NEAR = r"(?:nearby|around here|(?:near|close to) (?:me|here|us))"
ASKS = re.compile(
    rf"^\W*{_FILLERS}where (?:are|is|can i find|do i find) (?:you|y'?all|this place)"
    r"(?: guys| people| all)?(?: (?:based|situated|physically|exactly|at))*\W*$"
    r"|\b(?:what'?s|what is) (?:your|the shop'?s|the store'?s) address\b"
    rf"|^\W*{_FILLERS}(?:do you have|have you got|are there|is there|any|where is)"
    rf" (?:an?|any|the|your|real|physical|nearest|closest|nearby| )*{_SHOPS}(?: {_NEAR})?\W*$"
)


def asks_where_the_shop_is(said: str) -> bool:
    return ASKS.search(said.lower()) is not None
