"""What a turn of ours, or a tool's call, tells: the events that follow from its reply and from what it really changed.

Their ids follow from the turn's, with a sign that no page may use: a turn that is run again tells nothing twice, and no
page can tell it first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from catalog.query import Query
from rerank.events.event import Actor, Event, EventKind, Source
from rerank.events.rejecting import DENY, says_not_those, turns_down
from rerank.events.turn_facts import Change, Place, TurnFacts
from shop.corrections import Kind, correction_in
from shop.reply import Reply
from shop.shown import ShownList
from shop.turn import Channel, Turn

# A closer look at one product, or at those that are compared; several are told where it is not clear which is meant.
LOOKS = frozenset({"product_details", "size_recommendation", "availability_check", "price_match"})
COMPARE = "compare_products"
SEARCHES = frozenset({"product_search", "refine_search", "recommend"})
# What a plain no answers there is a question about a size, a price or a parcel, and not whether the product pleases.
OTHER_QUESTIONS = frozenset(
    {"add_to_cart", "change_cart", "reorder", "order_status", "start_return", "size_recommendation", "price_match"}
)
# "Say that again" shows nothing new.
TALK = "talk"
OTHER_GOODS = frozenset({Kind.OTHER, Kind.THIS, Kind.CHOICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTold:
    """A turn that has ended, as it is handed over; `shown` is how its products came into their order."""

    turn: Turn
    reply: Reply
    shown: ShownList | None
    at: datetime

    @property
    def turn_id(self) -> str:
        return self.reply.turn_id

    @property
    def channel(self) -> Channel:
        return self.turn.channel

    @property
    def shopper_id(self) -> str:
        return self.turn.shopper_id

    @property
    def actor(self) -> Actor:
        return Actor(shopper_id=self.shopper_id, conversation_id=self.turn.conversation_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTold:
    """A tool was called, and may have changed something under `turn_id`. Nothing was said, and nobody saw a list."""

    turn_id: str
    channel: Channel
    shopper_id: str
    at: datetime

    @property
    def actor(self) -> Actor:
        return Actor(shopper_id=self.shopper_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One thing that was done, before it is known in which list it had been shown."""

    kind: EventKind
    at: datetime
    product_id: str | None = None
    variant_id: str | None = None
    quantity: int | None = None
    value_minor: int | None = None
    currency: str | None = None
    query: str | None = None
    place: Place | None = None
    list_id: str | None = None
    position: int | None = None

    @property
    def is_shown(self) -> bool:
        """Tells what this very turn looks for or shows, and nothing of what had been shown before."""
        return self.kind in {EventKind.SEARCH, EventKind.IMPRESSION}


def told_by(told: TurnTold | CallTold, facts: TurnFacts, *, keeps_words: bool) -> list[Told]:
    """In the order in which it happened: what was thought of the last answer, what was done, and what is shown now."""
    if isinstance(told, CallTold):
        return [*map(_changed, facts.changes)]
    return [
        *_judged(told, facts),
        *map(_changed, facts.changes),
        *_searched(told, keeps_words=keeps_words),
        *_shown(told),
    ]


def events_of(told: TurnTold | CallTold, done: list[Told], places: Mapping[tuple[str, str], Place]) -> list[Event]:
    """`places` tell where what something is done with had been shown to the shopper before."""
    numbers: dict[EventKind, int] = {}
    events = []
    for one in done:
        number = numbers[one.kind] = numbers.get(one.kind, 0) + 1
        place = one.place or (None if one.is_shown else places.get((told.shopper_id, one.product_id or "")))
        events.append(
            Event(
                event_id=f"{told.turn_id}/{one.kind}/{number}",
                kind=one.kind,
                source=Source.TURN,
                channel=told.channel.value,
                actor=told.actor,
                occurred_at=one.at,
                received_at=told.at,
                turn_id=told.turn_id,
                list_id=place.list_id if place else one.list_id,
                product_id=one.product_id,
                variant_id=one.variant_id,
                position=place.position if place else one.position,
                model=place.model if place else None,
                quantity=one.quantity,
                value_minor=one.value_minor,
                currency=one.currency,
                query=one.query,
            )
        )
    return events


