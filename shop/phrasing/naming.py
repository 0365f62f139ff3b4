"""How a product, a choice and a request are named in a sentence."""

import re
from collections.abc import Mapping

from catalog.money import Money
from catalog.product import ProductCard
from catalog.query import Query
from shop.spoken import listing, measure_in_words, price_in_words, price_written

SIZE_WORDS = {
    "xs": "extra small",
    "s": "small",
    "m": "medium",
    "l": "large",
    "xl": "extra large",
    "xxl": "double extra large",
}


def spoken_title(title: str) -> str:
    """A title without its tail of pack sizes, which a listener need not hear; for whom it is, is said first."""
    name = re.split(r",| \(", title, maxsplit=1)[0]
    audience = re.search(r"\b(Women's|Men's|Kids'|Girls'|Boys'|Baby|Toddler)$", title)
    return f"{audience[1].lower()} {name}" if audience and audience[1] not in name else name


def with_price(card: ProductCard) -> str:
    return f"the {spoken_title(card.title)} at {price_in_words(card.price)}"


def choice(attributes: Mapping[str, str]) -> str:
    """What was chosen of a product: "in navy, size medium"; empty if there was nothing to choose."""
    parts = []
    for name, value in attributes.items():
        if name == "color":
            parts.append(f"in {value}")
        elif name == "size":
            parts.append(spoken_size(value) if value[:1].isdigit() and " " in value else f"size {spoken_size(value)}")
        else:
            parts.append(value)
    return ", ".join(parts)


def spoken_size(size: str) -> str:
    return SIZE_WORDS.get(size.lower()) or measure_in_words(size)


def request(query: Query, *, currency: str = "USD") -> str:
    """What was asked for, in words for the screen: "rain jacket in blue under $80.00, without leather"."""
    parts = [" ".join((*query.attributes.values(), query.text)).strip() or "anything"]
    if query.brands:
        parts.append(f"by {listing(query.brands, last='or')}")
    if query.colors:
        parts.append(f"in {listing(query.colors, last='or')}")
    if query.sizes:
        parts.append(f"in size {listing(query.sizes, last='or')}")
    parts.extend(_price_bounds(query, currency))
    if query.min_rating is not None:
        parts.append(f"rated {query.min_rating:g} or better")
    without = (*query.exclude, *query.not_brands)
    return " ".join(parts) + (f", without {listing(without, last='or')}" if without else "")


def _price_bounds(query: Query, currency: str) -> list[str]:
    low, high = query.min_price_minor, query.max_price_minor
    if low is not None and high is not None:
        return [f"between {_written(low, currency)} and {_written(high, currency)}"]
    if high is not None:
        return [f"up to {_written(high, currency)}"]
    return [f"from {_written(low, currency)}"] if low is not None else []


def _written(amount_minor: int, currency: str) -> str:
    return price_written(Money(amount_minor=amount_minor, currency=currency)).removesuffix(".00")
