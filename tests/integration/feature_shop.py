"""A shop of a dozen products with vectors, and a table of signals to write into, for tests of features."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from catalog.connections import Connection, Connections
from rerank.events.event import Actor, Event, EventKind, Source
from rerank.events.stored_events import StoredEvents
from rerank.features.feature import FeatureTable
from rerank.features.goods import GoodsFacts
from rerank.features.past_features import PastFeatures
from rerank.features.stored_features import StoredFeatures

NOW = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
INDEX = "0123456789abcdef"
# By product: category, brand, sizes of its variants, and a vector.
GOODS = {
    "kettle": ("Home / Kitchen", "Barrow", (), (1.0, 0.0, 0.0)),
    "teapot": ("Home / Kitchen", "Barrow", (), (0.8, 0.6, 0.0)),
    "toaster": ("Home / Kitchen", "Kestrel", (), (0.0, 0.6, 0.8)),
    "boots": ("Outdoor / Boots", "Kestrel", ("41", "42", "43"), (0.0, 0.0, 1.0)),
    "clogs": ("Outdoor / Boots", "Larkmoor", ("38",), (0.0, 1.0, 0.0)),
    "milk": ("Grocery / Dairy", "Oatfellow", ("1 l",), None),
}
PRODUCTS = tuple(GOODS)
MAYA = Actor(shopper_id="maya", device_id="phone")
ORDER = """
    insert into orders (order_id, number, customer_id, shopper_id, contact, state, placed_at, address, currency,
                        items_minor, shipping_minor, tax_minor, total_minor)
    values (%(id)s, %(id)s, %(customer)s, %(shopper)s, 'm@example.com', 'delivered', %(at)s, '{}', 'USD', 0, 0, 0, 0)
"""
LINE = """
    insert into order_lines (order_id, position, product_id, variant_id, title, quantity, unit_price_minor)
    values (%s, 1, %s, %s, 't', %s, 900)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something somebody did, so long before NOW; it was heard of so much later."""

    kind: str
    product_id: str
    ago: timedelta
    heard_after: timedelta = timedelta()
    person_id: str = "maya"
    quantity: int = 1
    price: int | None = 1000
    list_price: int | None = None
    place: float | None = 0.5
    dwell_ms: int | None = None
    size: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    person_id: str | None
    at: datetime
    product_ids: tuple[str, ...] = PRODUCTS


async def open_feature_shop(connections: Connections) -> None:
    """What other tests left on connections of their own is gone until this one is rolled back."""
    async with connections.connection() as connection:
        for table in ("events", "signals", "item_facts", "category_facts", "products"):
            await connection.execute(f"delete from {table}")
        for product_id, (category, brand, sizes, _) in GOODS.items():
            await connection.execute(
                "insert into products (product_id, title, brand, department, category, description, rating,"
                " rating_count, delivery_days, image_url, url) values (%s, %s, %s, 'd', %s, '', 4.5, 10, 2, '', '')",
                [product_id, product_id, brand, category.split(" / ")],
            )
            for position, size in enumerate(sizes or (None,)):
                await connection.execute(
                    "insert into variants (variant_id, product_id, position, attributes, price_minor, currency,"
                    " available) values (%s, %s, %s, %s, %s, 'USD', 3)",
                    [
                        f"{product_id}-{position}",
                        product_id,
                        position,
                        json.dumps({"size": size} if size else {}),
                        1000,
                    ],
                )
        await _add_vectors(connection)
        await connection.execute("insert into shoppers (shopper_id) values ('maya'), ('sam')")


async def _add_vectors(connection: Connection) -> None:
    await connection.execute(
        "insert into vector_indexes (index_id, model_id, dimension, checksum) values (%s, 'm', 3, 'c')", [INDEX]
    )
    await connection.execute(
        f"create table product_vectors_{INDEX} (product_no integer primary key, vector halfvec(3))"
    )
    await connection.execute("delete from active_vector_index")
    await connection.execute("insert into active_vector_index (index_id) values (%s)", [INDEX])
    for product_id, (_, _, _, vector) in GOODS.items():
        if vector:
            await connection.execute(
                f"insert into product_vectors_{INDEX}"
                " select product_no, %s::halfvec from products where product_id = %s",
                [str(list(vector)), product_id],
            )


async def do(connections: Connections, deeds: Iterable[Deed]) -> None:
    async with connections.connection() as connection:
        for number, deed in enumerate(deeds):
            category, brand, _, _ = GOODS[deed.product_id]
            at = NOW - deed.ago
            await connection.execute(
                "insert into signals (occurred_at, known_at, price_minor, list_minor, price_place, quantity, dwell_ms,"
                " kind, product_id, person_id, shopper_id, category, brand, size, event_id)"
                " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
                [
                    *(at, at + deed.heard_after, deed.price, deed.list_price, deed.place, deed.quantity, deed.dwell_ms),
                    *(deed.kind, deed.product_id, deed.person_id, deed.person_id, category, brand, deed.size),
                    f"e{number}",
                ],
            )


async def online(connections: Connections, asked: Sequence[Asked]) -> list[FeatureTable]:
    reader = StoredFeatures(connections)
    return [await reader.read(each.person_id, each.product_ids, at=each.at) for each in asked]


async def offline(connections: Connections, asked: Sequence[Asked]) -> FeatureTable:
    return await PastFeatures(connections=connections).at_moments(asked)


def told(table: FeatureTable, name: str, product_id: str) -> float:
    """The value of the newest version, for a table of all products."""
    (column,) = (place for place, id_ in enumerate(table.names) if id_.partition("@")[0] == name)
    return float(table.values[PRODUCTS.index(product_id), column])


def noting(database: Connections, at: datetime) -> GoodsFacts:
    return GoodsFacts(connections=database, retention=timedelta(days=400), now=lambda: at)


async def read(
    database: Connections, shopper_id: str | None = "maya", *, at: datetime = NOW, device_id: str | None = None
) -> FeatureTable:
    return await StoredFeatures(database).read(shopper_id, PRODUCTS, at=at, device_id=device_id)


async def execute(database: Connections, statement: str, told: Any = None) -> None:
    async with database.connection() as connection:
        await connection.execute(statement, told)


async def keep(database: Connections, kind: EventKind, product_id: str | None, **told: Any) -> None:
    at = NOW - timedelta(seconds=2)
    given = {"source": Source.PAGE, "actor": MAYA, "occurred_at": at, "product_id": product_id, **told}
    event = Event(
        event_id=f"{kind} {product_id} {given}",
        kind=kind,
        channel="web",
        received_at=NOW - timedelta(seconds=1),
        **given,
    )
    await StoredEvents(database).keep([event], channel="web", received_at=NOW, left_out={})


async def order(database: Connections, order_id: str, product_id: str, *, ago: timedelta, **told: Any) -> None:
    by = {"shopper": "maya", "customer": None, **told}
    await execute(database, ORDER, {"id": order_id, "at": NOW - ago, **by})
    await execute(database, LINE, [order_id, product_id, f"{product_id}-0", 1])
