"""What is said when something was put right or taken back."""

from collections.abc import Sequence

from catalog.product import ProductCard
from catalog.query import Query
from shop.cart import Cart, CartLine
from shop.phrasing.naming import request, with_choice
from shop.phrasing.results import told_apart
from shop.phrasing.variety import pick
from shop.reply import Answer
from shop.spoken import listing, number_in_words, price_in_words, price_written

PLACES = ("The first one", "The second one", "The third one")


def swapped(cart: Cart, right: CartLine, wrong: str, *, quantity: int, remembered: bool | None, turn_id: str) -> Answer:
    """`remembered` is None for a change of mind, for which nobody has to be sorry."""
    number = "the" if quantity == 1 else f"{number_in_words(quantity)} of the"
    sorry = ("My mistake.", "All right.", "Right you are.")
    lead = pick(sorry if remembered is not None else ("Done.", "All right.", "Swapped."), turn_id)
    kept = " I'll remember that." if remembered else ""
    said = f"{lead} It's {number} {with_choice(right.title, right.attributes)} now, instead of the {wrong}.{kept}"
    return _told(said, cart)


def recounted(cart: Cart, line: CartLine, *, turn_id: str) -> Answer:
    lead = pick(("Got it:", "Right:", "All right,"), turn_id)
    return _told(f"{lead} {number_in_words(line.quantity)} of the {with_choice(line.title, line.attributes)}.", cart)


def which_instead(query: Query, cards: Sequence[ProductCard]) -> Answer:
    which = f"Which {query.text}" if query.text else "Which one"
    return Answer(
        speech=f"{which} shall it be instead: {listing(told_apart(cards), last='or')}?",
        text=f"{which} shall it be instead?",
        products=tuple(cards),
        suggestions=PLACES[: len(cards)],
        expects_reply=True,
    )


def nothing_instead(query: Query, title: str) -> Answer:
    said = f"I have no {request(query)}, so I left the {title} in. What else shall it be?"
    return Answer(speech=said, text=said, expects_reply=True)


def no_other_pack(title: str) -> Answer:
    said = f"There's no other pack of the {title} that way, so I left it as it is."
    return Answer(speech=said, text=said, expects_reply=True)


def what_instead(title: str) -> Answer:
    said = f"What shall it be instead of the {title}?"
    return Answer(speech=said, text=said, expects_reply=True)


def which_size(title: str, attribute: str, values: str) -> Answer:
    said = f"Which {attribute} of the {title} shall it be: {values}?"
    return Answer(speech=said, text=said, expects_reply=True)


def only_one(title: str) -> Answer:
    said = f"The {title} comes in one size only. What shall it be instead?"
    return Answer(speech=said, text=said, expects_reply=True)


def undone(cart: Cart, out: Sequence[str], back: Sequence[str], again: Sequence[tuple[int, str]] = ()) -> Answer:
    """`again` are those of which there are another number now, as there were before."""
    parts = [f"took out {listing(out)}"] if out else []
    parts += [f"put {listing(back)} back"] if back else []
    done = f"All right, I {listing(parts)}." if parts else ""
    are = f"It's {listing([f'{number_in_words(number)} of the {title}' for number, title in again])} again."
    said = " ".join(part for part in (done, are if again else "") if part)
    return _told(said or "All right, it's as it was before.", cart)


def nothing_to_undo(cart: Cart) -> Answer:
    if not cart.lines:
        said = "There's nothing to undo: your cart is empty. What can I find for you?"
        return Answer(speech=said, text=said, cart=cart, expects_reply=True)
    return _told("There's nothing to undo right now.", cart)


def _told(said: str, cart: Cart) -> Answer:
    if not cart.lines:
        closing = "Your cart is empty now. Anything else?"
        return Answer(speech=f"{said} {closing}", text=f"{said} {closing}", cart=cart, expects_reply=True)
    return Answer(
        speech=f"{said} Your cart comes to {price_in_words(cart.total)}. Anything else?",
        text=f"{said} Total: {price_written(cart.total)}.",
        cart=cart,
        suggestions=("Show my cart", "Undo", "That's all"),
        expects_reply=True,
    )
