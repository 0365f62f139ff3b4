"""What is said and shown where the assistant recommends: never more than is true of each product."""

from collections.abc import Sequence

from catalog.product import ProductCard
from shop.phrasing.naming import spoken_title
from shop.phrasing.results import SHALL_I_ADD, SHOWN_AT_ONCE, SPOKEN_AT_ONCE, told_apart
from shop.reply import Answer
from shop.spoken import listing, price_written

WHICH_ONE = "Would you like one of these?"
FOR_YOU = "You might like"
NEXT_STEPS = ("Tell me about the first one", "Anything else I need?")


def ideas(cards: Sequence[ProductCard], *, is_personal: bool) -> Answer:
    heading = "For you" if is_personal else "What people like"
    return _told(cards, lead=FOR_YOU, heading=heading)


def popular(cards: Sequence[ProductCard]) -> Answer:
    return _told(cards, lead="Popular right now:", heading="Popular right now")


def due(cards: Sequence[ProductCard]) -> Answer:
    return _told(cards, lead="Your cart is empty so far, but you might be running out of", heading="Time to buy again")


def beside(cards: Sequence[ProductCard], title: str) -> Answer:
    return _told(cards, lead=f"To go with the {spoken_title(title)} I have", heading=f"Goes with {title}")


def for_cart(cards: Sequence[ProductCard]) -> Answer:
    return _told(cards, lead="You might also need", heading="Goes with what is in your cart")


def others(cards: Sequence[ProductCard]) -> Answer:
    return _told(cards, lead="Then perhaps", heading="Others")


def no_others() -> Answer:
    said = "I have no others to recommend. Name a kind of thing, and I'll see what we have."
    return Answer(speech=said, text=said, expects_reply=True)


def nothing_missing(*, is_empty: bool) -> Answer:
    said = (
        "Your cart is empty so far. What are you looking for?"
        if is_empty
        else "I can't think of anything else that goes with it. Shall I check you out?"
    )
    return Answer(
        speech=said, text=said, suggestions=() if is_empty else ("Check out", "What's in my cart"), expects_reply=True
    )


def before_you_go(card: ProductCard) -> str:
    """A line to read beside the checkout's first question, and nothing that has to be answered."""
    told = f"{card.title}, {price_written(card.price)}, {card.why}"
    return f"Before you go: {told}. Say “add the {card.title}” to take it along."


def _told(cards: Sequence[ProductCard], *, lead: str, heading: str) -> Answer:
    """The first with what speaks for it, and two others by name."""
    told = told_apart(cards[:SPOKEN_AT_ONCE])
    why = f", {cards[0].why}" if cards[0].why else ""
    if len(cards) == 1:
        speech = f"{lead} {told[0]}{why}. {SHALL_I_ADD}"
        suggestions: tuple[str, ...] = ("Yes, add it", "Tell me more")
    else:
        speech = f"{lead} {told[0]}{why}; also {listing(told[1:])}. {WHICH_ONE}"
        suggestions = NEXT_STEPS
    return Answer(
        speech=speech,
        text=f"{heading}:",
        products=tuple(cards[:SHOWN_AT_ONCE]),
        suggestions=suggestions,
        expects_reply=True,
    )
