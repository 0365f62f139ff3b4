"""Shoppers who buy at the same moment: what there is one of is sold once, and nobody waits for ever."""

import asyncio
import itertools
import uuid
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql
from psycopg_pool import AsyncConnectionPool

from assistant.schema import migrate
from shop.checkout.errors import QuoteChanged, SoldOut
from shop.checkout.payment import LINK
from shop.checkout.window import Fulfilment
from shop.codes.errors import CodeLocked, CodeWrong
from shop.errors import OutOfStock
from shop.order import Order
from tests.contracts.commerce.buying import EMAIL, quoted_guest
from tests.contracts.commerce.goods import HOME, TERMS
from tests.contracts.commerce.worlds import InPostgres, without_windows

MANY = 50
OWN = "buying_at_once"


@pytest.fixture(scope="module")
async def connections(database_url: str) -> AsyncIterator[AsyncConnectionPool]:
    """A database of its own and many connections, for what only shows when purchases really run at once."""
    name = sql.Identifier(OWN)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        connection.execute(sql.SQL("create database {}").format(name))
        url = urlsplit(database_url)._replace(path=f"/{OWN}").geturl()
        await asyncio.to_thread(migrate, url)
        async with AsyncConnectionPool(url, min_size=4, max_size=16, timeout=60, open=False) as pool:
            yield pool
        connection.execute(sql.SQL("drop database {} with (force)").format(name))


@pytest.fixture
async def world(connections: AsyncConnectionPool) -> AsyncIterator[InPostgres]:
    world = InPostgres(connections)
    world._new_id = lambda: uuid.uuid4().hex
    await world.open()
    await world.sell_by(without_windows())
    yield world
    async with connections.connection() as connection:
        await connection.execute("set local aisle.may_forget_audit = 'yes'")
        await connection.execute(
            "truncate audit, orders, shoppers, changes, windows, products, stores, customers cascade"
        )


async def _outcomes(calls: Sequence[Awaitable[Order]]) -> tuple[list[Order], list[BaseException]]:
    async with asyncio.timeout(60):
        done = await asyncio.gather(*calls, return_exceptions=True)
    return [one for one in done if isinstance(one, Order)], [one for one in done if isinstance(one, BaseException)]


async def _buy(world: InPostgres, shopper_id: str, variant_id: str) -> Order:
    """As a conversation does: into the cart, told, confirmed."""
    await world.carts.add(shopper_id, variant_id, quantity=1, turn_id=f"{shopper_id}-1")
    await world.checkouts.choose(shopper_id, turn_id=f"{shopper_id}-2", address=HOME, contact=EMAIL, payment=LINK)
    quote = await world.checkouts.quote(shopper_id, turn_id=f"{shopper_id}-3")
    return await world.checkouts.place(shopper_id, quote_id=quote.id, turn_id=f"{shopper_id}-4")


async def test_the_last_one_is_sold_once_to_fifty_at_once(world: InPostgres) -> None:
    placed, refused = await _outcomes([_buy(world, f"s{number}", "sofa-1") for number in range(MANY)])
    assert len(placed) == 1
    assert {type(error) for error in refused} <= {SoldOut, OutOfStock}
    assert len(refused) == MANY - 1
    assert await world.shelves("sofa-1") == {"north": 0, "harbor": 0}
    assert await world._execute("select available from variants where variant_id = 'sofa-1'") == [(0,)]
    assert await world._execute("select count(*) from orders") == [(1,)]


