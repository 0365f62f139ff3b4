"""Why a product is worth a look, in a few words for its card: only what is known, and not what the card says anyway."""

from collections import Counter
from collections.abc import Mapping, Sequence

from catalog.money import Money
from catalog.product import ProductCard
from catalog.query import Query
from shop.spoken import price_written

MUCH_LIKED, ENOUGH_PEOPLE = 4.5, 20
WELL_BELOW = 0.75


def reasons(cards: Sequence[ProductCard], rating_counts: Sequence[int], query: Query) -> list[str | None]:
    """One for each card, or None: a reason that every card could give says nothing."""
    prices = [card.price.amount_minor for card in cards]
    cheapest = min(prices, default=0)
    only_cheapest = prices.count(cheapest) == 1 and len(cards) > 1
    return [
        "the lowest price of these"
        if only_cheapest and card.price.amount_minor == cheapest
        else _reason(card, count, query)
        for card, count in zip(cards, rating_counts, strict=True)
    ]


def _reason(card: ProductCard, rating_count: int, query: Query) -> str | None:
    if card.rating is not None and card.rating >= MUCH_LIKED and rating_count >= ENOUGH_PEOPLE:
        return f"{card.rating:.1f} stars from {rating_count} people"
    limit = query.max_price_minor
    if limit is not None and card.price.amount_minor <= limit * WELL_BELOW:
        asked = price_written(Money(amount_minor=limit, currency=card.price.currency)).removesuffix(".00")
        return f"well under your {asked}"
    return None


def said_of_few(whys: Mapping[str, str], *, of: int) -> dict[str, str]:
    """Without what more than half could say, such as that the shopper's own store has it: that speaks for none."""
    times = Counter(whys.values())
    return {product_id: why for product_id, why in whys.items() if 2 * times[why] <= of}
