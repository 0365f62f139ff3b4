"""Days of shoppers who are shown lists and act on them as often as a test says: a history whose truth is known."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from catalog.connections import Connection

EVENT_COLUMNS = (
    "event_id, day, occurred_at, received_at, is_time_told, kind, source, channel, device_id, visit_id, list_id,"
    " product_id, position"
)
LIST_COLUMNS = (
    "list_id, shown_at, device_id, channel, surface, model, product_ids, variant_ids, positions, relevances, scores,"
    " propensities, explored"
)
SIGNAL_COLUMNS = "occurred_at, known_at, kind, product_id, person_id, device_id, event_id"
# Who looks at a place further down is the less likely to act on it.
LOOKED_AT = 0.85

Rate = Callable[[date, str, str], float]


def always(rate: float) -> Rate:
    return lambda _day, _channel, _category: rate


@dataclass(kw_only=True)
class Planted:
    """`rate` is how often what is shown first is clicked, by day, channel and category; `products` have categories.

    `buying` is how often what was put into the cart is bought two days later."""

    connection: Connection
    products: Mapping[str, str]
    dice: np.random.Generator
    rate: Rate = field(default_factory=lambda: always(0.2))
    model: Callable[[date], str] = lambda _: "baseline"
    buying: float = 0.0
    shown_at_once: int = 6
    mix: Mapping[str, float] = field(default_factory=lambda: {"web": 0.6, "alexa": 0.4})

    async def plant(self, first: date, days: int, *, visitors: int = 60) -> None:
        for number in range(days):
            await self._plant_day(first + timedelta(days=number), visitors)

    async def _plant_day(self, day: date, visitors: int) -> None:
        channels = self.dice.choice(list(self.mix), size=visitors, p=list(self.mix.values()))
        shown = [
            self._list(day, str(channel), f"device-{day}-{number}")
            for number, channel in enumerate(channels)
            for _ in range(1 + self.dice.poisson(1))
        ]
        async with self.connection.cursor() as cursor:
            async with cursor.copy(f"copy shown_lists ({LIST_COLUMNS}) from stdin") as copy:
                for row, _ in shown:
                    await copy.write_row(row)
            async with cursor.copy(f"copy events ({EVENT_COLUMNS}) from stdin") as copy:
                for _, events in shown:
                    for event in events:
                        await copy.write_row(event)
            async with cursor.copy(f"copy signals ({SIGNAL_COLUMNS}) from stdin") as copy:
                for _, events in shown:
                    for event in events:
                        if event[5] == "add_to_cart" and self.dice.random() < self.buying:
                            await copy.write_row(_purchase(event))
            await cursor.execute(
                "insert into event_counts (day, channel, outcome, slot, events) values (%s, 'web', 'taken', 0, 1)"
                " on conflict do nothing",
                [day],
            )

    def _list(self, day: date, channel: str, device: str) -> tuple[tuple[object, ...], list[tuple[object, ...]]]:
        at = datetime.combine(day, time(12), UTC) + timedelta(seconds=int(self.dice.integers(0, 36_000)))
        products = list(self.dice.choice(list(self.products), size=self.shown_at_once, replace=False))
        list_id, numbers = uuid.UUID(bytes=self.dice.bytes(16)).hex, [0.5] * len(products)
        row = (
            *(list_id, at, device, channel, "search", self.model(day), products, products),
            *([*range(1, len(products) + 1)], numbers, numbers, [1.0] * len(products), [False] * len(products)),
        )
        events = []
        for position, product in enumerate(map(str, products), start=1):
            chance = self.rate(day, channel, self.products[product]) * LOOKED_AT ** (position - 1)
            kinds = ["impression"] + ["click"] * bool(self.dice.random() < chance)
            kinds += ["add_to_cart"] * bool(len(kinds) > 1 and self.dice.random() < 0.3)
            for kind in kinds:
                event_id = f"{list_id[:16]}.{position}.{kind}"
                told = (event_id, day, at, at, True, kind, "page", channel, device, f"visit-{device}", list_id)
                events.append((*told, product, position if kind == "impression" else None))
        return row, events


def _purchase(event: tuple[object, ...]) -> tuple[object, ...]:
    event_id, _, at, _, _, _, _, _, device, _, _, product, _ = event
    assert isinstance(at, datetime)
    bought_at = at + timedelta(days=2)
    return (bought_at, bought_at, "purchase", product, f"device {device}", device, f"{event_id}.bought")
