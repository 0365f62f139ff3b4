"""Sizes as the shop keeps them, without its database, for the actions."""

from collections.abc import Mapping, Sequence

from shop.sizes.charts import Chart
from shop.sizes.evidence import Known, Past, Runs, Usual
from shop.sizes.measurements import Measurements
from shop.sizes.model import Guess


class SizesInMemory:
    def __init__(
        self,
        charts: Sequence[Chart] = (),
        *,
        past: Sequence[Past] = (),
        turned_out: Mapping[str, Runs] | None = None,
        guess: Guess | None = None,
    ) -> None:
        self._charts = {chart.id: chart for chart in charts}
        self._past = list(past)
        self._runs = turned_out or {}
        self._guess = guess
        self.told: dict[tuple[str, str], Known] = {}

    async def known(self, shopper_id: str, *, wearer: str = "") -> Known:
        return self.told.get((shopper_id, wearer), Known())

    async def remember(
        self, shopper_id: str, told: Measurements, usual: Sequence[Usual] = (), *, wearer: str = "", turn_id: str
    ) -> None:
        if told.known or usual:
            before = await self.known(shopper_id, wearer=wearer)
            kept = Known(body=before.body.updated(told), usual=(*usual, *before.usual))
            self.told[(shopper_id, wearer)] = kept

    async def forget(self, shopper_id: str) -> bool:
        gone = [key for key in self.told if key[0] == shopper_id]
        for key in gone:
            del self.told[key]
        return bool(gone)

    async def past(self, shopper_id: str) -> tuple[Past, ...]:
        return tuple(self._past)

    async def note_outcome(self, shopper_id: str, past: Past, *, turn_id: str) -> None:
        self._past.append(past)

    async def runs(self, product_id: str) -> Runs:
        return self._runs.get(product_id, Runs())

    async def charts(self, chart_ids: Sequence[str], *, brand: str = "") -> tuple[Chart, ...]:
        return tuple(self._charts[id_] for id_ in chart_ids if id_ in self._charts)

    def guess(self, chart: Chart | None, offered: Sequence[str], body: Measurements) -> Guess | None:
        return self._guess if body.height_cm and body.weight_kg else None

    def has_model(self, chart: Chart | None, offered: Sequence[str]) -> bool:
        return self._guess is not None