async def test_quotes_that_were_all_given_before_sell_no_more_than_there_is(world: InPostgres) -> None:
    """Their reservations have run out: every yes stands alone against the shelf."""
    await world.put("lamp-1", north=20, harbor=0)
    shoppers = [f"s{number}" for number in range(20)]
    for shopper_id in shoppers:
        await world.carts.add(shopper_id, "lamp-1", quantity=1, turn_id=f"{shopper_id}-1")
        await world.checkouts.choose(shopper_id, turn_id=f"{shopper_id}-2", address=HOME, contact=EMAIL)
    quotes = {id_: await world.checkouts.quote(id_, turn_id=f"{id_}-3") for id_ in shoppers}
    await world.put("lamp-1", north=3)
    await world._execute("delete from reservations")
    placed, refused = await _outcomes(
        [world.checkouts.place(id_, quote_id=quotes[id_].id, turn_id=f"{id_}-4") for id_ in shoppers]
    )
    assert (len(placed), {type(error) for error in refused}) == (3, {SoldOut})
    assert await world.shelves("lamp-1") == {"north": 0, "harbor": 0}


async def test_one_quote_confirmed_twenty_times_at_once_is_one_order(world: InPostgres) -> None:
    await world.sell_by(TERMS)
    quote = await quoted_guest(world, quantity=2)
    placed, refused = await _outcomes(
        [world.checkouts.place("ann", quote_id=quote.id, turn_id=f"yes {number}") for number in range(20)]
    )
    assert refused == []
    assert len({order.id for order in placed}) == 1
    assert sum((await world.shelves("mug-1")).values()) == 5
    assert await world._execute("select count(*), sum(booked) from orders, windows") == [(1, 1)]
    assert await world._execute("select count(*) from audit where what = 'order.placed'") == [(1,)]


async def test_a_window_for_one_is_booked_by_one(world: InPostgres) -> None:
    await world.sell_by(replace(TERMS, window_patterns=TERMS.window_patterns[:1]))
    shoppers = [f"s{number}" for number in range(12)]
    for shopper_id in shoppers:
        await world.carts.add(shopper_id, "tea-1", quantity=1, turn_id=f"{shopper_id}-1")
        await world.checkouts.choose(shopper_id, turn_id=f"{shopper_id}-2", address=HOME, contact=EMAIL)
    (window,) = await world.checkouts.windows("s0")

    async def book(shopper_id: str) -> Order:
        await world.checkouts.choose(shopper_id, turn_id=f"{shopper_id}-3", window_id=window.id)
        quote = await world.checkouts.quote(shopper_id, turn_id=f"{shopper_id}-4")
        return await world.checkouts.place(shopper_id, quote_id=quote.id, turn_id=f"{shopper_id}-5")

    placed, refused = await _outcomes([book(shopper_id) for shopper_id in shoppers])
    assert len(placed) == 1
    assert len(refused) == 11
    assert await world._execute("select booked, capacity from windows") == [(1, 1)]


async def test_carts_of_the_same_goods_in_opposite_order_do_not_wait_for_each_other(world: InPostgres) -> None:
    goods = ["mug-1", "tea-1", "lamp-1"]
    await world.put("mug-1", north=50, harbor=50)
    await world.put("lamp-1", north=50, harbor=50)
    turns = itertools.count()

    async def buy_all(shopper_id: str, variants: Sequence[str]) -> Order:
        for variant_id in variants:
            await world.carts.add(shopper_id, variant_id, quantity=1, turn_id=f"t{next(turns)}")
        way = {"how": Fulfilment.PICKUP, "store_id": "north"} if variants == goods else {"address": HOME}
        await world.checkouts.choose(shopper_id, turn_id=f"t{next(turns)}", contact=EMAIL, **way)
        quote = await world.checkouts.quote(shopper_id, turn_id=f"t{next(turns)}")
        return await world.checkouts.place(shopper_id, quote_id=quote.id, turn_id=f"t{next(turns)}")

    placed, refused = await _outcomes(
        [buy_all(f"s{number}", goods if number % 2 else goods[::-1]) for number in range(24)]
    )
    assert refused == []
    assert len(placed) == 24
    assert sum((await world.shelves("mug-1")).values()) == 76


