"""Who is one person: what is shown by sign-ins and devices, and what an operator parts."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from assistant.database import Pool
from catalog.connections import Connection
from rerank.identity import people
from rerank.identity.errors import Nobody, NotLinked
from rerank.identity.people import People
from rerank.identity.person import Evidence
from rerank.identity.sighting import CROWD
from tests.conftest import OneConnection
from tests.integration.household import Household, household


@pytest.fixture
async def home(database: OneConnection) -> Household:
    return await household(database)


async def test_who_is_not_linked_is_a_person_of_their_own(home: Household) -> None:
    assert await home.whose(shopper="guest") == "guest"
    assert await home.whose(device="tablet") == "device tablet"


async def test_what_a_guest_did_is_the_customers_after_signing_in_on_all_their_devices(home: Household) -> None:
    await home.does("on the device", device="tablet")
    await home.sees("guest", "tablet")
    await home.does("as a guest", shopper="guest")
    await home.sees("guest", "laptop")
    await home.does("elsewhere", device="laptop")

    await home.signs_in("ann", guest="guest")

    assert await home.events_of("ann") == ["as a guest", "elsewhere", "on the device"]
    assert await home.events_of("guest") == []


async def test_a_tablet_belongs_from_each_sign_in_on_to_who_signed_in_last(home: Household) -> None:
    await home.sees("guest", "tablet")
    await home.signs_in("ann", guest="guest")
    await home.does("ann's evening", device="tablet")
    await home.sees("later", "tablet")
    await home.does("while ann was signed out", shopper="later")
    assert await home.whose(shopper="later") == "ann", "the device is still Ann's"

    await home.signs_in("bob", guest="later")
    await home.does("bob's evening", device="tablet")

    assert await home.events_of("bob") == ["bob's evening", "while ann was signed out"]
    assert await home.events_of("ann") == ["ann's evening"]

    await home.guest("ann again")
    await home.sees("ann again", "tablet")
    await home.signs_in("ann", guest="ann again")
    await home.does("ann's night", device="tablet")
    assert await home.events_of("ann") == ["ann's evening", "ann's night"]
    assert await home.events_of("bob") == ["bob's evening", "while ann was signed out"]


async def test_a_session_that_passes_from_one_customer_to_another_hands_the_device_over(home: Household) -> None:
    """Nobody was a guest in between: the device is seen with Bob's token, and Bob signed in last."""
    await home.signs_in("ann")
    await home.sees("ann", "tablet")
    await home.does("ann's", device="tablet")
    await home.signs_in("bob")
    await home.sees("bob", "tablet")
    await home.does("bob's", device="tablet")
    await home.sees("ann", "tablet")  # an old tab of Ann's, whose token still lives
    await home.does("bob's too", device="tablet")

    assert (await home.events_of("ann"), await home.events_of("bob")) == (["ann's"], ["bob's", "bob's too"])


async def test_two_customers_are_never_one_person_whatever_they_share(home: Household) -> None:
    for device in ("tablet", "laptop"):
        for customer in ("ann", "bob", "ann"):
            await home.signs_in(customer)
            await home.sees(customer, device)
            await home.sees("guest", device)
    await home.sees("later", "tablet")
    await home.sees("later", "laptop")

    assert await home.whose(shopper="ann") == "ann"
    assert await home.whose(shopper="bob") == "bob"
    shared = await home.run(
        "select person_id from identity_nodes where customer_id is not null group by 1 having count(*) > 1"
    )
    assert shared == []


async def test_links_in_a_ring_and_again_change_nothing(home: Household) -> None:
    await home.guest("third")
    ring = [("guest", "a"), ("guest", "b"), ("later", "b"), ("later", "c"), ("third", "c"), ("third", "a")]
    for shopper, device in ring * 2:
        await home.sees(shopper, device)
    links = await home.run("select count(*) from identity_links")
    assert len({await home.whose(shopper=name) for name in ("guest", "later", "third")}) == 1

    await home.signs_in("ann", guest="guest")
    await home.signs_in("ann", guest="guest")
    await home.signs_in("ann", guest="later")

    assert {await home.whose(device=name) for name in "abc"} == {"ann"}
    assert await home.whose(shopper="third") == "ann"
    assert links == [(6,)]
    assert await home.run("select count(*) from identity_links where evidence = 'signed_in'") == [(1,)]


async def test_a_device_taken_off_takes_its_own_history_and_stays_off(home: Household) -> None:
    await home.sees("guest", "kiosk")
    await home.sees("guest", "laptop")
    await home.signs_in("ann", guest="guest")
    await home.sees("ann", "kiosk")
    await home.does("at the kiosk", device="kiosk")
    await home.does("signed in", shopper="ann", device="kiosk")
    before = await People(connections=home.database).called("kiosk")
    assert [link.evidence for link in before[0].links].count(Evidence.SEEN_TOGETHER) == 3

    parted = await People(connections=home.database).part("ann", "kiosk")

    assert parted.ended == 2, "the guest's link with it as well, or they would still be one"
    assert await home.events_of("ann") == ["signed in"]
    assert await home.whose(device="laptop") == "ann"
    await home.sees("ann", "kiosk")
    await home.sees("guest", "kiosk")
    assert await home.whose(device="kiosk") == "device kiosk"


