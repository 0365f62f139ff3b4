"""What is said while something is sent back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalog.money import Money
from catalog.product import ProductCard
from shop.choosing import Choice
from shop.orders.meant import Bought
from shop.orders.plain import plain_order
from shop.phrasing.choices import in_words, label
from shop.phrasing.days import dated
from shop.phrasing.naming import choice as choice_words
from shop.phrasing.naming import is_plural
from shop.phrasing.order_words import bare_title, own
from shop.phrasing.return_rules import sourced
from shop.reply import Answer
from shop.returns.eligibility import Returnable
from shop.returns.reasons import Reason, Resolution
from shop.returns.returns import Return
from shop.spoken import listing, number_in_words, price_in_words

SPOKEN = 3
BECAUSE = {
    Reason.TOO_SMALL: "too small",
    Reason.TOO_BIG: "too big",
    Reason.WRONG_ITEM: "the wrong thing",
    Reason.DAMAGED: "damaged",
    Reason.FAULTY: "faulty",
    Reason.NOT_AS_EXPECTED: "not as expected",
    Reason.CHANGED_MIND: "no longer wanted",
    Reason.OTHER: "returned for another reason",
}


def which_things(things: Sequence[Bought], *, again: bool) -> Answer:
    """The newest things that may come back, as far as they are heard with patience."""
    names = listing([f"the {bare_title(thing.line.title)}" for thing in things[:SPOKEN]], last="or")
    opening = "Which one" if again else "What would you like to send back"
    more = ", or something else" if len(things) > SPOKEN else ""
    said = f"{opening}: {names}{more}?" if things else "What would you like to send back?"
    return Answer(
        speech=said,
        text=said,
        suggestions=tuple(bare_title(thing.line.title) for thing in things[:SPOKEN]),
        expects_reply=True,
    )


def how_many(thing: Bought) -> Answer:
    said = f"You have {number_in_words(thing.left)} of the {own(thing.line)}. How many go back?"
    return Answer(speech=said, text=said, suggestions=("One", "All of them"), expects_reply=True)


def why(things: Sequence[Bought], *, again: bool) -> Answer:
    name = listing([f"the {own(thing.line)}" for thing in things[:SPOKEN]])
    wrong = "What's the reason" if again else f"That's a pity. What's wrong with {name}"
    said = f"{wrong}: too small, too big, faulty, or you changed your mind?" if again else f"{wrong}?"
    return Answer(
        speech=said,
        text=said,
        suggestions=("Too small", "Too big", "It's faulty", "I changed my mind"),
        expects_reply=True,
    )


def money_or_other(reason: Reason) -> Answer:
    other = {
        Reason.TOO_SMALL: "another size",
        Reason.TOO_BIG: "another size",
        Reason.NOT_AS_EXPECTED: "another size or color",
    }.get(reason, "a new one")
    said = f"Would you like your money back, or {other}?"
    return Answer(speech=said, text=said, suggestions=("Money back", f"{other.capitalize()}"), expects_reply=True)


def which_instead(card: ProductCard, choice: Choice, *, again: bool) -> Answer:
    attribute, values = choice.open or ("", [])
    asked = f"Which {label(attribute)} would you like instead?"
    there = "" if again else f"There {'is' if len(values) == 1 else 'are'} {in_words(attribute, values, last='and')}. "
    return Answer(
        speech=f"{there}{asked}",
        text=f"{there}{asked}",
        products=(card,),
        suggestions=tuple(f"{label(attribute).capitalize()} {value}" for value in values[:SPOKEN]),
        expects_reply=True,
    )


def there_are(thing: Bought, attribute: str, values: Sequence[str]) -> Answer:
    """What it could be exchanged for; the question that is open comes after it."""
    name = bare_title(thing.line.title)
    if not values:
        said = f"The {name} comes in one {label(attribute)} only."
    else:
        come = "come" if is_plural(thing.line.title) else "comes"
        said = f"The {name} {come} in {in_words(attribute, values, last='and')}."
    return Answer(speech=said, text=said)


def no_other(thing: Bought, wanted: str = "") -> Answer:
    """Nothing to exchange it for: the money is."""
    cannot = f"I'm sorry, the {own(thing.line)} can't be had {wanted or 'as a new one'} right now."
    said = f"{cannot} I can give you the money back."
    return Answer(speech=said, text=said, expects_reply=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """All that a yes agrees to; `instead` names what comes in exchange."""

    things: Sequence[tuple[Bought, int]]
    reason: Reason
    resolution: Resolution
    refund: Money
    fee: Money
    instead: str = ""


def confirm(agreed: Agreement, *, again: bool) -> Answer:
    names = listing([_so_many(thing, quantity) for thing, quantity in agreed.things])
    get = f"you get {agreed.instead} instead"
    if agreed.resolution is Resolution.REFUND:
        get = f"you get {price_in_words(agreed.refund)} back"
    cost = f" Sending it costs {price_in_words(agreed.fee)}." if agreed.fee.amount_minor else ""
    said = f"So: {names}, {BECAUSE[agreed.reason]}, and {get}.{cost} Shall I start the return?"
    return Answer(
        speech="Shall I start the return?" if again else said,
        text=said,
        suggestions=("Yes, start it", "No"),
        expects_reply=True,
    )


def started(
    made: Return, things: Sequence[Bought], *, today: date, keep: bool = False, others: Sequence[Return] = ()
) -> Answer:
    """The label is a link, which nobody wants to hear; what need not come back can be thrown away."""
    many = len(things) > 1 or is_plural(things[0].line.title)
    them, are = ("them", "they are") if many else ("it", "it is")
    by = f" by {dated(made.send_by, today)}" if made.send_by else ""
    sending = f"No need to send {them} back." if keep else f"The label is on the screen; send {them}{by}."
    money = "I've put the new one aside for you."
    if made.resolution is Resolution.REFUND:
        when = "" if keep else f" once {are} here"
        money = f"You get {price_in_words(made.refund)} back the way you paid{when}."
    said = f"Done, your return is started. {sending} {money}"
    label = "" if keep else f"\nLabel: {made.label_url}"
    return Answer(
        speech=said,
        text=f"{said}\nReturn {made.number}, order {made.order_number}{label}",
        order=plain_order(things[0].order, [made, *others]),
        suggestions=("When do I get my money back?", "Show my orders"),
    )


def not_possible(each: Returnable, *, today: date, faulty_hint: bool = False) -> Answer:
    """An honest no with its rule, and a way on."""
    hint = " A fault may still be under warranty: ask me what it covers." if faulty_hint else ""
    rule = sourced(each, now_on=today)
    said = f"I can't take that back. {rule}{hint} If it should be otherwise, a person can decide."
    return Answer(
        speech=said,
        text=said,
        order=plain_order(each.thing.order),
        suggestions=("Talk to a person", "What is the warranty?"),
    )


def nothing_to_return() -> Answer:
    said = "I see nothing in your orders that could be sent back right now."
    return Answer(speech=said, text=said, suggestions=("How do returns work?", "Where is my order?"))


def not_bought(goods: str) -> Answer:
    said = f"I don't see any {goods} in your orders."
    return Answer(speech=said, text=said, expects_reply=True)


def left() -> Answer:
    said = "All right, nothing is sent back. Anything else?"
    return Answer(speech=said, text=said, expects_reply=True)


def other_variant(attributes: dict[str, str]) -> str:
    """ "Size large", "one in navy"."""
    return f"one {choice_words(attributes)}" if attributes else "a new one"


def _so_many(thing: Bought, quantity: int) -> str:
    return f"the {own(thing.line)}" if quantity == 1 else f"{number_in_words(quantity)} of the {own(thing.line)}"
