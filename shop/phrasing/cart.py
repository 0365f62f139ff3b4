"""What is said about the cart."""

from collections.abc import Sequence

from catalog.product import ProductCard
from shop.cart import Cart, CartLine
from shop.phrasing.naming import choice, spoken_size, spoken_title, with_price
from shop.reply import Answer
from shop.spoken import counted, listing, price_in_words, price_written

SPOKEN_LINES = 5


def added(cart: Cart, lines: Sequence[tuple[CartLine, int]]) -> Answer:
    """The things that went in, each with how many, and where the total stands."""
    what = listing([f"{_so_many(number)}{_named(line)}" for line, number in lines])
    return Answer(
        speech=f"Added {what}. Your cart comes to {price_in_words(cart.total)}. Anything else?",
        text=f"Added {what}. Total: {price_written(cart.total)}.",
        cart=cart,
        suggestions=("Show my cart", "That's all"),
        expects_reply=True,
    )


def contents(cart: Cart, *, lead: str = "") -> Answer:
    if not cart.lines:
        said = f"{lead}Your cart is empty. What can I find for you?"
        return Answer(speech=said, text=said, cart=cart, expects_reply=True)
    lines = [f"{_so_many(line.quantity)}{_named(line)}" for line in cart.lines[:SPOKEN_LINES]]
    if len(cart.lines) > SPOKEN_LINES:
        lines.append(counted(len(cart.lines) - SPOKEN_LINES, "more thing"))
    return Answer(
        speech=f"{lead}You have {listing(lines)}, {price_in_words(cart.total)} in all.",
        text=f"{lead}{counted(len(cart.lines), 'item').capitalize()} in your cart, {price_written(cart.total)}.",
        cart=cart,
        suggestions=("Remove the last one", "Empty my cart"),
        expects_reply=bool(lead),
    )


def which_one(cards: Sequence[ProductCard], *, doing: str = "add") -> Answer:
    offered = listing([with_price(card) for card in cards[:3]], last="or")
    return Answer(
        speech=f"Which one should I {doing}: {offered}?",
        text=f"Which one should I {doing}?",
        products=tuple(cards),
        suggestions=("The first one", "The second one", "The cheapest"),
        expects_reply=True,
    )


def which_choice(card: ProductCard, *, attribute: str, values: Sequence[str]) -> Answer:
    """A choice the shopper has to make: nobody's size is assumed."""
    name = "colour" if attribute == "color" else attribute.replace("_", " ")
    spoken = [spoken_size(value) if attribute == "size" else value for value in values]
    said = f"Which {name} of the {spoken_title(card.title)} would you like? There is {listing(spoken, last='or')}."
    return Answer(speech=said, text=said, products=(card,), suggestions=tuple(values[:6]), expects_reply=True)


def nothing_to_add() -> Answer:
    said = "Tell me what to add. You can name a product, or ask me to find something first."
    return Answer(speech=said, text=said, expects_reply=True)


def too_few(title: str, *, available: int, cart: Cart) -> Answer:
    left = "It is out of stock at the moment." if available == 0 else f"There are only {available} left."
    said = f"I couldn't do that for the {spoken_title(title)}. {left}"
    return Answer(speech=said, text=said, cart=cart, expects_reply=True)


def too_many(cart: Cart, *, most: int) -> Answer:
    said = f"I can put at most {most} of one thing into the cart."
    return Answer(speech=said, text=said, cart=cart, expects_reply=True)


def which_line(cart: Cart) -> Answer:
    names = listing([spoken_title(line.title) for line in cart.lines[:SPOKEN_LINES]], last="or")
    said = f"Which do you mean: {names}?"
    return Answer(speech=said, text=said, cart=cart, suggestions=("The first one", "The last one"), expects_reply=True)


def how_many(cart: Cart, line: CartLine) -> Answer:
    said = f"You have {line.quantity} of the {spoken_title(line.title)}. How many would you like?"
    return Answer(speech=said, text=said, cart=cart, suggestions=("Make it two", "Remove it"), expects_reply=True)


def changed(cart: Cart, line: CartLine, *, quantity: int) -> Answer:
    if quantity == 0:
        return contents(cart, lead=f"I took out the {spoken_title(line.title)}. ")
    return contents(cart, lead=f"Now it's {quantity} of the {spoken_title(line.title)}. ")


def empty_it(cart: Cart) -> Answer:
    said = f"Shall I take {counted(len(cart.lines), 'thing')} out and empty your cart?"
    return Answer(speech=said, text=said, cart=cart, suggestions=("Yes, empty it", "No"), expects_reply=True)


def _named(line: CartLine) -> str:
    chosen = choice(line.attributes)
    return f"{spoken_title(line.title)}{' ' + chosen if chosen.startswith('in ') else ', ' + chosen if chosen else ''}"


def _so_many(quantity: int) -> str:
    return "the " if quantity == 1 else f"{quantity} of the "
