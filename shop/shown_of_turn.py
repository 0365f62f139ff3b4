"""How the products of the turn being answered came into their order: noted by what ordered them, told with the answer.

Like the shopper's preferences it is bound to the running task, and gone with the turn.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace

from catalog.product import ProductCard
from shop.shown import Placement, ShownList

_OF_TURN: ContextVar[list[ShownList] | None] = ContextVar("shown_of_turn", default=None)


@contextmanager
def noting() -> Iterator[None]:
    token = _OF_TURN.set([])
    try:
        yield
    finally:
        _OF_TURN.reset(token)


def note(shown: ShownList) -> None:
    """Outside of a shopper's turn (a benchmark, a page of the storefront) nothing is noted."""
    lists = _OF_TURN.get()
    if lists is not None:
        lists.append(shown)


def shown_as(cards: Sequence[ProductCard]) -> ShownList | None:
    """The list that most of these products come from, the later of two; None where none of them was ordered."""
    best: ShownList | None = None
    for noted in _OF_TURN.get() or ():
        told = cut_to(noted, cards)
        if told.placements and (best is None or len(told.placements) >= len(best.placements)):
            best = told
    return best


def cut_to(shown: ShownList, cards: Sequence[ProductCard]) -> ShownList:
    """Only what was told of the list, where it was told.

    What stands ahead of something that the order had put before it was moved there by a rule, such as a habit that
    leads: no lot had a say in that.
    """
    of_product = {placement.product_id: placement for placement in shown.placements}
    told: dict[str, Placement] = {}
    for position, card in enumerate(cards, start=1):
        if card.id in of_product and card.id not in told:
            told[card.id] = replace(of_product[card.id], variant_id=card.variant_id, position=position)
    earliest = len(shown.placements) + 1
    for product_id in reversed(list(told)):
        place = of_product[product_id].position
        if place > earliest:
            told[product_id] = replace(told[product_id], propensity=1.0, is_exploration=False)
        earliest = min(earliest, place)
    return replace(shown, placements=tuple(told.values()))
