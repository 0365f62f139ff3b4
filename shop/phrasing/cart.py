"""What is said about the cart."""

from collections.abc import Sequence

from catalog.product import ProductCard
from catalog.query import Query
from shop.cart import Cart, CartLine
from shop.choosing import Choice
from shop.phrasing.choices import cannot_be_had, comes_in, in_words, label, offered, there_is
from shop.phrasing.naming import is_plural, request, spoken_size, spoken_title, with_choice
from shop.phrasing.results import told_apart
from shop.reply import Answer
from shop.spoken import counted, currency_in_words, listing, number_in_words, price_in_words, price_written

SPOKEN_LINES = 4
READ_AFTER_CHANGE = 2
MOST_SUGGESTED = 6


def contents(cart: Cart, *, lead: str = "") -> Answer:
    if not cart.lines:
        said = f"{lead}Your cart is empty. What can I find for you?"
        return Answer(speech=said, text=said, cart=cart, expects_reply=True)
    lines = [f"{_so_many(line.quantity)}{_named(line)}" for line in cart.lines[:SPOKEN_LINES]]
    if len(cart.lines) > SPOKEN_LINES:
        lines.append(counted(len(cart.lines) - SPOKEN_LINES, "more thing"))
    return Answer(
        speech=f"{lead}You have {listing(lines)}, {price_in_words(cart.total)} in all.",
        text=f"{lead}{_pieces(cart)} in your cart, {price_written(cart.total)}.",
        cart=cart,
        suggestions=("Remove the last one", "Empty my cart"),
        expects_reply=bool(lead),
    )


def after_change(cart: Cart, *, lead: str) -> Answer:
    """A short cart is read after each change of it; of a long one the total will do."""
    if len(cart.lines) <= READ_AFTER_CHANGE:
        return contents(cart, lead=lead)
    return Answer(
        speech=f"{lead}Your cart comes to {price_in_words(cart.total)}. Anything else?",
        text=f"{lead}Total: {price_written(cart.total)}.",
        cart=cart,
        suggestions=("Show my cart", "Undo", "That's all"),
        expects_reply=True,
    )


def which_one(cards: Sequence[ProductCard]) -> Answer:
    places = ("The first one", "The second one", "The third one")[: len(cards)]
    return Answer(
        speech=f"Which one should I add: {listing(told_apart(cards[:3]), last='or')}?",
        text="Which one should I add?",
        products=tuple(cards),
        suggestions=places,
        expects_reply=True,
    )


def which_choice(card: ProductCard, choice: Choice) -> Answer:
    """A choice the shopper has to make: nobody's size is assumed."""
    attribute, values = choice.open or ("", [])
    if attribute not in choice.lacking and (instead := offered(choice)):
        attribute, values = next(iter(instead.items()))
    asked = f"Which {label(attribute)} would you like?"
    if choice.lacking:
        opening = f"{cannot_be_had(card.title, choice)} {comes_in(card.title)}"
    else:
        opening = f"The {spoken_title(card.title)} {'come' if is_plural(card.title) else 'comes'} in"
    return Answer(
        speech=f"{opening} {in_words(attribute, values)}. {asked}",
        text=f"{opening} {listing(values, last='or')}. {asked}",
        products=(card,),
        suggestions=tuple(_as_answer(attribute, value) for value in values[:MOST_SUGGESTED]),
        expects_reply=True,
    )


def only_this(card: ProductCard, choice: Choice) -> Answer:
    """Something other than asked for is offered, not added."""
    said = f"{cannot_be_had(card.title, choice)} {there_is(card.title, choice)}".strip()
    return Answer(
        speech=f"{said} Shall I add that at {price_in_words(card.price)}?",
        text=f"{said} Shall I add that at {price_written(card.price)}?",
        products=(card,),
        suggestions=("Yes, add it", "No"),
        expects_reply=True,
    )


def nothing_to_add(query: Query) -> Answer:
    if query.text or query.brands:
        said = f"I found no {request(query)} to add. What else would you like?"
    else:
        said = "Tell me what to add. You can name a product, or ask me to find something first."
    return Answer(speech=said, text=said, suggestions=("Add oat milk", "Find a rain jacket"), expects_reply=True)


