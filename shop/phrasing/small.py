"""The short answers: a yes or no without a question, what is not served, what was not understood."""

from catalog.product import ProductCard
from shop.phrasing.naming import with_price
from shop.reply import Answer

CAN_DO = ("Find a rain jacket under eighty dollars", "What's in my cart?", "How do returns work?")


def not_understood() -> Answer:
    return _plain(
        "That's not something I can help with here."
        " I can find products, answer questions about them, and fill your cart.",
        suggestions=CAN_DO,
    )


def not_heard() -> Answer:
    """What may be a yes is none where something would follow from it."""
    return _plain("Sorry, I didn't get that. Was that a yes?", suggestions=("Yes", "No"))


def yes_to_what() -> Answer:
    return _plain("Good. What would you like me to do?", suggestions=CAN_DO)


def what_else() -> Answer:
    return _plain("What else can I find for you?", suggestions=CAN_DO)


def which_then() -> Answer:
    return _plain(
        "Which one? Say the first, the second or the third, or ask for more.",
        suggestions=("The first one", "The second one", "Show me more"),
    )


def shall_i_add(card: ProductCard) -> Answer:
    said = f"Shall I add {with_price(card)} to your cart?"
    return Answer(speech=said, text=said, products=(card,), suggestions=("Yes, add it", "No"), expects_reply=True)


def left_undone() -> Answer:
    return _plain("All right, I'll leave it. Anything else?", suggestions=CAN_DO)


def that_is_all() -> Answer:
    said = "All right. Your cart is kept for you, so come back to it whenever you like."
    return Answer(speech=said, text=said, suggestions=("Show my cart",))


def rest(said: str) -> Answer:
    return _plain(said)


def again(last_speech: str | None) -> Answer:
    return _plain(last_speech or "I haven't said anything yet. What can I find for you?")


def unavailable() -> Answer:
    """The shop's data cannot be reached: nothing was done, and nothing is claimed."""
    return _plain(
        "Sorry, I can't reach the shop's shelves right now. Nothing was changed. Please try again in a moment."
    )


def _plain(said: str, *, suggestions: tuple[str, ...] = ()) -> Answer:
    return Answer(speech=said, text=said, suggestions=suggestions, expects_reply=True)
