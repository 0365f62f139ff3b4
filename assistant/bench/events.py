"""How fast events are kept, beside the bare copying of the same rows in the same run."""

import asyncio
import random
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from assistant.database import Pool
from rerank.events import rows
from rerank.events.days import EventDays
from rerank.events.event import Actor, Event, EventKind, Source
from rerank.events.stored_events import StoredEvents

STATEMENT_TIMEOUT_S = 60.0
SHOPPERS = 1000
PRODUCTS = 50_000
RETENTION = timedelta(days=400)
# Of a beacon's batches a few are sent again because the answer was lost.
SENT_AGAIN = 0.02
CLICKED_EVERY = 8
# Products as well: of those that the shop knows more is noted than the event itself.
MADE_UP = (
    "insert into shoppers (shopper_id) select 'bench-' || n from generate_series(0, %(shoppers)s) n",
    """
    insert into products (product_id, title, brand, department, category, description, delivery_days, image_url, url)
    select 'b-' || to_char(n, 'FM0000000'), 'Bench ' || n, 'Brand ' || n %% 500, 'bench',
           array['bench', 'shelf ' || n %% 300], '', 1, '', ''
    from generate_series(0, %(products)s) n
    """,
    """
    insert into variants (variant_id, product_id, position, price_minor, currency)
    select product_id, product_id, 0, 1000 + product_no %% 5000, 'USD' from products
    """,
)
BARE = "create unlogged table bare_events (like events)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    events: int = 100_000
    batch: int = 50
    writers: int = 4


class EventBench:
    """On an empty database of its own."""

    def __init__(self, url: str, *, seed: int = 1) -> None:
        self._url = url
        self._random = random.Random(seed)  # noqa: S311 - made-up events are no secret

    async def measure(self, plan: Plan) -> dict[str, Any]:
        batches = self._batches(plan)
        pool = Pool(self._url, name="bench", most=plan.writers, statement_timeout_s=STATEMENT_TIMEOUT_S)
        async with pool:
            async with pool.connection() as connection:
                await connection.execute(BARE)
                for statement in MADE_UP:
                    await connection.execute(statement, {"shoppers": SHOPPERS, "products": PRODUCTS})
                await connection.execute("analyze")
            await EventDays(connections=pool, retention=RETENTION, now=lambda: datetime.now(UTC)).tend()
            bare_s = await _timed([list(batches)], self._copy_bare)
            kept = _Kept(StoredEvents(pool))
            kept_s = await _timed([batches[writer :: plan.writers] for writer in range(plan.writers)], kept.all_of)
        told = sum(map(len, batches))
        return {
            "events": told,
            "batch": plan.batch,
            "writers": plan.writers,
            "taken": kept.taken,
            "duplicates": kept.duplicates,
            "events_per_s": round(told / kept_s),
            "bare_copy_events_per_s": round(told / bare_s),
            "kept_over_bare_copy": round(bare_s / kept_s, 3),
            "batch_p50_ms": kept.percentile_ms(50),
            "batch_p99_ms": kept.percentile_ms(99),
        }

    def _batches(self, plan: Plan) -> list[list[Event]]:
        batches: list[list[Event]] = []
        for _ in range(plan.events // plan.batch):
            again = batches and self._random.random() < SENT_AGAIN
            batches.append(self._random.choice(batches) if again else self._batch(plan.batch))
        return batches

    def _batch(self, size: int) -> list[Event]:
        now, shopper = datetime.now(UTC), self._random.randrange(SHOPPERS)
        actor = Actor(shopper_id=f"bench-{shopper}", conversation_id=f"talk-{shopper}", device_id=f"device-{shopper}")
        return [
            Event(
                event_id=uuid.UUID(int=self._random.getrandbits(128)).hex,
                kind=EventKind.CLICK if place % CLICKED_EVERY == 0 else EventKind.IMPRESSION,
                source=Source.PAGE,
                channel="web",
                actor=actor,
                occurred_at=now,
                received_at=now,
                list_id=f"list-{shopper}",
                product_id=f"b-{self._random.randrange(PRODUCTS):07d}",
                position=place,
                model="bench",
            )
            for place in range(1, size + 1)
        ]

    async def _copy_bare(self, batches: Sequence[Sequence[Event]]) -> None:
        """One connection, one transaction, no index: as fast as Python can hand rows to Postgres."""
        async with (
            await psycopg.AsyncConnection.connect(self._url) as connection,
            connection.cursor() as cursor,
            cursor.copy(f"copy bare_events ({rows.NAMES}) from stdin") as copy,
        ):
            for batch in batches:
                for event in batch:
                    await copy.write_row(rows.row_of(event))


class _Kept:
    def __init__(self, events: StoredEvents) -> None:
        self._events = events
        self._times_s: list[float] = []
        self.taken = self.duplicates = 0

    async def all_of(self, batches: Sequence[Sequence[Event]]) -> None:
        for batch in batches:
            started = time.perf_counter()
            kept = await self._events.keep(batch, channel="web", received_at=datetime.now(UTC), left_out={})
            self._times_s.append(time.perf_counter() - started)
            self.taken += kept.taken
            self.duplicates += kept.duplicates

    def percentile_ms(self, percent: int) -> float:
        ordered = sorted(self._times_s)
        return round(ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1000, 2)


async def _timed(shares: Sequence[Sequence[Sequence[Event]]], work: Any) -> float:
    started = time.perf_counter()
    await asyncio.gather(*(work(share) for share in shares))
    return time.perf_counter() - started
