"""What must hold of a cart in an answer, and of the cart that a whole conversation leaves."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Plain = Mapping[str, Any]
KNOWN = {"title", "quantity", "attributes"}


def broken_cart(cart: Plain | None, expected: Sequence[Plain]) -> Iterator[str]:
    """The lines as written, in their order, and a total that is their sum."""
    if cart is None:
        yield "the cart was not shown"
        return
    if len(cart["lines"]) != len(expected) or not all(map(_is, cart["lines"], expected)):
        yield f"the cart holds {held(cart) or 'nothing'}"
    lines = [line for line in cart["lines"] if "line_total" in line]
    if any(
        line["line_total"]["amount_minor"] != line["unit_price"]["amount_minor"] * line["quantity"] for line in lines
    ):
        yield "a line of the cart does not add up"
    if "total" in cart and cart["total"]["amount_minor"] != sum(line["line_total"]["amount_minor"] for line in lines):
        yield "the cart does not add up"


def broken_totals(cart: Plain | None, expected: Plain) -> Iterator[str]:
    """Amounts in minor units, `discounts` by name; null for what must not be known yet."""
    totals = (cart or {}).get("totals")
    if totals is None:
        yield "no totals were told"
        return
    for name, wanted in expected.items():
        if name == "discounts":
            named = {each["name"]: each["amount"]["amount_minor"] for each in totals["discounts"]}
            if named != wanted:
                yield f"the discounts are {named}, not {wanted}"
            continue
        amount = totals[name]
        if (amount["amount_minor"] if amount else None) != wanted:
            yield f"{name} is {amount}, not {wanted}"


def unasked_for(cart: Plain, last_expected: Sequence[Plain]) -> Iterator[str]:
    """What a conversation leaves in the cart has to be in the last cart that its script expected."""
    asked_for = list(last_expected)
    for line in cart["lines"]:
        found = next((each for each in asked_for if _is(line, {**each, "quantity": line["quantity"]})), None)
        if found is None:
            yield f"{held({'lines': [line]})} is in the cart at the end, which no line asked for"
        elif line["quantity"] > found.get("quantity", 1):
            yield f"{held({'lines': [line]})} is in the cart at the end: more than was asked for"
        if found is not None:
            asked_for.remove(found)


def held(cart: Plain) -> str:
    told = []
    for line in cart["lines"]:
        chosen = ", ".join(map(str, line["attributes"].values()))
        told.append(f"{line['quantity']} of {line['title']}{f' ({chosen})' if chosen else ''}")
    return ", ".join(told)


def _is(line: Plain, wanted: Plain) -> bool:
    if unknown := wanted.keys() - KNOWN:
        raise KeyError(f"nothing is known of {', '.join(unknown)} of a line in a cart")
    attributes = wanted.get("attributes", {})
    return (
        str(wanted.get("title", "")).lower() in line["title"].lower()
        and line["quantity"] == wanted.get("quantity", 1)
        and all(line["attributes"].get(name) == value for name, value in attributes.items())
    )
