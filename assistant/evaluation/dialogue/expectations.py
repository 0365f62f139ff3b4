"""What must hold of an answer, as a script says it; each thing that does not hold is told in a sentence."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from assistant.evaluation.dialogue.carts import broken_cart, broken_totals
from assistant.evaluation.dialogue.products import broken_products

LONGEST_SPEECH = 420
UNSPEAKABLE = re.compile(r"[<>{}|*_\n]|https?:")
Broken = Iterator[str]


def broken(reply: Mapping[str, Any], expected: Mapping[str, Any]) -> list[str]:
    """Every answer, whatever is expected of it, has to be fit to be spoken."""
    found = list(_speakable(reply["speech"], longest=expected.get("longest", LONGEST_SPEECH)))
    for name, value in expected.items():
        if name in CHECKS:
            found.extend(CHECKS[name](reply, value))
    return found


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _speakable(speech: str, *, longest: int) -> Broken:
    if not speech.strip():
        yield "nothing was said"
    if found := UNSPEAKABLE.search(speech):
        yield f"{found[0]!r} cannot be spoken"
    if len(speech) > longest:
        yield f"{len(speech)} characters are said, {longest} at most"


def _intent(reply: Mapping[str, Any], value: Any) -> Broken:
    heard = reply["understood"]["intent"]
    if heard not in listed(value):
        yield f"understood as {heard}, not as {' or '.join(listed(value))}"


def _query(reply: Mapping[str, Any], value: Mapping[str, Any]) -> Broken:
    query = reply["understood"]["query"]
    if query is None:
        yield "no request for products was understood"
        return
    for name, wanted in value.items():
        if query[name] != wanted:
            yield f"{name} of the request is {query[name]!r}, not {wanted!r}"


def _says(reply: Mapping[str, Any], value: Any) -> Broken:
    for words in listed(value):
        if str(words).lower() not in reply["speech"].lower():
            yield f"“{words}” is not said"


def _says_not(reply: Mapping[str, Any], value: Any) -> Broken:
    for words in listed(value):
        if str(words).lower() in reply["speech"].lower():
            yield f"“{words}” is said"


def _matches(reply: Mapping[str, Any], value: Any) -> Broken:
    for pattern in listed(value):
        if not re.search(pattern, reply["speech"], re.IGNORECASE):
            yield f"nothing said matches {pattern}"


def _matches_not(reply: Mapping[str, Any], value: Any) -> Broken:
    for pattern in listed(value):
        if found := re.search(pattern, reply["speech"], re.IGNORECASE):
            yield f"“{found[0]}” is said, which matches {pattern}"


def _asks(reply: Mapping[str, Any], value: Any) -> Broken:
    asks = reply["speech"].rstrip().endswith("?")
    if asks != value:
        yield "nothing is asked" if value else "something is asked"


def _longest_words(reply: Mapping[str, Any], value: int) -> Broken:
    if (words := len(reply["speech"].split())) > value:
        yield f"{words} words are said, {value} at most"


def _total(cart: Mapping[str, Any] | None, value: int) -> Broken:
    if cart is None or cart["total"]["amount_minor"] != value:
        yield f"the cart's total is {cart and cart['total']['amount_minor']}, not {value}"


def _order(reply: Mapping[str, Any], value: Any) -> Broken:
    """`true` for any order, null for none; a pattern for the number, and whatever else is named as it stands."""
    order = reply["order"]
    if not value or not order:
        if bool(value) != bool(order):
            yield "no order was shown" if value else f"order {order['number']} was shown"
        return
    for name, wanted in value.items() if isinstance(value, Mapping) else ():
        yield from _of_order(order, name, wanted)


def _of_order(order: Mapping[str, Any], name: str, wanted: Any) -> Broken:
    if name == "lines":
        yield from broken_cart({"lines": order["lines"]}, wanted)
    elif name == "number":
        if not re.fullmatch(str(wanted), order["number"]):
            yield f"the order's number is {order['number']}, not {wanted}"
    elif name == "payment":
        payment = order.get("payment") or {}
        if any(payment.get(each) != value for each, value in wanted.items()):
            yield f"the payment is {payment.get('state')}, not {wanted}"
    elif order.get(name) not in listed(wanted):
        yield f"{name} of the order is {order.get(name)!r}, not {wanted!r}"


def _handoff(reply: Mapping[str, Any], value: Any) -> Broken:
    handoff = reply["handoff"]
    if not value or not handoff:
        if bool(value) != bool(handoff):
            yield "nobody is handed over to" if value else "it is handed over to a person"
        return
    for name, wanted in value.items() if isinstance(value, Mapping) else ():
        if str(wanted).lower() not in str(handoff.get(name)).lower():
            yield f"{name} of the hand-over is {handoff.get(name)!r}, without {wanted!r}"


CHECKS: Mapping[str, Callable[[Mapping[str, Any], Any], Iterator[str]]] = {
    "intent": _intent,
    "query": _query,
    "says": _says,
    "says_not": _says_not,
    "matches": _matches,
    "matches_not": _matches_not,
    "asks": _asks,
    "longest_words": _longest_words,
    "products": lambda reply, value: broken_products(reply["products"], value),
    "cart": lambda reply, value: broken_cart(reply["cart"], value),
    "total_minor": lambda reply, value: _total(reply["cart"], value),
    "totals": lambda reply, value: broken_totals(reply["cart"], value),
    "order": _order,
    "handoff": _handoff,
}
