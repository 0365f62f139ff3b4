"""What the actions ask of sizes, and the shop that answers it from Postgres and a trained model."""

from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from catalog.connections import Connection, Connections, connected
from shop.changes import first_time
from shop.errors import ShopUnavailable
from shop.sizes import rows
from shop.sizes.charts import Chart, read_chart
from shop.sizes.evidence import Known, Past, Runs, Usual
from shop.sizes.measurements import Measurements
from shop.sizes.model import Guess, SizeModels


class Sizes(Protocol):
    """`wearer` is empty for the shopper, else who else it is told of: "son"."""

    async def known(self, shopper_id: str, *, wearer: str = "") -> Known: ...

    async def remember(
        self, shopper_id: str, told: Measurements, usual: Sequence[Usual] = (), *, wearer: str = "", turn_id: str
    ) -> None: ...

    async def forget(self, shopper_id: str) -> bool: ...

    async def past(self, shopper_id: str) -> tuple[Past, ...]: ...

    async def note_outcome(self, shopper_id: str, past: Past, *, turn_id: str) -> None: ...

    async def runs(self, product_id: str) -> Runs: ...

    async def charts(self, chart_ids: Sequence[str], *, brand: str = "") -> tuple[Chart, ...]: ...

    def guess(self, chart: Chart | None, offered: Sequence[str], body: Measurements) -> Guess | None: ...

    def has_model(self, chart: Chart | None, offered: Sequence[str]) -> bool: ...


class StoredSizes:
    def __init__(self, connections: Connections, models: SizeModels, *, new_id: Callable[[], str]) -> None:
        self._connections = connections
        self._models = models
        self._new_id = new_id

    async def known(self, shopper_id: str, *, wearer: str = "") -> Known:
        async with self._transaction() as connection:
            return await rows.read_known(connection, shopper_id, wearer)

    async def remember(
        self, shopper_id: str, told: Measurements, usual: Sequence[Usual] = (), *, wearer: str = "", turn_id: str
    ) -> None:
        """Once for each turn; nothing is written where nothing was told."""
        if not told.known and not usual:
            return
        async with self._transaction() as connection:
            if not await first_time(connection, turn_id=turn_id, key="sizes told"):
                return
            await rows.ensure_shopper(connection, shopper_id)
            if told.known:
                await rows.write_measurements(connection, shopper_id, wearer, told.known)
            for one in usual:
                await rows.write_usual(connection, shopper_id, wearer, one)

    async def forget(self, shopper_id: str) -> bool:
        """Whether anything was known."""
        async with self._transaction() as connection:
            return await rows.forget(connection, shopper_id)

    async def past(self, shopper_id: str) -> tuple[Past, ...]:
        async with self._transaction() as connection:
            return await rows.read_past(connection, shopper_id)

    async def note_outcome(self, shopper_id: str, past: Past, *, turn_id: str) -> None:
        async with self._transaction() as connection:
            if await first_time(connection, turn_id=turn_id, key=f"size outcome {past.product_id}"):
                await rows.ensure_shopper(connection, shopper_id)
                await rows.note_outcome(connection, shopper_id, self._new_id(), past)

    async def runs(self, product_id: str) -> Runs:
        async with self._transaction() as connection:
            return await rows.read_runs(connection, product_id)

    async def charts(self, chart_ids: Sequence[str], *, brand: str = "") -> tuple[Chart, ...]:
        async with self._transaction() as connection:
            return tuple(read_chart(chart) for chart in await rows.read_charts(connection, chart_ids, brand=brand))

    def guess(self, chart: Chart | None, offered: Sequence[str], body: Measurements) -> Guess | None:
        for_children = chart is not None and chart.is_for_children
        model = self._models.for_goods(chart.id if chart else None, offered, for_children=for_children)
        return model.guess(body.known) if model else None

    def has_model(self, chart: Chart | None, offered: Sequence[str]) -> bool:
        for_children = chart is not None and chart.is_for_children
        return self._models.for_goods(chart.id if chart else None, offered, for_children=for_children) is not None

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=ShopUnavailable)
