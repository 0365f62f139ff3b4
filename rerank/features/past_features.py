"""Features as they were at moments of the past: what models learn from."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

import numpy as np
import pyarrow as pa

from catalog.connections import Connections, connected, take_time
from rerank.features.engines import IDS, DuckDb, Engine
from rerank.features.exported import export
from rerank.features.feature import FeatureTable, Values
from shop.errors import ShopUnavailable

# Vectors are compared for each row: so many at a time stay within some hundred MB.
MOST_ROWS = 50_000


class Asked(Protocol):
    """Some products for one person at one moment; the person as `person_of` names them."""

    @property
    def person_id(self) -> str | None: ...
    @property
    def at(self) -> datetime: ...
    @property
    def product_ids(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class PastFeatures:
    connections: Connections
    engine: Engine = field(default_factory=DuckDb)

    async def at_moments(self, asked: Sequence[Asked]) -> FeatureTable:
        """A row for each product of each moment, in their order, by what was known then. Raises ShopUnavailable."""
        parts = [await self._reckoned(part) for part in _parts(asked)]
        return FeatureTable(names=IDS, values=np.concatenate([np.zeros((0, len(IDS)), dtype=np.float32), *parts]))

    async def _reckoned(self, asked: Sequence[Asked]) -> Values:
        people = {each.person_id for each in asked if each.person_id is not None}
        products = {product_id for each in asked for product_id in each.product_ids}
        at = [each.at for each in asked]
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            await take_time(connection)
            history = await export(connection, people=people, products=products, since=min(at), until=max(at))
        return await asyncio.to_thread(self.engine.reckon, asked_table(asked), history)


def asked_table(asked: Sequence[Asked]) -> pa.Table:
    rows = [(place, each, product_id) for place, each in enumerate(asked) for product_id in each.product_ids]
    return pa.table(
        {
            "row": pa.array(range(len(rows)), type=pa.int64()),
            "moment": pa.array([place for place, _, _ in rows], type=pa.int64()),
            "person_id": pa.array([each.person_id for _, each, _ in rows], type=pa.string()),
            "at": pa.array([each.at.timestamp() for _, each, _ in rows], type=pa.float64()),
            "product_id": pa.array([product_id for _, _, product_id in rows], type=pa.string()),
        }
    )


def _parts(asked: Sequence[Asked]) -> Iterator[list[Asked]]:
    part: list[Asked] = []
    rows = 0
    for each in asked:
        if part and rows + len(each.product_ids) > MOST_ROWS:
            yield part
            part, rows = [], 0
        part.append(each)
        rows += len(each.product_ids)
    if part:
        yield part
