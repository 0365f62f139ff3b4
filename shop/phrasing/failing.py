"""What is said when nothing is found again: another way each time, in the end a person or a look around."""

from collections.abc import Sequence

from catalog.product import ProductCard
from catalog.query import Query
from shop.phrasing.naming import is_plural, request, with_price
from shop.reply import Answer
from shop.spoken import listing

MOST_DEPARTMENTS = 3
WISHES = {
    "max_price_minor": "the price",
    "min_price_minor": "the price",
    "colors": "the color",
    "sizes": "the size",
    "brands": "the brand",
    "min_rating": "the rating",
    "store": "the store",
    "attributes": "what it has to be",
}


def wishes_of(query: Query) -> tuple[str, ...]:
    """The first of the wishes that could be given up: a price is what people give up first."""
    held = [name for name in WISHES if getattr(query, name)]
    return tuple(name for name in held if WISHES[name] == WISHES[held[0]])


def nothing_again(query: Query) -> Answer:
    """The second time: other words may find it."""
    asked = request(query)
    return Answer(
        speech=f"I can't find {asked} either. What would you use it for? Another word may find it.",
        text=f"Nothing for {asked} either. Another word for it, or what it is for, may help.",
        products=(),
        suggestions=("Start over", "Recommend something"),
        expects_reply=True,
        query=query,
    )


def shall_i_let_go(query: Query, without: Sequence[str], card: ProductCard | None = None) -> Answer:
    """Something has to give: what of the request is `without` in the way; `card` is the closest there is."""
    given_up = dict.fromkeys(WISHES[name] for name in without if name in WISHES)
    closest = f"The closest {'are' if is_plural(card.title) else 'is'} still {with_price(card)}." if card else ""
    said = closest or f"There's no {request(query)} either."
    said = f"{said} Shall I let go of {listing([*given_up])}?"
    return Answer(
        speech=said,
        text=said,
        products=(card,) if card else None,
        suggestions=("Yes", "Start over"),
        expects_reply=True,
        query=query,
    )


def look_around(query: Query, departments: Sequence[str]) -> Answer:
    """The third time: somebody who knows more, or a look at what there is."""
    around = listing([name.lower() for name in departments[:MOST_DEPARTMENTS]], last="or")
    browse = f", or we look around: {around}" if around else ""
    return Answer(
        speech=f"I don't get any further with that. I can get you a person{browse}. Which would you like?",
        text=f"Nothing for {request(query)}. Ask for a person{browse}.",
        products=(),
        suggestions=("Talk to a person", *departments[:MOST_DEPARTMENTS]),
        expects_reply=True,
        query=query,
    )
