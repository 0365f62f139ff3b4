"""What the book of candidates is made from: nobody counts without end, and a page is not believed everything."""

from datetime import UTC, datetime, timedelta

import pytest

from catalog.writing import CatalogWriter
from rerank.candidates import log_rows
from rerank.candidates.shop_log import WORTH, ShopLog
from tests.conftest import OneConnection
from tests.integration.small_shop import CONTENTS

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
DONE = """
    insert into signals (occurred_at, known_at, kind, product_id, person_id, shopper_id, event_id, order_id)
    values (%(at)s, %(at)s, %(kind)s, %(product)s, %(who)s, %(who)s, %(at)s::text || %(kind)s || %(who)s, %(order)s)
"""
PRODUCT = CONTENTS.products[0].id


async def do(
    database: OneConnection, who: str, kind: str, *, order: str | None = None, ago: timedelta = timedelta(hours=1)
) -> None:
    told = {"at": NOW - ago, "kind": kind, "product": PRODUCT, "who": who, "order": order}
    await database.held.execute(DONE, told)


async def read(database: OneConnection) -> ShopLog:
    async with database.connection() as connection:
        return await log_rows.read_log(connection, now=NOW)


def weights(log: ShopLog) -> dict[str, float]:
    return {
        log.people[person]: float(weight) for person, weight in zip(log.doings.person, log.doings.weight, strict=True)
    }


async def test_a_purchase_that_only_a_page_tells_of_says_as_much_as_a_cart(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    await database.held.execute("insert into shoppers (shopper_id) values ('signed-in')")
    await database.held.execute(
        "insert into identity_nodes (shopper_id, signed_in_at, person_id) values ('signed-in', now(), 'signed-in')"
    )
    await do(database, "page", "purchase")
    await do(database, "ordered", "purchase", order="o-1")
    await do(database, "signed-in", "purchase")
    await do(database, "carted", "add_to_cart")
    believed = WORTH["purchase"]
    assert weights(await read(database)) == {
        "page": pytest.approx(WORTH["add_to_cart"]),
        "ordered": believed,
        "signed-in": believed,
        "carted": pytest.approx(WORTH["add_to_cart"]),
    }


async def test_nobody_counts_by_more_than_their_newest_lines(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    for day in range(log_rows.MOST_OF_ONE + 20):
        await do(database, "till", "purchase", ago=timedelta(days=1 + day / 10))
    await do(database, "ann", "purchase", ago=timedelta(days=200))
    log = await read(database)
    assert set(log.people) == {"till", "ann"}
    till = log.people.index("till")
    kept = log.purchases.basket_day[log.purchases.basket_customer == till]
    newest = NOW.timestamp() / 86_400 - 1
    assert newest - log_rows.MOST_OF_ONE / 10 - 1 < kept.min() < kept.max() <= newest + 0.01
