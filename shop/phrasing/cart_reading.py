"""What is said when the cart is read: what is in it, what changed since, and what it comes to."""

from collections.abc import Sequence
from dataclasses import replace

from catalog.money import Money
from shop.cart import Cart, CartLine
from shop.phrasing.naming import spoken_title, with_choice
from shop.reply import Answer
from shop.spoken import counted, listing, number_in_words, price_in_words, price_written

SPOKEN_AT_ONCE = 3
MOST_NEWS = 2
SUGGESTIONS = ("What else", "Remove the last one", "Check out")


def read(cart: Cart, *, skip: int = 0) -> Answer:
    """The first few of a long cart, and how many more; the rest when asked for."""
    if not cart.lines:
        said = "Your cart is empty. What can I find for you?"
        return Answer(speech=said, text=said, cart=cart, expects_reply=True)
    told, left = cart.lines[skip : skip + SPOKEN_AT_ONCE], max(len(cart.lines) - skip - SPOKEN_AT_ONCE, 0)
    if left == 1:
        told, left = cart.lines[skip : skip + SPOKEN_AT_ONCE + 1], 0
    things = [f"{_so_many(line.quantity)}{with_choice(line.title, line.attributes)}" for line in told]
    if left:
        things.append(counted(left, "more thing"))
    opening = "Then there's" if skip else _opening(cart)
    closing = "" if left else f" {comes_to(cart)}"
    if left and not skip:
        closing = f" {comes_to(cart)}"
    return Answer(
        speech=" ".join((*news(cart, skip=skip), f"{opening} {listing(things)}.{closing}")),
        text=f"{_pieces(cart)} in your cart, {price_written(cart.total)}.",
        cart=cart,
        suggestions=SUGGESTIONS if left else SUGGESTIONS[1:],
    )


def total(cart: Cart) -> Answer:
    if not cart.lines:
        return read(cart)
    return _plain(comes_to(cart), cart)


def with_tax(cart: Cart) -> Answer:
    """What is not known yet is no "yes" and no "no"."""
    if not cart.lines:
        return read(cart)
    tax = cart.totals.tax if cart.totals else None
    if tax is None:
        goods = cart.totals.goods if cart.totals else cart.total
        said = f"{price_in_words(goods)} is before tax: I can tell the tax once I know where it goes."
        return _plain(f"{said[0].upper()}{said[1:]}", cart)
    if not tax.amount_minor:
        return _plain(f"There's no tax on that. {comes_to(cart)}", cart)
    return _plain(f"The tax is {price_in_words(tax)}. {comes_to(cart)}", cart)


def just_put(cart: Cart, line: CartLine, quantity: int) -> Answer:
    named = with_choice(line.title, line.attributes)
    number = "the" if quantity <= 1 else f"{number_in_words(quantity)} of the"
    return _plain(f"Just now it was {number} {named}.", cart)


def price_of(cart: Cart, line: CartLine) -> Answer:
    each = f"{price_in_words(line.unit_price)} each, {price_in_words(line.line_total)} together"
    said = price_in_words(line.unit_price) if line.quantity == 1 else each
    return _plain(f"The {with_choice(line.title, line.attributes)} is {said}.", cart)


def is_there(cart: Cart, lines: Sequence[CartLine]) -> Answer:
    there = [f"{_so_many(line.quantity)}{with_choice(line.title, line.attributes)}" for line in lines]
    return _plain(f"Yes, you have {listing(there[:SPOKEN_AT_ONCE])} in there.", cart)


def is_not_there(cart: Cart, goods: str) -> Answer:
    said = f"No, there's no {goods} in your cart. Shall I look for some?"
    return Answer(speech=said, text=said, cart=cart, suggestions=("Yes", "No"), expects_reply=True)


def discounts(cart: Cart) -> Answer:
    found = cart.totals.discounts if cart.totals else ()
    if not found:
        return _plain("Nothing in your cart is on sale at the moment.", cart)
    told = [f"{each.name} takes off {price_in_words(each.amount)}" for each in found[:SPOKEN_AT_ONCE]]
    return _plain(f"Yes: {listing(told)}.", cart)


def comes_to(cart: Cart) -> str:
    """With what comes off, and what is known of delivery and tax."""
    totals = cart.totals
    if totals is None:
        return f"That's {price_in_words(cart.total)} in all."
    goods = f"That's {price_in_words(totals.goods)}"
    if totals.total is not None and totals.total != totals.goods:
        with_ = [name for name, amount in (("delivery", totals.shipping), ("tax", totals.tax)) if _is_some(amount)]
        goods = f"{goods}, {price_in_words(totals.total)} with {listing(with_)}"
    elif totals.total is None and totals.tax is not None and totals.tax.amount_minor:
        with_tax = replace(totals.goods, amount_minor=totals.goods.amount_minor + totals.tax.amount_minor)
        goods = f"{goods}, about {price_in_words(with_tax)} with tax"
    else:
        goods = f"{goods} in all"
    return f"{goods}.{_off(totals.discount)}"


def _is_some(amount: Money | None) -> bool:
    return amount is not None and amount.amount_minor > 0


def news(cart: Cart, *, skip: int = 0) -> list[str]:
    """What is not as it was when it was put in is said first, in the first part of the cart."""
    if skip:
        return []
    told = [*_sold_out(cart.lines), *_dearer(cart.lines)]
    return told[:MOST_NEWS]


def _sold_out(lines: Sequence[CartLine]) -> list[str]:
    told = []
    for line in lines:
        name = spoken_title(line.title)
        if line.available == 0:
            told.append(f"The {name} sold out since you put it in.")
        elif line.available < line.quantity:
            are = "is" if line.available == 1 else "are"
            told.append(f"There {are} only {number_in_words(line.available)} left of the {name}.")
    return told


def _dearer(lines: Sequence[CartLine]) -> list[str]:
    told = []
    for line in lines:
        before, now = line.price_told, line.unit_price
        if before is None or before.currency != now.currency or before.amount_minor == now.amount_minor:
            continue
        way = "went up" if now.amount_minor > before.amount_minor else "came down"
        told.append(f"The {spoken_title(line.title)} {way} from {price_in_words(before)} to {price_in_words(now)}.")
    return told


def _off(discount: Money) -> str:
    return f" You save {price_in_words(discount)}." if discount.amount_minor else ""


def _opening(cart: Cart) -> str:
    number = len(cart.lines)
    return "You have" if number <= SPOKEN_AT_ONCE + 1 else f"You have {counted(number, 'thing')}:"


def _so_many(quantity: int) -> str:
    return "the " if quantity == 1 else f"{number_in_words(quantity)} of the "


def _pieces(cart: Cart) -> str:
    return counted(sum(line.quantity for line in cart.lines), "item").capitalize()


def _plain(said: str, cart: Cart) -> Answer:
    return Answer(speech=said, text=said, cart=cart, suggestions=SUGGESTIONS[1:])
