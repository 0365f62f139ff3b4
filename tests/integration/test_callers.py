"""Who calls by a voice platform: guests that stay the same shopper, and customers that are one at every door."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from assistant.retention import Retention
from catalog.connections import Connections
from catalog.writing import CatalogWriter
from shop.turn import Channel
from tests.integration.conftest import Gateway, new_id
from tests.integration.known_tokens import KnownTokens
from tests.integration.small_shop import CONTENTS
from tests.integration.test_signing_in import VARIANTS, put, signed_in
from tests.unit.fakes import turn
from webhooks.accounts.stored_callers import CallerKeeping, StoredCallers
from webhooks.callers import Caller, Visit
from webhooks.errors import AccessTokenRefused

QUIET = timedelta(minutes=30)
CALLER = Caller(channel=Channel.ALEXA, application="skill", session="s-1", user="amzn1.account.CANARY")


@dataclass
class Calls:
    gateway: Gateway
    callers: StoredCallers

    async def visit(self, caller: Caller = CALLER, *, token: str | None = None) -> Visit:
        return await self.callers.visit(replace(caller, access_token=token))

    def fall_silent(self, *, minutes: int) -> None:
        self.gateway.sql(f"update callers set heard_at = heard_at - interval '{minutes} minutes'")

    async def put(self, visit: Visit, variant_id: str, quantity: int = 1) -> None:
        await self.gateway.carts.add(visit.shopper_id, variant_id, quantity=quantity, turn_id=new_id())

    async def cart(self, visit: Visit) -> dict[str, int]:
        lines = (await self.gateway.carts.cart_of(visit.shopper_id)).lines
        return {line.product_id: line.quantity for line in lines}


@dataclass
class CountedConnections:
    """Counts what is executed."""

    connections: Connections
    statements: int = 0

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Any]:
        async with self.connections.connection() as held:
            self._held = held
            yield self

    async def execute(self, statement: str, told: Any = None) -> Any:
        self.statements += 1
        return await self._held.execute(statement, told)


@pytest.fixture
async def calls(gateway: Gateway) -> Calls:
    await CatalogWriter(gateway.shop_pool).write(CONTENTS)
    return calls_of(gateway, single=gateway.records_pool, shop=gateway.shop_pool)


def calls_of(gateway: Gateway, *, single: Connections, shop: Connections) -> Calls:
    keeping = CallerKeeping(
        secret="sender-0123456789abcdef0123456789", new_id=new_id, quiet=QUIET, lease=timedelta(seconds=5)
    )
    callers = StoredCallers(single=single, shop=shop, tokens=KnownTokens(), keeping=keeping)
    return Calls(gateway, callers)


def product_of(variant_id: str) -> str:
    return variant_id.rsplit("-", 1)[0]


async def test_guest_stays_the_same_shopper_in_the_same_conversation(calls: Calls) -> None:
    first = await calls.visit()
    assert first.name is None
    assert await calls.visit(replace(CALLER, session="s-2")) == first


@pytest.mark.parametrize(
    "other",
    [
        replace(CALLER, user="somebody else"),
        replace(CALLER, application="another skill"),
        replace(CALLER, channel=Channel.GOOGLE),
        replace(CALLER, user=None, session="amzn1.account.CANARY"),
        replace(CALLER, application="skil", user="lamzn1.account.CANARY"),
    ],
    ids=["user", "application", "channel", "a session named like the user", "the same letters"],
)
async def test_another_caller_is_another_shopper(calls: Calls, other: Caller) -> None:
    first, second = await calls.visit(), await calls.visit(other)
    assert first.shopper_id != second.shopper_id
    assert first.conversation_id != second.conversation_id


async def test_guest_without_a_name_is_known_by_the_session(calls: Calls) -> None:
    nameless = replace(CALLER, user=None)
    first = await calls.visit(nameless)
    assert await calls.visit(nameless) == first
    assert (await calls.visit(replace(nameless, session="s-2"))).shopper_id != first.shopper_id


async def test_nothing_the_platform_calls_a_person_is_kept(calls: Calls) -> None:
    await calls.visit()
    rows = calls.gateway.sql("select callers::text, encode(caller_key, 'escape') from callers")
    assert len(rows) == 1
    assert "CANARY" not in str(rows)


async def test_conversation_goes_on_until_nobody_has_spoken_for_long(calls: Calls) -> None:
    first = await calls.visit()
    await calls.put(first, VARIANTS[0])
    calls.fall_silent(minutes=29)
    assert (await calls.visit()).conversation_id == first.conversation_id
    calls.fall_silent(minutes=31)
    later = await calls.visit()
    assert later.conversation_id != first.conversation_id
    assert later.shopper_id == first.shopper_id
    assert await calls.cart(later) == {product_of(VARIANTS[0]): 1}
    assert await calls.visit() == later


async def test_first_calls_at_once_make_one_shopper(calls: Calls) -> None:
    visits = await asyncio.gather(*[calls.visit() for _ in range(8)])
    assert len(set(visits)) == 1
    assert calls.gateway.sql("select count(*) from shoppers") == [(1,)]


async def test_linked_customer_is_the_shopper_of_the_web(calls: Calls) -> None:
    session = await signed_in(calls.gateway)
    await put(calls.gateway, session, VARIANTS[0])
    visit = await calls.visit(token="maya")
    assert visit.name == "Name of cust-1"
    assert await calls.cart(visit) == {product_of(VARIANTS[0]): 1}
    assert await calls.visit(token="maya") == visit


async def test_customer_the_shop_has_not_met_is_made_from_the_token(calls: Calls) -> None:
    assert (await calls.visit(token="maya")).name == "Maya"
    assert calls.gateway.sql("select name, email from customers") == [("Maya", "maya@example.com")]


async def test_guest_who_links_brings_cart_and_conversation_along_once(calls: Calls) -> None:
    at_home = await calls.visit(replace(CALLER, user="at home"), token="maya")
    await calls.put(at_home, VARIANTS[0])
    guest = await calls.visit()
    await calls.put(guest, VARIANTS[0])
    await calls.put(guest, VARIANTS[1])
    linked = await calls.visit(token="maya")
    assert linked.shopper_id == at_home.shopper_id
    assert linked.conversation_id == guest.conversation_id
    assert at_home.conversation_id != guest.conversation_id
    together = {product_of(VARIANTS[0]): 2, product_of(VARIANTS[1]): 1}
    assert await calls.cart(linked) == together
    assert await calls.visit(token="maya") == linked
    assert await calls.cart(linked) == together


async def test_first_calls_of_a_linked_guest_at_once_bring_the_cart_along_once(calls: Calls) -> None:
    guest = await calls.visit()
    await calls.put(guest, VARIANTS[0])
    visits = await asyncio.gather(*[calls.visit(token="maya") for _ in range(6)])
    assert {(visit.shopper_id, visit.conversation_id) for visit in visits} == {
        (visits[0].shopper_id, guest.conversation_id)
    }
    assert await calls.cart(visits[0]) == {product_of(VARIANTS[0]): 1}


async def test_what_does_not_fit_is_told_when_linking(calls: Calls) -> None:
    at_home = await calls.visit(replace(CALLER, user="at home"), token="maya")
    await calls.put(at_home, VARIANTS[0], 3)
    await calls.put(await calls.visit(), VARIANTS[0], 2)
    linked = await calls.visit(token="maya")
    assert linked.notice
    assert (await calls.visit(token="maya")).notice is None


async def test_whoever_unlinks_is_a_guest_with_nothing_of_the_customers(calls: Calls) -> None:
    guest = await calls.visit()
    await calls.put(guest, VARIANTS[0])
    linked = await calls.visit(token="maya")
    unlinked = await calls.visit()
    assert unlinked.name is None
    assert unlinked.shopper_id not in {guest.shopper_id, linked.shopper_id}
    assert unlinked.conversation_id != linked.conversation_id
    assert await calls.cart(unlinked) == {}


async def test_cart_filled_after_unlinking_comes_along_when_linking_again(calls: Calls) -> None:
    linked = await calls.visit(token="maya")
    await calls.put(await calls.visit(), VARIANTS[0])
    again = await calls.visit(token="maya")
    assert (again.shopper_id, again.conversation_id) == (linked.shopper_id, linked.conversation_id)
    assert await calls.cart(again) == {product_of(VARIANTS[0]): 1}


async def test_two_customers_by_one_caller_share_nothing(calls: Calls) -> None:
    maya = await calls.visit(token="maya")
    await calls.put(maya, VARIANTS[0])
    li = await calls.visit(token="li")
    assert (li.shopper_id, li.conversation_id) != (maya.shopper_id, maya.conversation_id)
    assert await calls.cart(li) == {}
    assert await calls.visit(token="maya") == maya


async def test_guest_who_signed_in_elsewhere_is_not_that_customer_without_a_token(calls: Calls) -> None:
    """The cart went to a browser, and whoever signed in there may be anybody."""
    guest = await calls.visit()
    maya = await calls.visit(replace(CALLER, user="at home"), token="maya")
    calls.gateway.sql(f"update shoppers set merged_into = '{maya.shopper_id}' where shopper_id = '{guest.shopper_id}'")
    visits = await asyncio.gather(*[calls.visit() for _ in range(4)])
    assert len(set(visits)) == 1
    assert visits[0].shopper_id not in {guest.shopper_id, maya.shopper_id}
    assert visits[0].conversation_id != guest.conversation_id


async def test_guest_who_became_another_guest_is_that_guest(calls: Calls) -> None:
    guest, other = await calls.visit(), await calls.visit(replace(CALLER, user="other"))
    calls.gateway.sql(f"update shoppers set merged_into = '{other.shopper_id}' where shopper_id = '{guest.shopper_id}'")
    assert (await calls.visit()).shopper_id == other.shopper_id
    linked = await calls.visit(token="maya")
    merged = calls.gateway.sql(f"select shopper_id from shoppers where merged_into = '{linked.shopper_id}'")
    assert {row[0] for row in merged} == {guest.shopper_id, other.shopper_id}


async def test_guest_is_taken_over_when_the_running_turn_has_ended(calls: Calls) -> None:
    """A turn that still writes for the guest would write for nobody."""
    guest = await calls.visit()
    await calls.put(guest, VARIANTS[0])
    await calls.gateway.records.claim(
        replace(turn(), shopper_id=guest.shopper_id, conversation_id=guest.conversation_id)
    )
    early = await calls.visit(token="maya")
    assert await calls.cart(early) == {}
    calls.gateway.sql("update turns set state = 'failed'")
    assert await calls.cart(await calls.visit(token="maya")) == {product_of(VARIANTS[0]): 1}
    assert calls.gateway.sql("select distinct shopper_id from turns") == [(early.shopper_id,)]


@pytest.mark.parametrize("token", ["forged", "nobody"])
async def test_refused_token_leaves_the_guest_as_it_was(calls: Calls, token: str) -> None:
    guest = await calls.visit()
    with pytest.raises(AccessTokenRefused):
        await calls.visit(token=token)
    assert await calls.visit() == guest


@pytest.mark.parametrize("token", [None, "maya"])
async def test_known_caller_costs_one_statement(gateway: Gateway, token: str | None) -> None:
    single, shop = CountedConnections(gateway.records_pool), CountedConnections(gateway.shop_pool)
    calls = calls_of(gateway, single=single, shop=shop)
    await calls.visit(token=token)
    single.statements = shop.statements = 0
    await calls.visit(token=token)
    assert (single.statements, shop.statements) == (1, 0)


async def test_caller_who_never_comes_back_is_forgotten_with_the_guest(calls: Calls) -> None:
    guest, linked = await calls.visit(), await calls.visit(replace(CALLER, user="at home"), token="maya")
    calls.gateway.sql("update shoppers set created_at = created_at - interval '60 days'")
    retention = Retention(connections=calls.gateway.shop_pool, period=timedelta(days=30))
    assert (await retention.forget())["shoppers"] == 0
    assert await calls.visit() == guest
    calls.fall_silent(minutes=60 * 24 * 31)
    gone = await retention.forget()
    assert (gone["callers"], gone["shoppers"]) == (2, 1)
    assert calls.gateway.sql("select shopper_id from shoppers") == [(linked.shopper_id,)]


async def test_caller_of_a_deleted_shopper_goes_too(calls: Calls, database_url: str) -> None:
    guest = await calls.visit()
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("delete from shoppers where shopper_id = %s", [guest.shopper_id])
    assert calls.gateway.sql("select count(*) from callers") == [(0,)]
    assert (await calls.visit()).shopper_id != guest.shopper_id