async def test_a_guest_taken_off_a_customer_is_somebody_else_again(home: Household) -> None:
    await home.sees("guest", "tablet")
    await home.signs_in("ann", guest="guest")
    await home.sees("ann", "tablet")
    await home.does("not mine", shopper="guest")

    await People(connections=home.database).part("guest", "ann")

    assert (await home.whose(shopper="guest"), await home.whose(device="tablet")) == ("guest", "ann")
    assert await home.events_of("ann") == []
    with pytest.raises(NotLinked):
        await People(connections=home.database).part("guest", "ann")
    with pytest.raises(Nobody):
        await People(connections=home.database).part("guest", "nobody at all")


async def test_a_name_that_a_crowd_shares_is_nobodys_device(home: Household) -> None:
    strangers = [f"stranger {number}" for number in range(CROWD + 2)]
    await home.guest(*strangers)
    for stranger in strangers:
        await home.sees(stranger, "browser")

    assert {await home.whose(shopper=each) for each in strangers} == set(strangers)
    assert await home.whose(device="browser") == "device browser"


async def test_who_makes_up_a_browser_for_each_batch_is_linked_with_no_more_than_a_few(home: Household) -> None:
    for number in range(CROWD + 3):
        await home.sees("guest", f"browser {number}")
    assert await home.run("select count(*) from identity_links") == [(CROWD,)]
    assert await home.whose(device=f"browser {CROWD + 1}") == f"device browser {CROWD + 1}"


async def test_no_guest_is_brought_back_by_a_token_used_late(home: Household) -> None:
    await home.run("delete from shoppers where shopper_id = 'guest'")
    await home.sees("guest", "tablet")
    assert await home.run("select * from identity_nodes") == []


@pytest.fixture
def swept(database_url: str) -> Iterator[None]:
    yield
    with psycopg.connect(database_url) as connection:
        connection.execute("truncate events, identity_nodes, former_people, shoppers, customers cascade")


@asynccontextmanager
async def transaction(pool: Pool) -> AsyncIterator[Connection]:
    async with pool.connection() as connection, connection.transaction():
        yield connection


async def test_sign_ins_and_sightings_at_once_come_to_one_person(database_url: str, swept: None) -> None:
    async with Pool(database_url, name="people", most=6, statement_timeout_s=20) as pool:
        guests = [f"g{number}" for number in range(8)]
        async with transaction(pool) as connection:
            await connection.execute("insert into customers (customer_id, name, email) values ('c', 'N', 'e')")
            await connection.execute("insert into shoppers (shopper_id, customer_id) values ('own', 'c')")
            for guest in guests:
                await connection.execute("insert into shoppers (shopper_id) values (%s)", [guest])

        async def arrive(guest: str) -> None:
            async with transaction(pool) as connection:
                await people.signed_in(connection, guest_id=guest, shopper_id="own", customer_id="c")

        async def browse(guest: str) -> None:
            async with transaction(pool) as connection:
                await people.seen(connection, [(guest, "tablet"), (guest, "phone")], at=datetime.now(UTC))

        await asyncio.gather(*(each(guest) for guest in guests for each in (arrive, browse)))

        async with transaction(pool) as connection:
            found = await connection.execute("select distinct person_id from identity_nodes")
            assert await found.fetchall() == [("own",)]
            links = await connection.execute("select count(*) from identity_links where ended_at is null")
            assert await links.fetchall() == [(1 + 8 + 16,)]


async def test_what_was_on_its_way_while_people_changed_finds_its_person(home: Household) -> None:
    await home.sees("guest", "tablet")
    await home.signs_in("ann", guest="guest")
    await home.run("update former_people set changed_at = changed_at - %s", timedelta(hours=1))
    known = People(connections=home.database)
    assert (await known.settle() > 0, await known.settle()) == (True, 0)


@pytest.mark.parametrize("first", ["customers", "shoppers"])
async def test_a_customer_and_their_shopper_are_deleted_at_the_same_moment(
    database_url: str, swept: None, first: str
) -> None:
    deletions = {
        "customers": "delete from customers where customer_id = 'c'",
        "shoppers": "delete from shoppers where shopper_id = 'own'",
    }
    async with Pool(database_url, name="people", most=4, statement_timeout_s=20) as pool:
        async with transaction(pool) as connection:
            await connection.execute("insert into customers (customer_id, name, email) values ('c', 'N', 'e')")
            await connection.execute("insert into shoppers (shopper_id, customer_id) values ('own', 'c')")
            await people.signed_in(connection, guest_id=None, shopper_id="own", customer_id="c")

        async def delete(statement: str) -> None:
            async with transaction(pool) as connection:
                await connection.execute(statement)

        async with transaction(pool) as another:
            await another.execute("select hold_identity()")
            going = []
            for table in (first, *sorted(deletions.keys() - {first})):
                going.append(asyncio.create_task(delete(deletions[table])))
                await _until_waiting(another, len(going))
        await asyncio.gather(*going)

        async with transaction(pool) as connection:
            left = await connection.execute(
                "select shopper_id from shoppers where shopper_id = 'own' union select customer_id from customers"
                " union select person_id from identity_nodes"
            )
            assert await left.fetchall() == []


async def _until_waiting(connection: Connection, number: int) -> None:
    """So many others of this database wait for a lock."""
    async with asyncio.timeout(10):
        while True:
            found = await connection.execute(
                "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
            )
            if await found.fetchone() == (number,):
                return
            await asyncio.sleep(0.02)
