"""A shopper's cart on the real database."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from shop.carts import MOST_PER_LINE, Carts
from shop.errors import CartFull, NotInCart, OutOfStock
from shop.stored_carts import StoredCarts
from tests.conftest import OneConnection

ONE_PRODUCT = """
    insert into products
        (product_id, title, brand, department, category, description, delivery_days, image_url, url)
        values ('milk', 'Barrow Lane Whole Milk', 'Barrow Lane', 'grocery', '{Grocery}', 'Milk.', 1, '/i', '/u');
    insert into variants (variant_id, product_id, position, attributes, price_minor, currency)
        values ('milk-1', 'milk', 0, '{"size": "1 gal"}', 349, 'USD'), ('milk-2', 'milk', 1, '{}', 199, 'USD');
    insert into stores values ('a', 'Store A', '1 Street', 'City', '{}');
    insert into stock values ('milk-1', 'a', 120), ('milk-2', 'a', 1);
"""


@pytest.fixture
async def carts(database: OneConnection) -> Carts:
    numbers = itertools.count()
    async with database.connection() as connection:
        await connection.execute(ONE_PRODUCT)
    return StoredCarts(database, new_id=lambda: f"id-{next(numbers)}", now=lambda: datetime.now(UTC))


async def test_cart_adds_up_quantities_and_prices(carts: Carts) -> None:
    await carts.add("ann", "milk-1", quantity=2, turn_id="t1")
    cart = await carts.add("ann", "milk-2", quantity=1, turn_id="t2")
    assert [(line.variant_id, line.quantity, line.line_total.amount_minor) for line in cart.lines] == [
        ("milk-1", 2, 698),
        ("milk-2", 1, 199),
    ]
    assert cart.total.amount_minor == 897


async def test_repeated_turn_adds_once(carts: Carts) -> None:
    await carts.add("ann", "milk-1", quantity=2, turn_id="t1")
    cart = await carts.add("ann", "milk-1", quantity=2, turn_id="t1")
    assert cart.lines[0].quantity == 2


async def test_more_than_in_stock_is_refused_and_changes_nothing(carts: Carts) -> None:
    with pytest.raises(OutOfStock) as refused:
        await carts.add("ann", "milk-2", quantity=2, turn_id="t1")
    assert refused.value.available == 1
    assert (await carts.cart_of("ann")).lines == ()
    assert (await carts.add("ann", "milk-2", quantity=1, turn_id="t1")).lines[0].quantity == 1


async def test_unknown_variant_is_out_of_stock(carts: Carts) -> None:
    with pytest.raises(OutOfStock):
        await carts.add("ann", "no-such", quantity=1, turn_id="t1")


async def test_line_has_an_upper_bound(carts: Carts) -> None:
    with pytest.raises(CartFull):
        await carts.add("ann", "milk-1", quantity=MOST_PER_LINE + 1, turn_id="t1")


async def test_quantity_is_changed_and_zero_removes(carts: Carts) -> None:
    await carts.add("ann", "milk-1", quantity=2, turn_id="t1")
    assert (await carts.set_quantity("ann", "milk-1", quantity=5, turn_id="t2")).lines[0].quantity == 5
    assert (await carts.set_quantity("ann", "milk-1", quantity=0, turn_id="t3")).lines == ()
    with pytest.raises(NotInCart):
        await carts.set_quantity("ann", "milk-1", quantity=1, turn_id="t4")


async def test_clear_empties_only_the_own_cart(carts: Carts) -> None:
    await carts.add("ann", "milk-1", quantity=2, turn_id="t1")
    await carts.add("bob", "milk-1", quantity=3, turn_id="t2")
    assert (await carts.clear("ann", turn_id="t3")).lines == ()
    assert (await carts.cart_of("bob")).lines[0].quantity == 3


@pytest.fixture
async def pooled(database_url: str) -> AsyncIterator[Carts]:
    """Committed data and many connections, for what only shows when turns really run at once."""
    numbers = itertools.count()
    async with AsyncConnectionPool(database_url, min_size=1, max_size=8, open=False) as pool:
        async with pool.connection() as connection:
            await connection.execute(ONE_PRODUCT)
        yield StoredCarts(pool, new_id=lambda: f"id-{next(numbers)}", now=lambda: datetime.now(UTC))
    with psycopg.connect(database_url) as connection:
        connection.execute("truncate products, stores, shoppers cascade")


async def test_first_adds_at_once_make_one_cart(pooled: Carts) -> None:
    await asyncio.gather(*(pooled.add("ann", "milk-1", quantity=1, turn_id=f"t{n}") for n in range(20)))
    cart = await pooled.cart_of("ann")
    assert [line.quantity for line in cart.lines] == [20]


async def test_swap_keeps_the_quantity_and_refuses_what_there_is_too_little_of(carts: Carts) -> None:
    await carts.add("ann", "milk-2", quantity=1, turn_id="t1")
    swapped = await carts.swap("ann", "milk-2", "milk-1", turn_id="t2")
    assert [(line.variant_id, line.quantity) for line in swapped.lines] == [("milk-1", 1)]
    await carts.set_quantity("ann", "milk-1", quantity=3, turn_id="t3")
    with pytest.raises(OutOfStock):
        await carts.swap("ann", "milk-1", "milk-2", turn_id="t4")
    assert [(line.variant_id, line.quantity) for line in (await carts.cart_of("ann")).lines] == [("milk-1", 3)]


async def test_repeated_swap_changes_nothing_more(carts: Carts) -> None:
    await carts.add("ann", "milk-2", quantity=1, turn_id="t1")
    first = await carts.swap("ann", "milk-2", "milk-1", turn_id="t2")
    assert await carts.swap("ann", "milk-2", "milk-1", turn_id="t2") == first
