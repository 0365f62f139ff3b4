"""Buying again what was bought before: which things are meant, and what has become of them since."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalog.money import Money
from catalog.product import Product
from shop.order import Order, OrderLine, OrderState
from shop.orders.meant import NO_NAMES_STEMMED, Bought, words_of

# Of several of a kind, the one that makes up this share of the purchases is the one that is meant.
CLEAR_SHARE = 0.6
LOOKED_AT = 10
LAST_TIME = re.compile(r"\b(last|latest|most recent|previous|recently|just)\b")
USUAL_THINGS = re.compile(r"\b(the|my|our) (usual|regular)s?( stuff| things| shop| order| groceries| basket)?\W*$")


WANTS_IT = re.compile(
    r"\b(again|reorder\w*|re-order\w*|repeat|same|get|order|buy|add|send|give|want|need|like|restock|another|more"
    r"|usual|out of|running low|take|have|put)\b"
)
WHAT_I_HAD = re.compile(r"\bwhat(ever)? (i|we) (got|had|bought|ordered|usually)\b|\b(i|we) (bought|ordered|got|had)\b")
THING = re.compile(
    r"\b(?:the|my|that|those|same|more|another|some|usual)\s+(?P<thing>[a-z][a-z' -]*?)"
    r"(?=\s+(?:that |which )?(?:i|we)\b|\s+(?:again|from|in|please|like|as|last|of|for)\b|\W*$)"
)


def wants_it_again(text: str) -> bool:
    """Whether something is to be done, rather than merely named: "the one from last week" is not."""
    return WANTS_IT.search(WHAT_I_HAD.sub(" ", text.lower())) is not None


def thing_wanted(text: str) -> str:
    """ "Shampoo" of "the shampoo I bought last time", whether or not the shop knows it; empty where it is the order."""
    found = THING.search(text.lower())
    words = [word for word in found["thing"].split() if not words_of(word) <= NO_NAMES_STEMMED] if found else []
    return " ".join(words)


class Fate(StrEnum):
    SAME = "same"
    DEARER = "dearer"
    CHEAPER = "cheaper"
    FEWER = "fewer"
    SOLD_OUT = "sold_out"
    GONE = "gone"
    OTHER_CURRENCY = "other_currency"


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A line of an earlier order as it could be had today. `quantity` is what can be had of what is `wanted`."""

    line: OrderLine
    wanted: int
    quantity: int
    fate: Fate
    price: Money | None = None

    @property
    def can_be_had(self) -> bool:
        return self.quantity > 0


def judged(lines: Iterable[tuple[OrderLine, int]], products: Sequence[Product]) -> tuple[Again, ...]:
    """At today's prices and stock; each variant once, however many orders it was in."""
    variants = {variant.id: variant for product in products for variant in product.variants}
    wanted: dict[str, tuple[OrderLine, int]] = {}
    for line, quantity in lines:
        wanted.setdefault(line.variant_id, (line, quantity))
    found = []
    for line, quantity in wanted.values():
        variant = variants.get(line.variant_id)
        left = sum(variant.stock.values()) if variant else 0
        price = variant.price if variant else None
        fate = _fate(line, price, left, quantity)
        found.append(Again(line=line, wanted=quantity, quantity=min(left, quantity), price=price, fate=fate))
    return tuple(found)


def of_orders(orders: Sequence[Order]) -> list[tuple[OrderLine, int]]:
    """Everything in them that was not sent back, the newest amounts first."""
    kept = [order for order in orders if order.state is not OrderState.CANCELLED]
    return [(line, line.quantity - line.returned_quantity) for order in kept for line in order.lines if _was_kept(line)]


def newest_complete(orders: Sequence[Order]) -> Order | None:
    """The last order that can be repeated at all."""
    return next((order for order in orders if of_orders([order])), None)


def usual_things(orders: Sequence[Order]) -> list[tuple[OrderLine, int]]:
    """What is in at least every third of the latest orders: "the usual", where nothing more is said."""
    latest = [order for order in orders if order.state is not OrderState.CANCELLED][:LOOKED_AT]
    times = Counter(line.variant_id for order in latest for line in order.lines)
    often = {variant_id for variant_id, number in times.items() if number >= max(2, len(latest) / 3)}
    first: dict[str, tuple[OrderLine, int]] = {}
    for line, quantity in of_orders(latest):
        if line.variant_id in often:
            first.setdefault(line.variant_id, (line, quantity))
    return list(first.values())


def by_kind(bought: Sequence[Bought]) -> list[list[Bought]]:
    """What was bought again and again is one thing, with its other kinds beside it; newest first within each."""
    kinds: dict[str, list[Bought]] = {}
    for thing in bought:
        kinds.setdefault(thing.line.category[-1] if thing.line.category else thing.line.title, []).append(thing)
    return list(kinds.values())


def one_meant(things: Sequence[Bought], said: str) -> Bought | None:
    """The newest of the variant that is clearly meant; None where several were bought about as often."""
    if LAST_TIME.search(said.lower()):
        return things[0]
    times: Mapping[str, int] = Counter(thing.line.variant_id for thing in things)
    most = max(times, key=lambda variant_id: times[variant_id])
    if times[most] / len(things) < CLEAR_SHARE:
        return None
    return next(thing for thing in things if thing.line.variant_id == most)


def _was_kept(line: OrderLine) -> bool:
    return line.quantity > line.returned_quantity


def _fate(line: OrderLine, price: Money | None, left: int, wanted: int) -> Fate:
    if price is None:
        return Fate.GONE
    if left == 0:
        return Fate.SOLD_OUT
    if left < wanted:
        return Fate.FEWER
    if price.currency != line.unit_price.currency or price.amount_minor == line.unit_price.amount_minor:
        return Fate.SAME
    return Fate.DEARER if price.amount_minor > line.unit_price.amount_minor else Fate.CHEAPER
