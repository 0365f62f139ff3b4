"""What the worker does over and over holds in a shop without goods, with one thing to sell, and with two currencies."""

from datetime import UTC, datetime, timedelta

import pytest

from rerank.candidates.stored_books import BookMaking
from rerank.experiments.past_lots import PastLots
from rerank.features.checking import FeatureCheck
from rerank.features.goods import GoodsFacts
from rerank.features.past_features import PastFeatures
from rerank.features.stored_features import StoredFeatures
from rerank.monitoring.monitoring import Monitoring
from rerank.monitoring.reports import Reports
from rerank.ranking.lesson_building import LessonBuilding
from tests.conftest import OneConnection
from tests.integration.conftest import new_id

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
MONTH = timedelta(days=30)
SOLD = (
    "insert into variants (variant_id, product_id, position, price_minor, currency) values (%s, 'kettle', %s, %s, %s)"
)


async def _is_looked_after(shop: OneConnection) -> tuple[int, int]:
    """How many goods are noted, and how many are in the book of candidates."""
    goods = GoodsFacts(connections=shop, retention=MONTH, now=lambda: NOW)
    noted = await goods.note()
    await goods.forget()
    watch = Monitoring(connections=shop, kept=MONTH, new_id=new_id, now=lambda: NOW)
    assert not (await watch.look()).opened
    await Reports(connections=shop, now=lambda: NOW).overview(days=30)
    past, reader = PastFeatures(connections=shop), StoredFeatures(shop)
    check = FeatureCheck(connections=shop, reader=reader, past=past, now=lambda: NOW)
    assert not any(each.differing for each in await check.check(people=5, products=4))
    assert len(await LessonBuilding(shop, past).lessons(NOW - MONTH, NOW)) == 0
    assert len(await PastLots(connections=shop, past=past).lessons(model="m", since=NOW - MONTH, until=NOW)) == 0
    return noted, await BookMaking(shop, now=lambda: NOW).make(anyway=True)


async def test_a_shop_without_goods(database: OneConnection) -> None:
    assert await _is_looked_after(database) == (0, 0)


@pytest.mark.parametrize("currencies", [("USD",), ("USD", "JPY"), ()])
async def test_a_shop_with_one_thing(database: OneConnection, currencies: tuple[str, ...]) -> None:
    """Whatever currencies it is sold in, or not sold at all; somebody looked at it."""
    await database.held.execute(
        "insert into products (product_id, title, brand, department, category, description, delivery_days, image_url,"
        " url) values ('kettle', 'Kettle', 'B', 'home', '{home}', 'd', 1, '/i', '/u')"
    )
    for place, currency in enumerate(currencies):
        await database.held.execute(SOLD, [f"kettle-{place}", place, 4000 * 10**place, currency])
    await database.held.execute("insert into shoppers (shopper_id) values ('ann')")
    await database.held.execute(
        "insert into signals (occurred_at, known_at, kind, product_id, person_id, shopper_id, event_id, category)"
        " values (%(at)s, %(at)s, 'view', 'kettle', 'ann', 'ann', 'e1', 'home')",
        {"at": NOW - timedelta(hours=1)},
    )
    noted, in_book = await _is_looked_after(database)
    assert noted > 0
    assert in_book == 1
