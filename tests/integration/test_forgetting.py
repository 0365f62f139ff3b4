"""What goes with a shopper or a customer who is deleted: all that could be learned from, in whatever table it is."""

from datetime import UTC, datetime, timedelta

import pytest

from rerank.candidates import log_rows
from rerank.events.event import Actor, Event, EventKind, Source
from rerank.events.stored_events import StoredEvents
from rerank.features.past_features import PastFeatures
from rerank.identity.people import People
from rerank.ranking.lesson_building import LessonBuilding
from rerank.ranking.stored_lists import StoredLists, ToldList
from shop.shown import Placement, ShownList, Surface
from tests.conftest import OneConnection
from tests.integration.household import Household, household

# What says who: of a deleted person nothing of it may be left, in any table.
NAMING = ("shopper_id", "person_id", "device_id", "unit")
NAMED_BY = """
    select table_name, column_name from information_schema.columns join information_schema.tables using (table_name)
    where table_type = 'BASE TABLE' and columns.table_schema = 'public' and column_name = any(%s) and data_type = 'text'
"""
# Says what was changed, by whom and when; has a time of its own, and nothing is learned from it.
KEPT_ALL_THE_SAME = {"audit", "turns"}
DONE = (EventKind.IMPRESSION, EventKind.CLICK, EventKind.DWELL, EventKind.PURCHASE)
ANNS = ("ann", "guest", "tablet")


@pytest.fixture
async def home(database: OneConnection) -> Household:
    return await household(database)


async def test_a_deleted_customer_takes_along_all_that_was_taken_for_theirs(home: Household) -> None:
    await home.sees("guest", "tablet")
    await home.signs_in("ann", guest="guest")
    await home.sees("later", "tablet")
    for number, (shopper, device) in enumerate([("guest", None), ("later", None), (None, "tablet"), ("ann", "tablet")]):
        await home.does(f"e{number}", shopper=shopper, device=device)
    await home.does("bob's", shopper="bob")

    await home.run("delete from shoppers where shopper_id = 'ann'")

    assert await home.run("select event_id from events") == [("bob's",)]
    assert await home.run("select * from identity_links") == []
    assert await home.whose(shopper="later") == "later"
    assert await home.whose(device="tablet") == "device tablet"


async def test_a_customer_deleted_by_the_retailer_leaves_no_history_either(home: Household) -> None:
    await home.signs_in("ann")
    await home.sees("ann", "tablet")
    await home.does("e", device="tablet")
    await home.run("delete from customers where customer_id = 'customer-ann'")
    assert await home.run("select event_id from events") == []
    assert await home.run("select node_id from identity_nodes") == []


async def test_a_deleted_guest_leaves_what_others_did_on_the_same_device(home: Household) -> None:
    await home.sees("guest", "tablet")
    await home.sees("guest", "phone")
    await home.sees("later", "tablet")
    await home.does("shared", device="tablet")
    await home.does("alone", device="phone")
    await home.does("own", shopper="guest")
    await home.run("delete from shoppers where shopper_id = 'guest'")
    assert await home.run("select event_id from events") == [("shared",)]
    assert await home.events_of("later") == ["shared"]


async def _live(home: Household) -> None:
    """Ann, on her tablet as a guest and signed in, sees lists, looks at things and buys; Bob does the same."""
    await home.run(
        "insert into products (product_id, title, brand, department, category, description, delivery_days, image_url,"
        " url) values ('kettle', 'Kettle', 'B', 'home', '{home}', 'd', 1, '/i', '/u')"
    )
    await home.run(
        "insert into variants (variant_id, product_id, position, price_minor, currency)"
        " values ('kettle-1', 'kettle', 0, 4000, 'USD')"
    )
    at = datetime.now(UTC) - timedelta(minutes=5)
    for number, (shopper, device) in enumerate(
        [
            ("guest", "tablet"),
            (None, "tablet"),
            ("ann", "tablet"),
            ("later", "tablet"),
            ("bob", "phone"),
            (None, "phone"),
        ]
    ):
        actor = Actor(shopper_id=shopper, device_id=device, visit_id=f"v{number}")
        await _shown(home, f"l{number}", actor, at=at)
        told = [_event(kind, number, actor, at=at) for kind in DONE]
        await StoredEvents(home.database).keep(told, channel="web", received_at=at, left_out={})
        if shopper == "guest":
            await home.signs_in("ann", guest="guest")
    await home.signs_in("bob")


def _event(kind: EventKind, number: int, actor: Actor, *, at: datetime) -> Event:
    return Event(
        event_id=f"{kind}-{number}",
        kind=kind,
        source=Source.PAGE,
        channel="web",
        actor=actor,
        occurred_at=at,
        received_at=at,
        list_id=f"l{number}",
        product_id="kettle",
        position=1,
        dwell_ms=900,
        quantity=1,
    )


async def _shown(home: Household, list_id: str, actor: Actor, *, at: datetime) -> None:
    placement = Placement(product_id="kettle", variant_id="kettle-1", position=1, relevance=1.0, score=1.0)
    shown = ShownList(list_id=list_id, surface=Surface.HOME, model="baseline", placements=(placement,))
    await StoredLists(home.database).keep([ToldList(shown=shown, actor=actor, channel="web", at=at)])


async def _naming_anybody(home: Household, names: tuple[str, ...]) -> set[str]:
    found = set()
    for table, column in await home.run(NAMED_BY, list(NAMING)):
        rows = await home.run(
            f"select 1 from {table} where {column} = any(%s) or {column} = any(%s) limit 1",
            list(names),
            [f"device {name}" for name in names],
        )
        if rows:
            found.add(str(table))
    return found


@pytest.mark.parametrize(
    "deletion",
    ["delete from shoppers where shopper_id = 'ann'", "delete from customers where customer_id = 'customer-ann'"],
)
async def test_no_table_names_who_was_deleted_and_nothing_of_them_is_learned(home: Household, deletion: str) -> None:
    await _live(home)
    told_by = await _naming_anybody(home, ANNS)
    assert told_by >= {"signals", "shown_lists", "identity_nodes"}, "or the test below would say nothing"
    assert any(table.startswith("events_") for table in told_by), "as above"

    await home.run(deletion)
    await home.run("update former_people set changed_at = changed_at - interval '2 minutes'")
    await People(connections=home.database).settle()

    own_rows = {"shoppers"} if "customers" in deletion else set()
    assert await _naming_anybody(home, ANNS) - KEPT_ALL_THE_SAME <= own_rows
    since, until = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(minutes=1)
    past = PastFeatures(connections=home.database)
    lessons = await LessonBuilding(home.database, past).lessons(since, until)
    assert set(lessons.person) == {"bob"}
    async with home.database.connection() as connection:
        log = await log_rows.read_log(connection, now=until)
    assert log.purchases.customers == 1