async def test_a_cart_changed_while_it_is_ordered_is_ordered_as_it_was_told_or_not_at_all(world: InPostgres) -> None:
    for round_ in range(10):
        shopper_id = f"s{round_}"
        await world.carts.add(shopper_id, "tea-1", quantity=1, turn_id=f"{shopper_id}-1")
        await world.checkouts.choose(shopper_id, turn_id=f"{shopper_id}-2", address=HOME, contact=EMAIL)
        quote = await world.checkouts.quote(shopper_id, turn_id=f"{shopper_id}-3")
        outcome, _ = await asyncio.gather(
            world.checkouts.place(shopper_id, quote_id=quote.id, turn_id=f"{shopper_id}-4"),
            world.carts.add(shopper_id, "mug-1", quantity=1, turn_id=f"{shopper_id}-5"),
            return_exceptions=True,
        )
        left = [line.variant_id for line in (await world.carts.cart_of(shopper_id)).lines]
        if isinstance(outcome, Order):
            assert [line.variant_id for line in outcome.lines] == ["tea-1"]
            assert left == ["mug-1"]
            await world.carts.clear(shopper_id, turn_id=f"{shopper_id}-6")
        else:
            assert isinstance(outcome, QuoteChanged)
            assert sorted(left) == ["mug-1", "tea-1"]
            await world.carts.clear(shopper_id, turn_id=f"{shopper_id}-6")
            await world.checkouts.abandon(shopper_id, turn_id=f"{shopper_id}-7")


async def test_wrong_codes_tried_at_once_are_all_counted(world: InPostgres) -> None:
    customer_id = await world.sign_in("ann")
    await world.codes.give(customer_id, "4821")
    tried = await asyncio.gather(
        *(world.codes.check(customer_id, f"{number:04d}") for number in range(10)), return_exceptions=True
    )
    assert sorted(type(error).__name__ for error in tried).count("CodeWrong") == 2
    assert {type(error) for error in tried} == {CodeWrong, CodeLocked}
    with pytest.raises(CodeLocked):
        await world.codes.check(customer_id, "4821")


async def test_first_adds_at_once_make_one_cart(world: InPostgres) -> None:
    await asyncio.gather(*(world.carts.add("ann", "tea-1", quantity=1, turn_id=f"t{n}") for n in range(20)))
    assert [line.quantity for line in (await world.carts.cart_of("ann")).lines] == [20]


async def test_one_turn_at_the_same_time_changes_the_cart_once(world: InPostgres) -> None:
    async with asyncio.timeout(30):
        carts = await asyncio.gather(*(world.carts.add("ann", "tea-1", quantity=2, turn_id="t1") for _ in range(20)))
    assert {cart.lines[0].quantity for cart in carts} == {2}
    assert await world._execute("select count(*) from audit") == [(1,)]


@asynccontextmanager
async def _dying(world: InPostgres, at: str) -> AsyncIterator[None]:
    """The connection is lost just when this table is written: as if the process had been killed there."""
    await world._execute(
        f"create function die() returns trigger language plpgsql as"
        f" $$ begin perform pg_terminate_backend(pg_backend_pid()); return new; end $$;"
        f" create trigger dies before insert or update on {at} for each row execute function die()"
    )
    try:
        yield
    finally:
        await world._execute(f"drop trigger dies on {at}; drop function die()")


@pytest.mark.parametrize(
    "table", ["stock", "orders", "order_lines", "order_line_stock", "window_bookings", "payments", "carts", "quotes"]
)
async def test_a_purchase_cut_off_anywhere_leaves_nothing_half_done(world: InPostgres, table: str) -> None:
    await world.sell_by(TERMS)
    quote = await quoted_guest(world, quantity=6)
    async with _dying(world, table):
        _, failed = await _outcomes([world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")])
    assert len(failed) == 1
    assert await world.shelves("mug-1") == {"north": 5, "harbor": 2}
    assert await world._execute("select (select count(*) from orders), (select count(*) from payments)") == [(0, 0)]
    assert await world._execute("select coalesce(sum(booked), 0) from windows") == [(0,)]
    order = await world.checkouts.place("ann", quote_id=quote.id, turn_id="yes")
    assert order.totals == quote.totals
    assert await world._execute("select count(*) from orders") == [(1,)]
