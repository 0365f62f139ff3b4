"""What is said about orders: what it is, where it is, and when it comes."""

from collections.abc import Sequence
from datetime import datetime

from shop.checkout.payment import PaymentState
from shop.order import Order, OrderState
from shop.orders.meant import Bought
from shop.orders.plain import plain_order
from shop.phrasing.days import day_past
from shop.phrasing.order_words import (
    OPEN,
    SPOKEN_THINGS,
    bare_title,
    begin,
    contents,
    own,
    short_state,
    told_state,
    was_delivered,
    written,
    written_day,
)
from shop.reply import Answer
from shop.returns.returns import Return, ReturnState
from shop.spoken import counted, listing, number_in_words, price_in_words, price_written

SPOKEN_ORDERS = 3
SPOKEN_LINES = 4
NOTHING_OPEN = "Nothing is on its way at the moment. "
SHOWN_ORDERS = 10
AFTER_ORDERS = ("What did I order last month?", "Order it again", "Return something")


def where_is(
    order: Order, *, now: datetime, things: Sequence[Bought] = (), returns: Sequence[Return] = (), lead: str = ""
) -> Answer:
    """One order; `things` are those that were asked about."""
    said = f"{lead}{told_state(order, things, now)}{_coming_back(returns)}"
    return Answer(
        speech=said,
        text="\n".join([said, *_details(order), *(_return_line(each) for each in returns)]),
        order=plain_order(order, returns),
        suggestions=_next_steps(order),
    )


def several(orders: Sequence[Order], *, now: datetime, what: str = "") -> Answer:
    """Which one is meant, with enough of each to tell them apart."""
    told = [f"{contents(order)}, {short_state(order, now)}" for order in orders[:SPOKEN_ORDERS]]
    more = len(orders) - SPOKEN_ORDERS
    there = f"You have {number_in_words(len(orders))} {what or 'orders'}: " if len(orders) > 1 else ""
    rest = f"; and {counted(more, 'more')}" if more > 0 else ""
    said = f"{there}{'; '.join(told)}{rest}. Which one do you mean?"
    return Answer(
        speech=said,
        text="\n".join(written(order, now) for order in orders[:SHOWN_ORDERS]),
        order=plain_order(orders[0]),
        suggestions=tuple(bare_title(order.lines[0].title) for order in orders[:SPOKEN_ORDERS] if order.lines),
        expects_reply=True,
    )


def latest(orders: Sequence[Order], *, now: datetime) -> Answer:
    """The newest of all, with the rest on the screen."""
    told = [f"{contents(order)}, {short_state(order, now)}" for order in orders[:SPOKEN_ORDERS]]
    said = f"Your latest orders: {'; '.join(told)}."
    return Answer(
        speech=said,
        text="\n".join([said, *(written(order, now) for order in orders[:SHOWN_ORDERS])]),
        order=plain_order(orders[0]),
        suggestions=("What's in the first one?", "What did I order last month?"),
    )


def ordered_in(orders: Sequence[Order], when: str, *, now: datetime) -> Answer:
    """What was bought in a time, most wanted first: told in short, all on the screen."""
    times: dict[str, int] = {}
    for line in (line for order in orders for line in order.lines):
        times[bare_title(line.title)] = times.get(bare_title(line.title), 0) + line.quantity
    names = sorted(times, key=lambda name: -times[name])
    told = [
        *names[:SPOKEN_THINGS],
        *([counted(len(names) - SPOKEN_THINGS, "other thing")] * (len(names) > SPOKEN_THINGS)),
    ]
    in_orders = "" if len(orders) == 1 else f" in {counted(len(orders), 'order')}"
    said = f"{begin(when)} you ordered {listing(told)}{in_orders}."
    return Answer(
        speech=said,
        text="\n".join([said, *(written(order, now) for order in orders[:SHOWN_ORDERS])]),
        order=plain_order(orders[0]),
        suggestions=("Order it again", "Where is my order?"),
    )


def no_order_in(when: str) -> Answer:
    said = f"I see no order of yours {when}. Was it perhaps at another time?"
    return Answer(speech=said, text=said, suggestions=("My last order", "Where is my order?"), expects_reply=True)


def none_of_it(goods: str) -> Answer:
    said = f"I don't see any {goods} in your orders. If you know the order number, tell me that."
    return Answer(speech=said, text=said, suggestions=("Where is my last order?",), expects_reply=True)


def went_through(order: Order, *, now: datetime) -> Answer:
    return where_is(order, now=now, lead="Yes, it went through. ")


def no_new_order(order: Order, *, now: datetime, cart_pieces: int) -> Answer:
    """Nothing was ordered just now: the truth, and what is still in the cart."""
    cart = f" But {counted(cart_pieces, 'thing is', 'things are')} still in your cart." if cart_pieces else ""
    said = f"I see no new order. Your last one is from {_when(order, now)}: {contents(order)}.{cart}"
    suggestions = ("Check out", "Show my cart") if cart_pieces else AFTER_ORDERS
    return Answer(speech=said, text=said, order=plain_order(order), suggestions=suggestions, expects_reply=True)


