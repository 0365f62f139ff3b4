"""What is said and shown when products were looked for."""

from collections.abc import Sequence

from catalog.product import ProductCard
from catalog.query import Query
from shop.phrasing.naming import request, spoken_title, with_price
from shop.reply import Answer
from shop.spoken import listing, price_in_words, price_written

SPOKEN_AT_ONCE = 3
SHOWN_AT_ONCE = 10


def found(cards: Sequence[ProductCard], query: Query, *, lead: str = "I found") -> Answer:
    """Three in speech, up to ten on the screen."""
    if len(cards) == 1:
        return _found_one(cards[0], query)
    spoken = [with_price(card) for card in cards[:SPOKEN_AT_ONCE]]
    question = "Which one would you like?" if len(cards) <= SPOKEN_AT_ONCE else "Would you like one of these, or more?"
    return Answer(
        speech=f"{lead} {listing(spoken)}. {question}",
        text=f"{_how_many(cards)} for {request(query, currency=cards[0].price.currency)}.",
        products=tuple(cards[:SHOWN_AT_ONCE]),
        suggestions=_next_steps(cards, query),
        expects_reply=True,
        query=query,
    )


def nothing(query: Query, *, nearest: ProductCard | None = None) -> Answer:
    """An honest no; with the nearest thing there is when only the bounds stand in the way."""
    if nearest is None:
        said = f"Sorry, we don't carry that. I looked for {request(query)}."
        return Answer(
            speech=f"{said} Is there something else I can find for you?",
            text=f"{said} Try other words, or ask for something else.",
            products=(),
            expects_reply=True,
            query=query,
        )
    asked_for = request(query, currency=nearest.price.currency)
    return Answer(
        speech=(
            f"I have nothing that fits all of that. The closest is the {spoken_title(nearest.title)}"
            f" at {price_in_words(nearest.price)}. Would you like to hear about it?"
        ),
        text=f"Nothing fits {asked_for}. The closest is {nearest.title} at {price_written(nearest.price)}.",
        products=(nearest,),
        suggestions=("Tell me about it", "Show me something else"),
        expects_reply=True,
        query=query,
    )


def no_more(query: Query) -> Answer:
    said = f"That's all there is for {request(query)}."
    return Answer(
        speech=f"{said} Shall I look for something else?",
        text=f"{said} You can loosen a wish, or look for something else.",
        expects_reply=True,
        query=query,
    )


def what_for() -> Answer:
    said = "Gladly. What is it for, or who is it for? A beginner's hike, a kitchen, a gift?"
    return Answer(speech=said, text=said, expects_reply=True)


def _found_one(card: ProductCard, query: Query) -> Answer:
    return Answer(
        speech=f"I found one: {with_price(card)}. Shall I add it to your cart, or tell you more?",
        text=f"One match for {request(query, currency=card.price.currency)}.",
        products=(card,),
        suggestions=("Tell me more", "Add it to my cart"),
        expects_reply=True,
        query=query,
    )


def _how_many(cards: Sequence[ProductCard]) -> str:
    return f"The best {SHOWN_AT_ONCE}" if len(cards) >= SHOWN_AT_ONCE else f"{len(cards)} results"


def _next_steps(cards: Sequence[ProductCard], query: Query) -> tuple[str, ...]:
    steps = ["Tell me about the first one", "Something cheaper"]
    colors = [color for card in cards if (color := card.attributes.get("color"))]
    if not query.colors and len(set(colors)) > 1:
        steps.append(f"Only in {colors[0].lower()}")
    if len(cards) >= SHOWN_AT_ONCE:
        steps.append("Show me more")
    return tuple(steps)
