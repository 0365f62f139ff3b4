"""How an order is spoken of: what is in it, where it is, and when it was."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.checkout.payment import PaymentState
from shop.checkout.window import Fulfilment
from shop.order import Order, OrderLine, OrderState
from shop.orders.meant import Bought
from shop.orders.times import Period
from shop.phrasing.days import dated, day_ahead, day_past, in_window
from shop.phrasing.naming import is_plural, with_choice
from shop.spoken import counted, listing

SPOKEN_THINGS = 3
OPEN = (OrderState.PLACED, OrderState.PACKED, OrderState.SHIPPED)
WHOLE_MONTH = 31
WHOLE_YEAR = 364
AS_SAID = re.compile(r"(?:last|this|past|previous|yesterday|today|on|over|in the)\b(?! (?:.*\d|may|march))")


def contents(order: Order) -> str:
    """ "The rain jacket", "the oat milk and two more things"."""
    if not order.lines:
        return "nothing"
    first = f"the {bare_title(order.lines[0].title)}"
    more = len(order.lines) - 1
    if more == 0:
        return first
    if more == 1:
        return f"{first} and the {bare_title(order.lines[1].title)}"
    return f"{first} and {counted(more, 'more thing')}"


def short_state(order: Order, now: datetime) -> str:
    shipment = order.shipments[-1] if order.shipments else None
    if order.state is OrderState.SHIPPED and shipment:
        if shipment.expected_at < now:
            return f"late since {day_past(shipment.expected_at, now=now, zone=order.timezone).removeprefix('on ')}"
        return f"due {day_ahead(shipment.expected_at, now=now, zone=order.timezone).removeprefix('on ')}"
    if order.state in OPEN and order.window:
        return f"coming {in_window(order.window, now=now).removeprefix('on ')}"
    return {
        OrderState.PLACED: f"ordered {day_past(order.placed_at, now=now, zone=order.timezone)}",
        OrderState.PACKED: "packed",
        OrderState.CANCELLED: "cancelled",
        OrderState.RETURNED: "returned",
    }.get(order.state, was_delivered(order, now).removeprefix("was "))


def was_delivered(order: Order, now: datetime) -> str:
    arrivals = [shipment.delivered_at for shipment in order.shipments if shipment.delivered_at]
    did = "was picked up" if order.how is Fulfilment.PICKUP else "was delivered"
    return f"{did} {day_past(max(arrivals), now=now, zone=order.timezone)}" if arrivals else did


def when_said(period: Period | None, *, now: datetime) -> str:
    """A time as it is said back: "in March", "last week", "on March third"."""
    if period is None or AS_SAID.match(period.words):
        return period.words if period else "then"
    today, days = now.date(), (period.until - period.since).days
    if period.about is not None:
        return f"around {dated(period.about, today)}"
    if days == 0:
        return f"on {dated(period.since, today)}"
    if days >= WHOLE_YEAR:
        return f"in {period.since.year}"
    if days < WHOLE_MONTH:
        return f"in {period.since:%B}"
    return f"between {dated(period.since, today)} and {dated(period.until, today)}"


def written(order: Order, now: datetime) -> str:
    return f"{order.number}, {written_day(order)}: {contents(order)}, {short_state(order, now)}"


def written_day(order: Order) -> str:
    day = order.day_of(order.placed_at)
    return f"{day:%B} {day.day}"


def told_state(order: Order, things: Sequence[Bought], now: datetime) -> str:
    """Where it is and when it comes, in a sentence or two."""
    subject = _Subject.of(order, things)
    if order.state is OrderState.PLACED:
        return _placed(order, subject, now)
    if order.state is OrderState.PACKED:
        return _packed(order, subject, now)
    if order.state is OrderState.SHIPPED:
        return _shipped(order, subject, now)
    if order.state is OrderState.CANCELLED:
        return f"{subject.begun} {subject.was} cancelled."
    return _arrived(order, subject, now)


def bare_title(title: str) -> str:
    """Without the tail: whose own it is, knows for whom and in which pack it was bought."""
    return re.split(r",| \(", title, maxsplit=1)[0]


def own(line: OrderLine) -> str:
    """ "Drizzle Rain Jacket in olive, size medium"."""
    return with_choice(bare_title(line.title), line.attributes)


def begin(said: str) -> str:
    return said[:1].upper() + said[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """ "Your rain jacket", or the order by what is in it; and whether its verbs are those of many."""

    name: str
    plural: bool

    @classmethod
    def of(cls, order: Order, things: Sequence[Bought]) -> "_Subject":
        lines = [thing.line for thing in things if thing.order.id == order.id]
        if not lines and len(order.lines) == 1:
            lines = list(order.lines)
        if len(lines) == 1:
            line = lines[0]
            return cls(name=f"your {own(line)}", plural=is_plural(line.title))
        if lines:
            return cls(name=f"your {listing([bare_title(line.title) for line in lines[:SPOKEN_THINGS]])}", plural=True)
        return cls(name=f"your order of {contents(order)}", plural=False)

    @property
    def begun(self) -> str:
        return begin(self.name)

    @property
    def is_(self) -> str:
        return "are" if self.plural else "is"

    @property
    def was(self) -> str:
        return "were" if self.plural else "was"

    @property
    def it(self) -> str:
        return "they" if self.plural else "it"


def _placed(order: Order, subject: _Subject, now: datetime) -> str:
    if order.payment and order.payment.state is PaymentState.REQUESTED and order.payment.url:
        waits = "wait" if subject.plural else "waits"
        return f"{subject.begun} {subject.is_} ordered and {waits} for your payment. The link is on the screen."
    return f"{subject.begun} {subject.is_} ordered and not packed yet.{_comes(order, subject, now)}"


def _packed(order: Order, subject: _Subject, now: datetime) -> str:
    if order.how is Fulfilment.PICKUP and order.store:
        return f"{subject.begun} {subject.is_} packed and ready at {order.store.name}."
    coming = _comes(order, subject, now) or f" {begin(subject.it)} {'go' if subject.plural else 'goes'} out next."
    return f"{subject.begun} {subject.is_} packed.{coming}"


def _shipped(order: Order, subject: _Subject, now: datetime) -> str:
    shipment = order.shipments[-1] if order.shipments else None
    if shipment is None:
        return f"{subject.begun} {subject.is_} on the way."
    if shipment.expected_at < now:
        due, have = (
            day_past(shipment.expected_at, now=now, zone=order.timezone),
            "haven't" if subject.plural else "hasn't",
        )
        return (
            f"I'm sorry, {subject.name} {subject.is_} late: {subject.it} {subject.was} due {due}"
            f" with {shipment.carrier} and {have} arrived yet."
        )
    due = day_ahead(shipment.expected_at, now=now, zone=order.timezone)
    return f"{subject.begun} {subject.is_} on the way with {shipment.carrier} and should arrive {due}."


def _arrived(order: Order, subject: _Subject, now: datetime) -> str:
    back = {
        OrderState.RETURNED: " and came back to us since",
        OrderState.PARTLY_RETURNED: ", and part of the order came back",
    }.get(order.state, "")
    return f"{subject.begun} {subject.was} {was_delivered(order, now).removeprefix('was ')}{back}."


def _comes(order: Order, subject: _Subject, now: datetime) -> str:
    if order.window is None:
        return ""
    # "Five p.m." ends the sentence already.
    window = in_window(order.window, now=now).removesuffix(".")
    if order.how is Fulfilment.PICKUP:
        return f" You can pick {'them' if subject.plural else 'it'} up {window}."
    return f" {begin(subject.it)} {'come' if subject.plural else 'comes'} {window}."
