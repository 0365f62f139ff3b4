"""Habits on the real database: whose purchases they are, what of them fits, and how quickly they are read."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from catalog.query import Query
from catalog.search import Search
from catalog.stages import Stopwatch
from shop.usual.habits import Reckoning, habits
from shop.usual.rows import merge
from shop.usual.usuals import StoredUsuals
from tests.conftest import OneConnection
from tests.integration.small_shop import PRODUCTS

NOW = datetime.now(UTC)
ORDER = """
    insert into orders (order_id, number, customer_id, shopper_id, contact, state, placed_at, address, currency,
                        items_minor, shipping_minor, tax_minor, total_minor)
    values (%s, %s, %s, %s, %s, %s, %s, '{}', 'USD', 0, 0, 0, 0)
"""
LINE = """
    insert into order_lines (order_id, position, product_id, variant_id, title, quantity, returned_quantity,
                             unit_price_minor)
    values (%s, %s, %s, %s, %s, %s, %s, 100)
"""


class Books:
    """Orders written as the shop writes them."""

    def __init__(self, database: OneConnection) -> None:
        self._database = database
        self._orders = 0

    async def bought(self, variant_id: str, *days_ago: float, returned: int = 0, **of: str | None) -> None:
        async with self._database.connection() as connection:
            for days in days_ago:
                self._orders += 1
                order_id, placed_at = f"o{self._orders}", NOW - timedelta(days=days)
                guest = of.get("shopper_id")
                owner = None if guest else "c"
                state = of.get("state") or "delivered"
                contact = "guest@example.com" if guest else None
                await connection.execute(ORDER, [order_id, order_id, owner, guest, contact, state, placed_at])
                product_id = variant_id.rsplit("-", 1)[0]
                await connection.execute(LINE, [order_id, 0, product_id, variant_id, "Granola", 1, returned])


@pytest.fixture
async def books(database: OneConnection) -> Books:
    async with database.connection() as connection:
        await connection.execute(
            "insert into customers (customer_id, name, email, address) values ('c', 'Ann', 'ann@example.com', '{}')"
        )
        await connection.execute("insert into shoppers (shopper_id, customer_id) values ('ann', 'c'), ('bob', null)")
    return Books(database)


@pytest.fixture
def usuals(database: OneConnection) -> StoredUsuals:
    return StoredUsuals(database, reckoning=Reckoning())


async def test_purchases_are_those_of_the_customer_and_the_own_ones_as_a_guest(
    books: Books, usuals: StoredUsuals
) -> None:
    await books.bought("oats-1", 10, 3)
    await books.bought("nuts-1", 5, shopper_id="bob")
    mine, his = await usuals.history("ann"), await usuals.history("bob")
    assert [(each.variant_id, len(each.times)) for each in mine.bought] == [("oats-1", 2)]
    assert [each.variant_id for each in his.bought] == ["nuts-1"]
    assert (await usuals.history("nobody")).bought == ()


async def test_what_was_cancelled_or_sent_back_is_no_purchase(books: Books, usuals: StoredUsuals) -> None:
    await books.bought("oats-1", 10, state="cancelled")
    await books.bought("nuts-1", 5, returned=1)
    assert (await usuals.history("ann")).bought == ()


async def test_what_is_not_sold_any_more_is_known_as_such(books: Books, usuals: StoredUsuals) -> None:
    await books.bought("gone-1", 3)
    (gone,) = (await usuals.history("ann")).bought
    assert gone.available is None


async def test_corrections_are_kept_once_a_turn_and_go_along_at_sign_in(
    books: Books, search: Search, usuals: StoredUsuals, database: OneConnection
) -> None:
    first, second = PRODUCTS[0].variants[0].id, PRODUCTS[1].variants[0].id
    for _ in range(2):
        await usuals.correct("bob", turn_id="t1", wrong_id=first, right_id=second)
    history = await usuals.history("bob")
    assert [(made.wrong_id, made.right_id) for made in history.corrections] == [(first, second)]
    assert history.variant_ids == [second]
    async with database.connection() as connection:
        for _ in range(2):
            await merge(connection, from_id="bob", to_id="ann")
    assert (await usuals.history("bob")).corrections == ()
    assert len((await usuals.history("ann")).corrections) == 1


async def test_what_was_corrected_is_told_and_forgotten_one_by_one(
    search: Search, usuals: StoredUsuals, books: Books, database: OneConnection
) -> None:
    (wrong, right, other) = [product.variants[0].id for product in PRODUCTS[:3]]
    for turn, one, meant in (("t1", wrong, right), ("t2", wrong, other)):
        await usuals.correct("bob", turn_id=turn, wrong_id=one, right_id=meant)
    await usuals.correct("ann", turn_id="t3", wrong_id=wrong, right_id=right)
    told = await usuals.meanings("bob")
    assert {meaning.variant_id for meaning in told} == {right, other}
    assert {meaning.instead_of for meaning in told} == {PRODUCTS[0].title}
    for _ in range(2):
        await usuals.forget("bob", turn_id="t4", right_ids=[right])
    assert [meaning.variant_id for meaning in await usuals.meanings("bob")] == [other]
    assert len(await usuals.meanings("ann")) == 1
    async with database.connection() as connection:
        noted = await connection.execute("select count(*) from audit where what = 'usual.forgotten'")
        assert await noted.fetchone() == (1,)


async def test_only_what_fits_every_bound_is_usual(search: Search) -> None:
    every = [variant.id for product in PRODUCTS for variant in product.variants]
    jackets = await search.among(Query(text="jacket"), every, stopwatch=Stopwatch())
    cheap = await search.among(Query(text="jacket", max_price_minor=8000), every, stopwatch=Stopwatch())
    price = {variant.id: variant.price.amount_minor for product in PRODUCTS for variant in product.variants}
    assert jackets
    assert cheap == {variant_id for variant_id in jackets if price[variant_id] <= 8000}
    assert await search.among(Query(text="surfboard"), every, stopwatch=Stopwatch()) == frozenset()


async def test_years_of_purchases_are_read_in_milliseconds(
    books: Books, usuals: StoredUsuals, database: OneConnection
) -> None:
    for number in range(12):
        await books.bought(f"thing{number}-1", *range(number, 700, 14))
    async with database.connection() as connection:
        await connection.execute("analyze orders")
        await connection.execute("analyze order_lines")
    taken = []
    for _ in range(15):
        started = time.perf_counter()
        history = await usuals.history("ann")
        taken.append(time.perf_counter() - started)
    assert len(history.bought) == 12
    assert habits(history, fitting={"thing0-1"}, now=NOW)[0].bought.variant_id == "thing0-1"
    # The aim is three milliseconds; a busy machine is given ten times as many.
    assert sorted(taken)[len(taken) // 2] < 0.03