def _changed(change: Change) -> Told:
    has_price = change.price_minor is not None and change.quantity is not None
    return Told(
        kind=change.kind,
        at=change.at,
        product_id=change.product_id,
        variant_id=change.variant_id,
        quantity=change.quantity,
        value_minor=(change.price_minor or 0) * (change.quantity or 0) if has_price else None,
        currency=change.currency if has_price else None,
    )


def _judged(told: TurnTold, facts: TurnFacts) -> list[Told]:
    corrected = [*_corrected_in_cart(told, facts), *_corrected_in_list(told, facts)]
    return corrected or list(_rejected(told, facts))


def _corrected_in_cart(told: TurnTold, facts: TurnFacts) -> Iterator[Told]:
    """What went out for something else; where the habit was corrected as well, the database says so itself."""
    if not _says_otherwise(told) or any(change.kind is EventKind.CORRECTION for change in facts.changes):
        return
    taken = {change.product_id for change in facts.changes if change.kind is EventKind.ADD_TO_CART}
    for change in facts.changes:
        if taken and change.kind is EventKind.REMOVE_FROM_CART and change.product_id not in taken:
            yield Told(
                kind=EventKind.CORRECTION, at=change.at, product_id=change.product_id, variant_id=change.variant_id
            )


def _corrected_in_list(told: TurnTold, facts: TurnFacts) -> Iterator[Told]:
    """What had been found first is what the words were taken for."""
    if facts.changes or not told.reply.products or not _says_otherwise(told) or says_not_those(told.turn.text):
        return
    for product_id in facts.shown_before[:1]:
        if product_id not in {card.id for card in told.reply.products}:
            yield Told(kind=EventKind.CORRECTION, at=told.at, product_id=product_id)


def _says_otherwise(told: TurnTold) -> bool:
    correction = correction_in(told.turn.text)
    return correction is not None and correction.kind in OTHER_GOODS


def _rejected(told: TurnTold, facts: TurnFacts) -> Iterator[Told]:
    """ "No, the second one" takes one of them; whatever is shown again was not turned down."""
    intent = told.reply.understood.intent
    again = {card.id for card in told.reply.products or ()}
    is_choice = intent == DENY and not again.isdisjoint(facts.shown_before)
    if facts.changes or is_choice or not turns_down(told.turn.text, intent=intent):
        return
    if facts.intent_before in OTHER_QUESTIONS and not says_not_those(told.turn.text):
        return
    for product_id in facts.shown_before:
        if product_id not in again:
            yield Told(kind=EventKind.REJECTION, at=told.at, product_id=product_id)


def _searched(told: TurnTold, *, keeps_words: bool) -> Iterator[Told]:
    understood = told.reply.understood
    query = understood.query
    if understood.intent not in SEARCHES or query is None or query == Query():
        return
    words = query.text if keeps_words and not told.reply.secret else ""
    yield Told(
        kind=EventKind.SEARCH,
        at=told.at,
        query=words or None,
        list_id=told.shown.list_id if told.shown else None,
    )


def _shown(told: TurnTold) -> Iterator[Told]:
    intent, cards, shown = told.reply.understood.intent, told.reply.products or (), told.shown
    if intent == TALK:
        return
    placed = {one.product_id: one.position for one in shown.placements} if shown else {}
    is_look = intent == COMPARE or (intent in LOOKS and len(cards) == 1)
    for position, card in enumerate(cards, start=1):
        place = None
        if shown and card.id in placed:
            place = Place(list_id=shown.list_id, model=shown.model, position=placed[card.id])
        yield Told(
            kind=EventKind.VIEW if is_look else EventKind.IMPRESSION,
            at=told.at,
            product_id=card.id,
            variant_id=card.variant_id,
            place=place,
            position=None if is_look else position,
        )
