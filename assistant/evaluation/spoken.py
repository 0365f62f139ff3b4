"""Asks a shop the spoken requests and holds every answer against what must hold of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from assistant.evaluation.asking import Ask
from assistant.evaluation.figures import bounds, rounded
from assistant.evaluation.intervals import mean_interval
from assistant.evaluation.measures import precision
from assistant.evaluation.progress import Tell, told
from assistant.evaluation.spoken_set import Request, never_given_up, rightness, violations
from catalog.product import Product, ProductCard, Variant
from catalog.search import Found

PRECISION_AT = 5
# Nothing that fits is left out of a short list; more than this need not be told to be found good.
LEAST_RIGHT = 0.5

Sold = Mapping[str, Product]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """`precision` is None for what cannot be answered: nothing in stock is right and keeps to every bound."""

    request: Request
    broken: tuple[str, ...]
    told: int
    near_miss: bool
    precision: float | None
    first: str


async def ask_requests(requests: Sequence[Request], ask: Ask, *, sold: Sold, tell: Tell) -> list[Heard]:
    return [_heard(request, await ask(request.say), sold) for request in told("Asking spoken requests", requests, tell)]


def spoken_figures(heard: Sequence[Heard]) -> dict[str, Any]:
    possible = [each for each in heard if each.precision is not None]
    interval = mean_interval([each.precision or 0.0 for each in possible])
    return {
        "requests": len(heard),
        "violations": sum(bool(each.broken) for each in heard),
        f"precision@{PRECISION_AT}": rounded(interval.mean) if interval else None,
        "intervals_95": {f"precision@{PRECISION_AT}": bounds(interval)},
        "impossible": len(heard) - len(possible),
        "unanswered": sum(not each.told for each in possible),
        "violated": [{"say": each.request.say, "broken": list(each.broken)} for each in heard if each.broken],
        "weak": [
            {
                "say": each.request.say,
                "precision": rounded(each.precision or 0.0),
                "told": each.told,
                "first": each.first,
            }
            for each in possible
            if (each.precision or 0.0) < LEAST_RIGHT
        ],
    }


def _heard(request: Request, found: Found, sold: Sold) -> Heard:
    broken = [f"{card.title}: {why}" for card in found.cards for why in violations(request, *_told(card, sold))]
    if found.near_miss:
        card = found.near_miss.card
        broken += [f"{card.title}, offered: {why}" for why in never_given_up(request, *_told(card, sold))]
    broken += _out_of_order(request, found.cards)
    right = [rightness(request, *_told(card, sold)) for card in found.cards]
    return Heard(
        request=request,
        broken=tuple(broken),
        told=len(found.cards),
        near_miss=found.near_miss is not None,
        precision=precision(right, cutoff=PRECISION_AT) if _can_be_answered(request, sold) else None,
        first=found.cards[0].title if found.cards else "",
    )


def _told(card: ProductCard, sold: Sold) -> tuple[Product, Variant]:
    product = sold[card.id]
    return product, next(variant for variant in product.variants if variant.id == card.variant_id)


def _out_of_order(request: Request, cards: Sequence[ProductCard]) -> list[str]:
    prices = [card.price.amount_minor for card in cards]
    falling = request.sort == "most_expensive"
    if request.sort is None or all(
        later <= sooner if falling else later >= sooner for sooner, later in pairwise(prices)
    ):
        return []
    return [f"not told in the order {request.sort}"]


def _can_be_answered(request: Request, sold: Sold) -> bool:
    return any(
        rightness(request, product, variant) == 1.0 and not violations(request, product, variant)
        for product in sold.values()
        for variant in product.variants
    )