def cancel_it(order: Order) -> Answer:
    said = f"That's the order of {contents(order)}, {price_in_words(order.total)} in all. Shall I cancel it?"
    return Answer(
        speech=said,
        text=f"Order {order.number}, {price_written(order.total)}: {contents(order)}. Shall I cancel it?",
        order=plain_order(order),
        suggestions=("Yes, cancel it", "No, keep it"),
        expects_reply=True,
    )


def cancelled(order: Order) -> Answer:
    paid = order.payment is not None and order.payment.state is PaymentState.PAID
    money = "What you paid goes back the way it came." if paid else "Nothing is charged."
    said = f"Done. The order of {contents(order)} is cancelled. {money}"
    return Answer(speech=said, text=f"{said} Order {order.number}.", order=plain_order(order))


def kept(order: Order | None) -> Answer:
    said = "All right, the order stays as it is. Anything else?"
    return Answer(speech=said, text=said, order=plain_order(order) if order else None, expects_reply=True)


def too_late(order: Order, *, now: datetime) -> Answer:
    """Not any more, and what is possible instead."""
    why = {
        OrderState.PACKED: "It's packed already, so I can't cancel it any more.",
        OrderState.SHIPPED: "It's on its way already, so I can't cancel it any more.",
        OrderState.CANCELLED: "That order is cancelled already.",
    }.get(order.state, f"It {was_delivered(order, now)}, so there's nothing left to cancel.")
    instead = "" if order.state is OrderState.CANCELLED else " Once it's with you, you can send it back."
    instead = " You can return it, though." if order.state is OrderState.DELIVERED else instead
    return Answer(
        speech=f"{why}{instead}",
        text=f"{why}{instead}",
        order=plain_order(order),
        suggestions=("How do returns work?",),
    )


def what_is_in(order: Order, *, now: datetime) -> Answer:
    """Its things and its total; the rest is on the screen."""
    names = [f"{'' if line.quantity == 1 else number_in_words(line.quantity) + ' '}{own(line)}" for line in order.lines]
    others = len(names) - SPOKEN_LINES
    told = listing([*names[:SPOKEN_LINES], *([counted(others, "other thing")] if others > 0 else [])])
    when = begin(day_past(order.placed_at, now=now, zone=order.timezone))
    said = f"{when} you ordered {told}, {price_in_words(order.total)} in all."
    return Answer(
        speech=said,
        text="\n".join([said, *_details(order)]),
        order=plain_order(order),
        suggestions=_next_steps(order),
    )


def came_back(order: Order) -> Answer | None:
    """What was sent back and has been settled; None where a return is still under way."""
    if order.state not in {OrderState.RETURNED, OrderState.PARTLY_RETURNED}:
        return None
    lines = [line for line in order.lines if line.returned_quantity]
    names = listing([f"the {own(line)}" for line in lines[:SPOKEN_THINGS]])
    said = f"{begin(names)} came back to us, and the return is settled."
    return Answer(speech=said, text="\n".join([said, *_details(order)]), order=plain_order(order))


def missing(order: Order, *, now: datetime) -> Answer:
    """It is told as delivered and is not there: not a thing to talk away."""
    said = (
        f"I'm sorry. {begin(contents(order))} {was_delivered(order, now)}. Please look with neighbors and in the"
        " mailbox. If it isn't there, ask me for a person: they have it traced."
    )
    return Answer(
        speech=said,
        text="\n".join([said, *_details(order)]),
        order=plain_order(order),
        suggestions=("Talk to a person",),
    )


def cannot_change(order: Order) -> Answer:
    said = "Once it's placed I can't change an order. " + (
        f"I can cancel the one of {contents(order)}, and you order anew."
        if order.state is OrderState.PLACED
        else f"For the one of {contents(order)} a person has to help."
    )
    return Answer(speech=said, text=said, order=plain_order(order), suggestions=("Cancel it", "Talk to a person"))


def _coming_back(returns: Sequence[Return]) -> str:
    """The newest return of it, where one is under way or was just settled."""
    if not returns:
        return ""
    names = listing([bare_title(line.title) for line in returns[0].lines])
    return {
        ReturnState.STARTED: f" Your return of the {names} is open: we're waiting for the parcel.",
        ReturnState.RECEIVED: f" The {names} you sent back arrived here; the refund is next.",
        ReturnState.SETTLED: f" Your return of the {names} is settled.",
        ReturnState.REFUSED: f" Your return of the {names} was not accepted; a person can tell you why.",
        ReturnState.CANCELLED: "",
    }[returns[0].state]


def _details(order: Order) -> list[str]:
    """For the screen: number, lines, total, and how it travels."""
    lines = [f"{line.quantity} x {own(line)}" for line in order.lines]
    sent = [f"{shipment.carrier}, tracking {shipment.tracking_number}" for shipment in order.shipments]
    return [
        f"Order {order.number} of {written_day(order)}",
        *lines,
        f"Total {price_written(order.total)}",
        *sent,
    ]


def _return_line(each: Return) -> str:
    return f"Return {each.number}: {each.state}, label {each.label_url}"


def _next_steps(order: Order) -> tuple[str, ...]:
    if order.state is OrderState.PLACED:
        return ("Cancel it", "What's in it?")
    if order.state in OPEN:
        return ("When will it arrive?",)
    return ("Order it again", "Return something")


def _when(order: Order, now: datetime) -> str:
    return day_past(order.placed_at, now=now, zone=order.timezone).removeprefix("on ")
