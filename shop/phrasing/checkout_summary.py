"""What a shopper is asked to confirm, what has changed of it since, and that it was ordered."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from shop.cart import CartLine
from shop.checkout.hearing.asking import Aspect
from shop.checkout.payment import PaymentChoice
from shop.checkout.quote import Quote
from shop.checkout.totals import Totals
from shop.checkout.window import Fulfilment
from shop.order import Order
from shop.orders.plain import plain_order
from shop.phrasing.checkout import spoken_address, spoken_email, written_address
from shop.phrasing.checkout_times import sentence, spoken_windows, written_window
from shop.phrasing.naming import spoken_title, with_choice
from shop.phrasing.variety import pick
from shop.reply import Answer
from shop.spoken import counted, listing, number_in_words, price_in_words, price_written

QUESTION = "Shall I place the order?"
SUGGESTED = ("Yes, place it", "Change the time", "Change the address", "Not now")
MOST_WORDS = 45
NAMED = 2
TOLD_IN_FULL = frozenset({"how", "payment", "who_and_where"})


def summary(quote: Quote, *, now: datetime, said_before: str = "") -> Answer:
    """Who sells, what, where, when, for how much with tax, and how it is paid: all of it, in one breath.

    The more was `said_before` it, the fewer things are named.
    """
    most = MOST_WORDS - len(said_before.split())
    for named in range(NAMED, -1, -1):
        goods = f"{_goods(quote.cart.lines, named)}, {_where(quote, now)}"
        speech = f"From {quote.seller}: {sentence(goods)} {_price(quote)} {QUESTION}"
        if len(speech.split()) <= most:
            break
    return Answer(speech=speech, text=_written(quote, now), cart=quote.cart, suggestions=SUGGESTED, expects_reply=True)


def again(quote: Quote, *, unsure: bool) -> Answer:
    total = price_in_words(_total(quote))
    if unsure:
        said = f"I need a clear yes or no. Shall I place the order for {total}?"
    else:
        said = f"Shall I place the order for {total}?"
    return Answer(
        speech=said, text=_with_price(said, quote), cart=quote.cart, suggestions=SUGGESTED, expects_reply=True
    )


def anew(quote: Quote, about: Mapping[str, Any], *, now: datetime, choice_told: bool, by_choice: bool) -> Answer:
    """What is no longer as it was when it was last asked about, and the question again.

    All of it where that cannot be said in short, unless the choice that made the difference has just been told: an
    account that was signed in to pays in another way, and another device may have sent it elsewhere. Whoever has
    chosen so just now (`by_choice`) needs no news of it in front.
    """
    news = changes(quote, about, now=now)
    differ = {name for name, value in as_told(quote).items() if about.get(name) != value}
    if not choice_told and (not news or differ & TOLD_IN_FULL):
        if by_choice:
            return summary(quote, now=now)
        whole = summary(quote, now=now, said_before=news)
        return replace(whole, speech=f"{news} {whole.speech}".strip())
    said = f"{news} {QUESTION}" if news else f"It's {price_in_words(_total(quote))} with tax. {QUESTION}"
    return Answer(
        speech=said, text=_with_price(said, quote), cart=quote.cart, suggestions=SUGGESTED, expects_reply=True
    )


def what_to_change() -> Answer:
    said = "All right, not yet. What would you like to change?"
    suggestions = ("Change the time", "Change the address", "Pick it up instead", "Show my cart", "Cancel the checkout")
    return Answer(speech=said, text=said, suggestions=suggestions, expects_reply=True)


def as_told(quote: Quote) -> dict[str, Any]:
    """What the question was about, without a word of who or where: only whether it is still so."""
    who_and_where = repr((quote.checkout_id, quote.seller, quote.contact, quote.address, quote.store))
    return {
        "quote": quote.id,
        "total_minor": _total(quote).amount_minor,
        "goods": {line.variant_id: line.quantity for line in quote.cart.lines},
        "how": str(quote.how),
        "window": quote.window.id if quote.window else None,
        "payment": quote.payment.stored.id if quote.payment.stored else None,
        "code": quote.needs_code,
        "who_and_where": hashlib.sha256(who_and_where.encode()).hexdigest()[:16],
    }


def changes(quote: Quote, about: Mapping[str, Any], *, now: datetime) -> str:
    if not about.get("quote"):
        return ""
    new = as_told(quote)
    news = []
    if new["window"] != about["window"] and quote.window is not None:
        when = spoken_windows((quote.window,), now=now)
        news.append(sentence(f"It now comes {when}" if _is_delivery(quote) else f"You can pick it up {when}"))
    if new["total_minor"] != about["total_minor"]:
        news.append(f"Your total is now {price_in_words(_total(quote))} with tax.")
    elif new["goods"] != about["goods"]:
        news.append(f"That makes {_goods(quote.cart.lines, 0)}, for the same total.")
    return " ".join(news)


def told_of(quote: Quote, aspect: Aspect, *, now: datetime) -> Answer:
    totals = quote.totals
    shipping, tax = totals.shipping, totals.tax
    said = {
        Aspect.TIME: _where(quote, now) if quote.window else "The time isn't set, as none is needed",
        Aspect.PLACE: _where(quote, now),
        Aspect.SHIPPING: f"Shipping is {price_in_words(shipping) if shipping and shipping.amount_minor else 'free'}",
        Aspect.TAX: f"The tax is {price_in_words(tax)}" if tax and tax.amount_minor else "There's no tax on it",
        Aspect.TOTAL: f"The total is {price_in_words(_total(quote))} with tax",
        Aspect.PAYMENT: f"It's {_paid(quote.payment)}{'' if quote.payment.stored else ', once it is ordered'}",
        Aspect.CONTACT: f"The receipt goes to {spoken_email(quote.contact)}",
        Aspect.SELLER: f"You buy from {quote.seller}",
        Aspect.PROMOTION: _discounts(totals),
        Aspect.GOODS: f"You order {_goods(quote.cart.lines, NAMED)}",
    }[aspect]
    told = sentence(f"{said[:1].upper()}{said[1:]}")
    return Answer(speech=told, text=told, cart=quote.cart, expects_reply=True)


def _discounts(totals: Totals) -> str:
    off = totals.discount
    by_themselves = "I can't take codes, but every discount there is comes off by itself"
    return f"{by_themselves}: {price_in_words(off)} so far" if off.amount_minor else by_themselves


def placed(order: Order, *, now: datetime, turn_id: str) -> Answer:
    """Short for the ear; the number, and the link to pay, to be read off the screen."""
    opening = pick(("Done, your order is placed.", "Your order is placed.", "All set, it's ordered."), turn_id)
    pays = order.payment is not None and order.payment.url is not None
    closing = "The link to pay and the order number are on your screen." if pays else "The number is on your screen."
    when = f" {_arrival(order, now)}" if order.window else ""
    lines = [
        f"Order {order.number}",
        *(f"{line.quantity} x {with_choice(line.title, line.attributes)}" for line in order.lines),
        *_sums(order.totals),
        _destination(order),
        *([written_window(order.window, now=now)] if order.window else []),
        *([f"Pay here: {order.payment.url}"] if pays and order.payment else []),
    ]
    return Answer(
        speech=f"{opening}{when} {closing}",
        text="\n".join(filter(None, (f"{opening}{when}", *lines))),
        order=plain_order(order),
        suggestions=("Where is my order?",),
    )


def _goods(lines: Sequence[CartLine], named: int) -> str:
    """ "Eight things, oat milk and bananas among them"; all of them where they are few."""
    by_worth = sorted(lines, key=lambda line: -line.line_total.amount_minor)
    if len(lines) <= named:
        return listing([_so_many(line) for line in lines])
    pieces = counted(sum(line.quantity for line in lines), "thing")
    if named == 0:
        return pieces
    return f"{pieces}, {listing([f'the {spoken_title(line.title)}' for line in by_worth[:named]])} among them"


def _so_many(line: CartLine) -> str:
    name = with_choice(line.title, line.attributes)
    return f"the {name}" if line.quantity == 1 else f"{number_in_words(line.quantity)} of the {name}"


def _where(quote: Quote, now: datetime) -> str:
    if quote.address is not None and _is_delivery(quote):
        place = f"to {spoken_address(quote.address)}"
    else:
        place = f"for pickup at {quote.store.name}" if quote.store else "for pickup"
    return f"{place}, {spoken_windows((quote.window,), now=now)}" if quote.window else place


def _price(quote: Quote) -> str:
    said = price_in_words(_total(quote))
    return f"{said[:1].upper()}{said[1:]} with tax, {_paid(quote.payment)}."


def _paid(payment: PaymentChoice) -> str:
    return f"on your {payment.stored.label}" if payment.stored else "paid by a link"


def _written(quote: Quote, now: datetime) -> str:
    where = f"Delivery to {written_address(quote.address)}" if quote.address and _is_delivery(quote) else ""
    if quote.store and not _is_delivery(quote):
        where = f"Pickup at {quote.store.name}, {quote.store.address}, {quote.store.city}"
    lines = [
        f"Your order from {quote.seller}",
        *(
            f"{line.quantity} x {with_choice(line.title, line.attributes)}: {price_written(line.line_total)}"
            for line in quote.cart.lines
        ),
        *_sums(quote.totals),
        where,
        written_window(quote.window, now=now) if quote.window else "",
        f"Receipt to {quote.contact}",
        f"Payment: {quote.payment.stored.label}" if quote.payment.stored else "Payment: by a link, after ordering",
        QUESTION,
    ]
    return "\n".join(filter(None, lines))


def _sums(totals: Totals) -> list[str]:
    return [
        *(f"{discount.name}: -{price_written(discount.amount)}" for discount in totals.discounts),
        f"Shipping: {price_written(totals.shipping)}" if totals.shipping and totals.shipping.amount_minor else "",
        f"Tax: {price_written(totals.tax)}" if totals.tax else "",
        f"Total: {price_written(totals.total)}" if totals.total else "",
    ]


def _destination(order: Order) -> str:
    if order.how is Fulfilment.PICKUP and order.store:
        return f"Pickup at {order.store.name}, {order.store.address}, {order.store.city}"
    return f"Delivery to {written_address(order.address)}" if order.address else ""


def _arrival(order: Order, now: datetime) -> str:
    if order.window is None:
        return ""
    if order.how is Fulfilment.PICKUP:
        return sentence(f"Pick it up {spoken_windows((order.window,), now=now)}")
    return sentence(f"It comes {spoken_windows((order.window,), now=now)}")


def _with_price(said: str, quote: Quote) -> str:
    """On a screen the total stands in figures."""
    return said.replace(price_in_words(_total(quote)), price_written(_total(quote)))


def _total(quote: Quote) -> Any:
    return quote.totals.total or quote.cart.total


def _is_delivery(quote: Quote) -> bool:
    return quote.how is Fulfilment.DELIVERY
