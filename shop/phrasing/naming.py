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


def with_price(card: ProductCard, *, pack: str | None = None) -> str:
    name = f"{spoken_title(card.title)}, {pack}," if pack else spoken_title(card.title)
    return f"the {name} at {price_in_words(card.price)}"


def choice(attributes: Mapping[str, str]) -> str:
    """What was chosen of a product: "in navy, size medium"; empty if there was nothing to choose."""
    parts = []
    for name, value in sorted(attributes.items(), key=lambda item: item[0] != "color"):
        if name == "color":
            parts.append(f"in {value}")
        elif name == "size" and measure_in_words(value) == value:
            parts.append(f"size {spoken_size(value)}")
        else:
            parts.append(spoken_size(value))
    return ", ".join(parts)


def with_choice(title: str, attributes: Mapping[str, str]) -> str:
    """A thing in a cart: "Meadowbell Whole Milk, half gallon", "Ridge Boots in brown, size 9"."""
    chosen = choice(attributes)
    between = " " if chosen.startswith("in ") else ", "
    return f"{spoken_title(title)}{between}{chosen}" if chosen else spoken_title(title)


def is_plural(title: str) -> bool:
    """Shoes come in sizes, a jacket comes in sizes."""
    return re.search(r"([^su]|shoe)s$", spoken_title(title).lower()) is not None


def wish(query: Query, name: str, *, currency: str, store: str = "") -> str:
    """One bound of the request as it would be said: "in navy", "for eighty dollars or less", "in size 13".

    `currency` is the shop's; a bound named in another one is told in that. `store` is the name of the query's store.
    """
    currency = query.currency or currency
    spoken = {
        "max_price_minor": lambda: _price_wish(query, currency),
        "min_price_minor": lambda: _price_wish(query, currency),
        "colors": lambda: f"in {listing(query.colors, last='or')}",
        "sizes": lambda: listing([_in_size(size) for size in query.sizes], last="or"),
        "brands": lambda: f"by {listing(query.brands, last='or')}",
        "attributes": lambda: f"that is {listing(facts_asked(query))}",
        "min_rating": lambda: f"rated {query.min_rating:g} or better",
        "store": lambda: f"at {store}",
    }
    return spoken[name]()


def _price_wish(query: Query, currency: str) -> str:
    bounds = (query.min_price_minor, query.max_price_minor)
    low, high = (b if b is None else price_in_words(Money(amount_minor=b, currency=currency)) for b in bounds)
    if low and high:
        return f"between {low} and {high}"
    return f"for {high} or less" if high else f"for {low} or more"


def _in_size(size: str) -> str:
    return f"in {'size ' if measure_in_words(size) == size else ''}{spoken_size(size)}"


def facts_asked(query: Query) -> list[str]:
    """Those that the words left to search for do not say anyway."""
    said = query.text.replace("-", " ")
    values = [value for listed in query.attributes.values() for value in listed.split(", ")]
    return [value for value in values if value.replace("-", " ") not in said] or values


def spoken_size(size: str) -> str:
    return SIZE_WORDS.get(size.lower()) or measure_in_words(size)


def request(query: Query, *, currency: str = "USD", store: str = "") -> str:
    """What was asked for, in words for the screen: "rain jacket in blue under $80.00, without leather"."""
    currency = query.currency or currency
    said = query.text.replace("-", " ")
    facts = [value for value in facts_asked(query) if value.replace("-", " ") not in said]
    parts = [" ".join((*facts, query.text)).strip() or "anything"]
    if query.brands:
        parts.append(f"by {listing(query.brands, last='or')}")
    if query.colors:
        parts.append(f"in {listing(query.colors, last='or')}")
    if query.sizes:
        parts.append(f"in size {listing(query.sizes, last='or')}")
    parts.extend(_price_bounds(query, currency))
    if query.min_rating is not None:
        parts.append(f"rated {query.min_rating:g} or better")
    if query.store and store:
        parts.append(f"at {store}")
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
