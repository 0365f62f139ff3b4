"""Joining, parting and forgetting somebody reads what that one did, and not what everybody did."""

from datetime import UTC, datetime

import pytest

from rerank.events.consents import StoredConsents
from rerank.events.event import Actor
from tests.conftest import OneConnection
from tests.integration.household import Household, household

BUSY = 3000
READ = "select seq_scan, idx_tup_fetch from pg_stat_xact_user_tables where relname = 'signals'"
# Other tests leave signals of their own.
LEFT = "select count(*) from signals where shopper_id = 'ann' or device_id = 'tablet'"
DO_MUCH = """
    insert into events (event_id, day, occurred_at, received_at, is_time_told, kind, source, channel, shopper_id,
                        device_id, product_id)
    select %(who)s || number, (now() at time zone 'UTC')::date, now(), now(), true, 'view', 'page', 'web',
           %(shopper)s, %(device)s, 'p'
    from generate_series(1, %(number)s) number
"""


@pytest.fixture
async def home(database: OneConnection) -> Household:
    """Ann and the tablet are busy; where a table could be gone through whole, an index is preferred if there is one."""
    home = await household(database)
    await home.run(
        "insert into products (product_id, title, brand, department, category, description, delivery_days, image_url,"
        " url) values ('p', 'Kettle', 'B', 'home', '{home}', 'd', 1, '/i', '/u')"
    )
    async with database.connection() as connection:
        for shopper, device in (("ann", None), (None, "tablet")):
            told = {"who": shopper or device, "shopper": shopper, "device": device, "number": BUSY}
            await connection.execute(DO_MUCH, told)
        await connection.execute("set local enable_seqscan = off")
        # A connection keeps the plan that it once made for a deletion of next to nothing.
        await connection.execute("delete from events where event_id = 'nobodys'")
    return home


async def _read(home: Household) -> tuple[int, int]:
    """How often all signals were gone through, and how many were fetched by an index."""
    ((whole, fetched),) = await home.run(READ)
    return whole, fetched


async def test_who_signs_in_joins_without_anybodys_signals_being_read_but_the_guests(home: Household) -> None:
    await home.signs_in("ann")
    await home.does("as a guest", shopper="guest")
    before = await _read(home)

    await home.signs_in("ann", guest="guest")

    whole, fetched = await _read(home)
    assert whole == before[0]
    assert fetched - before[1] < 100
    assert await home.run("select person_id from signals where shopper_id = 'guest'") == [("ann",)]


@pytest.mark.parametrize("actor", [Actor(shopper_id="ann"), Actor(device_id="tablet")])
async def test_who_withdraws_is_forgotten_in_a_few_readings_of_their_own(home: Household, actor: Actor) -> None:
    before = await _read(home)

    gone = await StoredConsents(connections=home.database, now=lambda: datetime.now(UTC)).withdraw(actor)

    whole, fetched = await _read(home)
    assert gone.events == BUSY
    assert whole == before[0]
    assert fetched - before[1] <= 4 * BUSY
    assert await home.run(LEFT) == [(BUSY,)]


async def test_a_deleted_shopper_takes_a_busy_life_along_at_once(home: Household) -> None:
    before = await _read(home)

    await home.run("delete from shoppers where shopper_id = 'ann'")

    whole, fetched = await _read(home)
    assert whole == before[0]
    assert fetched - before[1] <= 4 * BUSY
    assert await home.run(LEFT) == [(BUSY,)]
    assert await home.run("select count(*) from signals where device_id = 'tablet'") == [(BUSY,)]
