"""Reads a batch: which of its rows are events that can be kept, and why the others are not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from rerank.events.event import Actor, Event, EventKind, Source
from rerank.events.moments import Unbelievable, moment_of
from shop.card_numbers import without_card_numbers
from shop.turn import Channel
from webhooks.events.bodies import BatchBody, EventBody
from webhooks.events.errors import BatchUnreadable, RowRefused

KINDS = frozenset(EventKind)
# Of these it is of no use to know that they happened, but not with what.
OF_A_PRODUCT = KINDS - {EventKind.VIEW, EventKind.SEARCH}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """Under what circumstances a batch is heard. `keeps_words`: whether what was searched for is kept as well."""

    actor: Actor
    received_at: datetime
    sent_at: datetime | None
    keeps_words: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """`refused` has the place of a row in the batch, and why."""

    events: Sequence[Event]
    refused: Mapping[int, RowRefused]


def batch_of(body: bytes) -> BatchBody:
    """Raises BatchUnreadable."""
    try:
        return BatchBody.model_validate_json(body)
    except ValidationError as exc:
        raise BatchUnreadable(_told_of(exc)) from exc


def read(rows: Sequence[Any], hearing: Hearing) -> Read:
    events: list[Event] = []
    refused: dict[int, RowRefused] = {}
    for place, row in enumerate(rows):
        try:
            events.append(_event(row, hearing))
        except RowRefused as exc:
            refused[place] = exc
    return Read(events=events, refused=refused)


def _event(row: Any, hearing: Hearing) -> Event:
    told = _told(row)
    try:
        at = moment_of(told.at, sent_at=hearing.sent_at, received_at=hearing.received_at) if told.at else None
    except Unbelievable as exc:
        raise RowRefused(exc.reason, field="at") from exc
    words = without_card_numbers(told.query) if told.query and hearing.keeps_words else None
    return Event(
        event_id=told.id,
        kind=told.type,
        source=Source.PAGE,
        channel=Channel.WEB,
        actor=hearing.actor,
        occurred_at=at or hearing.received_at,
        received_at=hearing.received_at,
        is_time_told=at is not None,
        turn_id=told.turn_id,
        list_id=told.list_id,
        product_id=told.product_id,
        variant_id=told.variant_id,
        position=told.position,
        model=told.model,
        dwell_ms=told.dwell_ms,
        quantity=told.quantity,
        value_minor=told.value.amount_minor if told.value else None,
        currency=told.value.currency if told.value else None,
        query=words,
    )


def _told(row: Any) -> EventBody:
    if not isinstance(row, dict):
        raise RowRefused("malformed")
    kind = row.get("type")
    if isinstance(kind, str) and kind not in KINDS:
        raise RowRefused("unknown_type", field="type")
    try:
        told = EventBody.model_validate(row)
    except ValidationError as exc:
        raise RowRefused("malformed", field=_first_wrong(exc)) from exc
    if lacking := _lacking(told):
        raise RowRefused("incomplete", field=lacking)
    return told


def _first_wrong(exc: ValidationError) -> str:
    """By our own name of it: names of a page's own choosing are passed over before."""
    return ".".join(map(str, _told_of(exc)[0]["loc"][1:]))


def _told_of(exc: ValidationError) -> list[dict[str, Any]]:
    found = exc.errors(include_url=False, include_context=False, include_input=False)
    return [{"loc": ("body", *each["loc"]), "msg": each["msg"]} for each in found]


def _lacking(told: EventBody) -> str | None:
    if told.type in OF_A_PRODUCT and told.product_id is None and told.variant_id is None:
        return "product_id"
    if told.type is EventKind.IMPRESSION and told.position is None:
        return "position"
    return "dwell_ms" if told.type is EventKind.DWELL and told.dwell_ms is None else None