def too_few(title: str, *, available: int, cart: Cart, left: int = 0) -> Answer:
    """`left` are those that are not in the cart already, and are offered instead."""
    are = "is" if available == 1 else "are"
    there = f"There {are} only {number_in_words(available)} left." if available else "It is out of stock at the moment."
    offer = f" Shall I add {'that one' if left == 1 else f'those {number_in_words(left)}'}?" if left > 0 else ""
    said = f"I couldn't do that for the {spoken_title(title)}. {there}{offer}"
    suggestions = ("Yes, add it", "No") if offer else ("Show my cart", "Show me something similar")
    return Answer(speech=said, text=said, cart=cart, suggestions=suggestions, expects_reply=True)


def too_many(cart: Cart, *, most: int) -> Answer:
    said = f"I can put at most {most} of one thing into the cart."
    return Answer(speech=said, text=said, cart=cart, expects_reply=True)


def how_many_of(name: str, *, most: int) -> Answer:
    """Neither none nor a million is put into the cart, and nobody's one either."""
    said = f"I can add one to {number_in_words(most)} of one thing. How many {name or 'of it'} would you like?"
    return Answer(speech=said, text=said, suggestions=("One", "Two"), expects_reply=True)


def other_currency(currency: str, cart_currency: str) -> Answer:
    """Nothing was changed: an order is paid in one currency."""
    other, own = currency_in_words(currency), currency_in_words(cart_currency)
    said = f"Part of that is sold in {other}, and your cart is in {own}. They need an order each."
    return Answer(speech=said, text=said, suggestions=("Check out", "Empty my cart"), expects_reply=True)


def which_line(cart: Cart) -> Answer:
    names = listing([f"the {_named(line)}" for line in cart.lines[:SPOKEN_LINES]], last="or")
    said = f"Which do you mean: {names}?"
    return Answer(speech=said, text=said, cart=cart, suggestions=("The first one", "The last one"), expects_reply=True)


def not_there(cart: Cart) -> Answer:
    return contents(cart, lead="That's not in your cart. ")


def not_made(cart: Cart, line: CartLine, choice: Choice) -> Answer:
    said = f"{cannot_be_had(line.title, choice)} {there_is(line.title, choice)} I left it as it is."
    return Answer(speech=said, text=said, cart=cart, expects_reply=True)


def swapped(cart: Cart, line: CartLine) -> Answer:
    return after_change(cart, lead=f"Now it's {_so_many(line.quantity)}{_named(line)}. ")


def how_many(cart: Cart, line: CartLine) -> Answer:
    said = f"You have {number_in_words(line.quantity)} of the {spoken_title(line.title)}. How many would you like?"
    return Answer(speech=said, text=said, cart=cart, suggestions=("Make it two", "Remove it"), expects_reply=True)


def changed(cart: Cart, line: CartLine, *, quantity: int) -> Answer:
    if quantity == 0:
        return after_change(cart, lead=f"I took out the {spoken_title(line.title)}. ")
    return after_change(cart, lead=f"Now there {_are(quantity)} of the {spoken_title(line.title)}. ")


def changed_several(cart: Cart, quantities: Sequence[tuple[CartLine, int]]) -> Answer:
    gone = [f"the {spoken_title(line.title)}" for line, quantity in quantities if quantity == 0]
    if gone:
        told = [*gone[:SPOKEN_LINES], *_others(len(gone) - SPOKEN_LINES)]
        return after_change(cart, lead=f"I took out {listing(told)}. ")
    numbers = {quantity for _, quantity in quantities}
    one = next(iter(numbers)) if len(numbers) == 1 else None
    lead = f"Now there {'is' if one == 1 else 'are'} {number_in_words(one)} of each. " if one else "Done. "
    return after_change(cart, lead=lead)


def empty_it(cart: Cart) -> Answer:
    pieces = sum(line.quantity for line in cart.lines)
    there = f"There {'is' if pieces == 1 else 'are'} {counted(pieces, 'thing')} in your cart."
    said = f"{there} Shall I empty it?"
    return Answer(speech=said, text=said, cart=cart, suggestions=("Yes, empty it", "No"), expects_reply=True)


def _are(quantity: int) -> str:
    return f"{'is' if quantity == 1 else 'are'} {number_in_words(quantity)}"


def _others(number: int) -> list[str]:
    return [counted(number, "more thing")] if number > 0 else []


def _as_answer(attribute: str, value: str) -> str:
    """A bare "10" would be a number of things."""
    return f"Size {value}" if attribute == "size" and spoken_size(value) == value else value


def _pieces(cart: Cart) -> str:
    return counted(sum(line.quantity for line in cart.lines), "item").capitalize()


def _named(line: CartLine) -> str:
    return with_choice(line.title, line.attributes)


def _so_many(quantity: int) -> str:
    return "the " if quantity == 1 else f"{number_in_words(quantity)} of the "
