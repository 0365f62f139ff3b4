"""What is said when several things were asked for at once: one answer, and one question at its end."""

from collections.abc import Sequence
from dataclasses import replace

from catalog.product import ProductCard
from catalog.query import Query
from shop.phrasing import usual
from shop.phrasing.naming import is_plural, request, with_choice, with_price
from shop.phrasing.results import told_apart
from shop.reply import Answer
from shop.shopping_list import Added, Taken
from shop.spoken import counted, listing, number_in_words, price_in_words, price_written

TITLES_AT_MOST = 3
LONGEST_WITH_PRICES = 320
LONGEST_SPEECH = 400
PLACES = ("The first one", "The second one", "The third one")


def told(taken: Taken, question: Answer | None) -> Answer:
    """What was done, what could not be, and then the question that is open, if any."""
    closing, written = (question.speech, question.text) if question else _closing(taken)
    done = _what_was_done(taken, titles=TITLES_AT_MOST, hints=question is None)
    speech = " ".join((*done, closing))
    if len(speech) > LONGEST_SPEECH:
        speech = " ".join((*_what_was_done(taken, titles=0), closing))
    text = " ".join((*done, written))
    if question is not None:
        return replace(question, speech=speech, text=text, cart=taken.cart or question.cart)
    return Answer(
        speech=speech,
        text=text,
        cart=taken.cart,
        suggestions=("Show my cart", *(("Remove it",) if len(taken.added) == 1 else ()), "That's all"),
        expects_reply=True,
    )


def which_of(query: Query, cards: Sequence[ProductCard]) -> Answer:
    """ "Which milk: the first, the second or the third?"."""
    which = f"Which {query.text}" if query.text else "Which one should I add"
    return Answer(
        speech=f"{which}: {listing(told_apart(cards[:3]), last='or')}?",
        text=f"Which {query.text or 'one'} should I add?",
        products=tuple(cards),
        suggestions=PLACES[: len(cards)],
        expects_reply=True,
    )


def which_after_all(
    query: Query, cards: Sequence[ProductCard], *, without: Query | None = None, no_usual: bool = False
) -> Answer:
    """The same question again, with the reason: there is none `without` which it could be, or no usual one is known."""
    which = which_of(query, cards)
    lead = "I don't know your usual one yet. " if no_usual else f"I have no {_name(without)}. " if without else ""
    return replace(which, speech=f"{lead}{which.speech}", text=f"{lead}{which.text}")


def found_each(found: Sequence[tuple[Query, ProductCard]], missing: Sequence[Query], *, left_out: int = 0) -> Answer:
    """The best of each thing, in the order asked for; with prices while that can be listened to."""
    cards = tuple(card for _, card in found)
    speech = f"For your list I found {listing([with_price(card) for card in cards])}."
    if len(speech) > LONGEST_WITH_PRICES:
        names = listing([query.text or card.title for query, card in found])
        speech = f"I found {names}. The best of each is on your screen."
    parts = [speech, *_missing(missing), *_left_out(left_out)]
    text = f"The best of each: {listing([query.text or card.title for query, card in found])}."
    return Answer(
        speech=" ".join((*parts, "Which of them shall I add?")),
        text=" ".join((text, *parts[1:])),
        products=cards,
        suggestions=("Add all of them", "Add the first one"),
        expects_reply=True,
        query=found[0][0],
    )


def found_none(missing: Sequence[Query]) -> Answer:
    said = f"Sorry, we carry none of that: no {listing([_name(query) for query in missing], last='or')}."
    return Answer(
        speech=f"{said} What else can I look for?", text=said, products=(), expects_reply=True, query=missing[0]
    )


def change_which(names: Sequence[str]) -> Answer:
    said = f"For which of them: {listing([f'the {name}' for name in names], last='or')}?"
    return Answer(
        speech=said, text=said, suggestions=tuple(f"The {name}" for name in names[:TITLES_AT_MOST]), expects_reply=True
    )


def back_to(what: str) -> Answer:
    """After a question in between, the one that was open."""
    said = f"And which {what} would you like?"
    return Answer(speech=said, text=said, expects_reply=True)


def left_open(answer: Answer, names: Sequence[str]) -> Answer:
    """What is not in the cart is not kept quiet."""
    if not names:
        return answer
    said = f"I left out the {listing(names)}."
    return replace(answer, speech=f"{said} {answer.speech}", text=f"{said} {answer.text}")


def _what_was_done(taken: Taken, *, titles: int, hints: bool = False) -> list[str]:
    """More than so many titles nobody listens to: then each is called as it was asked for."""
    said = []
    if taken.dropped:
        said.append(f"All right, no {listing(taken.dropped, last='or')}.")
    if taken.added:
        hint = usual.amount_hint(taken.added[0]) if hints and len(taken.added) == 1 else ""
        said.append(f"Added {_added(taken.added, titles=titles)}.{hint}")
    said.extend(_missing(taken.missing))
    if taken.sold_out:
        are = "are" if len(taken.sold_out) > 1 or is_plural(taken.sold_out[0]) else "is"
        said.append(f"The {listing(taken.sold_out)} {are} out of stock.")
    if taken.other_currency:
        are = "are" if len(taken.other_currency) > 1 or is_plural(taken.other_currency[0]) else "is"
        said.append(f"The {listing(taken.other_currency)} {are} sold in another currency, for an order apart.")
    if taken.most is not None:
        said.append(f"I can put at most {taken.most} of one thing into the cart.")
    return [*said, *_left_out(taken.left_out)]


def _added(added: Sequence[Added], *, titles: int) -> str:
    if len(added) <= titles:
        return listing([_one_added(one, alone=len(added) == 1) for one in added])
    return f"{counted(len(added), 'thing')}: {listing([_in_own_words(one) for one in added])}"


def _one_added(one: Added, *, alone: bool) -> str:
    return usual.added(one, alone=alone) if one.habit else f"{_so_many(one.quantity)}{_title(one)}"


def _title(one: Added) -> str:
    return with_choice(one.line.title, one.line.attributes)


def _in_own_words(one: Added) -> str:
    name = one.asked.text or _title(one)
    return f"{number_in_words(one.quantity)} {name}" if one.quantity > 1 and not one.asked.unit else name


def _missing(missing: Sequence[Query]) -> list[str]:
    return [f"I found no {listing([_name(query) for query in missing], last='or')}."] if missing else []


def _left_out(number: int) -> list[str]:
    return [f"That's ten; tell me the other {number_in_words(number)} again after this."] if number else []


def _closing(taken: Taken) -> tuple[str, str]:
    if taken.cart is None or not taken.cart.lines:
        return "What else would you like?", "What else would you like?"
    total, off = taken.cart.total, taken.cart.totals.discount if taken.cart.totals else None
    if taken.cart.totals is None or off is None or off.amount_minor == 0:
        return f"Your cart comes to {price_in_words(total)}. Anything else?", f"Total: {price_written(total)}."
    goods = taken.cart.totals.goods
    return (
        f"Your cart comes to {price_in_words(goods)}, with {price_in_words(off)} off. Anything else?",
        f"Total: {price_written(goods)}, {price_written(off)} off.",
    )


def _name(query: Query) -> str:
    return request(query)


def _so_many(quantity: int) -> str:
    return "the " if quantity == 1 else f"{number_in_words(quantity)} of the "
