"""Of all that was done only what says something of the lists is read, and no lesson is another one for it."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from rerank.events.event import Actor, Event, EventKind, Source
from rerank.events.stored_events import StoredEvents
from rerank.ranking import past_rows
from rerank.ranking.past_lists import Deed, examined
from rerank.ranking.ranking import AS_ASKED
from rerank.ranking.stored_lists import StoredLists
from tests.conftest import OneConnection
from tests.integration.test_shown_lists import NOON, told

DAY = timedelta(days=1)
SPAN = {"since": NOON, "until": NOON + DAY}
PEOPLE = ("ann", "bob", "cleo")
KINDS = (EventKind.VIEW, EventKind.CLICK, EventKind.ADD_TO_CART, EventKind.PURCHASE, EventKind.RETURN)
EVERYTHING = """
    select kind, occurred_at, product_id, list_id, person_id, kind <> 'purchase' from known_events
    where kind <> 'impression' and (list_id is not null or person_id is not null) order by occurred_at
"""


@pytest.fixture(autouse=True)
async def _people(database: OneConnection) -> None:
    await database.held.execute("insert into shoppers (shopper_id) select unnest(%s::text[])", [list(PEOPLE)])


def event(number: int, kind: EventKind, product_id: str, *, list_id: str | None = None, who: str = "ann") -> Event:
    at = NOON + timedelta(minutes=number)
    return Event(
        event_id=f"event-{number}",
        kind=kind,
        source=Source.PAGE,
        channel="web",
        actor=Actor(shopper_id=who),
        occurred_at=at,
        received_at=at,
        product_id=product_id,
        list_id=list_id,
    )


async def keep(database: OneConnection, *events: Event) -> None:
    await StoredEvents(database).keep(events, channel="web", received_at=NOON, left_out={})


async def show(database: OneConnection, names: int) -> None:
    lists = [told(f"list-{name}", at=NOON + timedelta(minutes=37 * name)) for name in range(names)]
    by_price = replace(told().shown, list_id="by-price", model=AS_ASKED)
    await StoredLists(database).keep([*lists, replace(told(), shown=by_price)])


async def read(database: OneConnection) -> list[Deed]:
    async with database.connection() as connection:
        return await past_rows.read_deeds(connection, **SPAN, as_asked=AS_ASKED)


async def test_only_what_was_done_with_the_lists_or_by_whom_they_were_shown_to_is_read(database: OneConnection) -> None:
    await show(database, 1)
    await keep(
        database,
        event(1, EventKind.CLICK, "a", list_id="list-0"),
        event(2, EventKind.CLICK, "a", list_id="list-0"),
        event(3, EventKind.CLICK, "not in the list", list_id="list-0"),
        event(4, EventKind.CLICK, "a", list_id="by-price"),
        event(5, EventKind.VIEW, "a"),
        event(6, EventKind.PURCHASE, "b"),
        event(7, EventKind.PURCHASE, "b", who="bob"),
        event(8, EventKind.PURCHASE, "not in the list"),
        event(9, EventKind.RETURN, "a"),
        event(10, EventKind.RETURN, "b"),
        event(11, EventKind.RETURN, "b", who="bob"),
        event(12, EventKind.IMPRESSION, "a", list_id="by-price"),
        event(13, EventKind.IMPRESSION, "not in the list", list_id="list-0"),
    )
    found = [(deed.kind.value, deed.product_id, deed.person) for deed in await read(database)]
    assert found == [("click", "a", "ann"), ("purchase", "b", "ann"), ("return", "b", "ann")]
    async with database.connection() as connection:
        seen = await past_rows.read_impressions(connection, **SPAN, as_asked=AS_ASKED)
    assert seen == {"list-0": frozenset()}


@pytest.mark.parametrize("seed", range(5))
async def test_lists_are_worth_what_they_would_be_if_everything_was_read(
    database: OneConnection, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past_rows, "BATCH", 7)
    dice = random.Random(seed)
    await show(database, 8)
    names = [None, None, "by-price", "unknown", *(f"list-{name}" for name in range(8))]
    doings = [
        event(number, dice.choice(KINDS), dice.choice("abc"), list_id=dice.choice(names), who=dice.choice(PEOPLE))
        for number in range(400)
    ]
    await keep(database, *doings)
    async with database.connection() as connection:
        lists = await past_rows.read_lists(connection, **SPAN, as_asked=AS_ASKED)
    rows = await (await database.held.execute(EVERYTHING)).fetchall()
    everything = [
        Deed(kind=EventKind(kind), at=at, product_id=product_id, list_id=list_id, person=person, is_vouched=vouched)
        for kind, at, product_id, list_id, person, vouched in rows
    ]
    found = await read(database)
    assert len(found) < len(everything) / 2
    assert examined(lists, found, {}) == examined(lists, everything, {}) != []
