"""Keeps at hand what the shop calls its things, read anew in the background while the old is still used."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from time import monotonic

import numpy as np
import structlog

from catalog.connections import Connections
from catalog.embedding.network import Vectors
from catalog.errors import CatalogUnavailable, translated
from catalog.query import Query
from catalog.retrieval.meaning import Meaning, Names
from catalog.retrieval.name_rows import NameRows, read_names

FRESH_S = 60.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    names: Names
    brands: dict[str, int]
    product_count: int
    vectors_ready: bool

    def most(self, query: Query, meaning: Meaning) -> int:
        """How many products can fit at most, as far as can be told without looking."""
        named = self.names.most(meaning)
        of_brands = sum(self.brands.get(brand.lower(), 0) for brand in query.brands) if query.brands else None
        return min(bound for bound in (self.product_count, named, of_brands) if bound is not None)


class KnowledgeKeeper:
    def __init__(
        self,
        connections: Connections,
        embed: Callable[[Sequence[str]], Vectors],
        *,
        index_id: str,
        executor: Executor,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._connections = connections
        self._embed = embed
        self._index_id = index_id
        self._executor = executor
        self._clock = clock
        self._known: Knowledge | None = None
        self._read_at = 0.0
        self._refreshing: asyncio.Task[None] | None = None
        self._vector_of: dict[str, Vectors] = {}

    async def current(self) -> Knowledge:
        """Waits for the first reading only."""
        if self._known is None:
            return await self.refresh()
        if self._clock() - self._read_at > FRESH_S and (self._refreshing is None or self._refreshing.done()):
            self._refreshing = asyncio.create_task(self._refresh_quietly())
        return self._known

    async def refresh(self) -> Knowledge:
        self._read_at = self._clock()
        with translated():
            async with self._connections.connection() as connection:
                rows = await read_names(connection, index_id=self._index_id)
        known = await asyncio.get_running_loop().run_in_executor(self._executor, self._knowledge, rows)
        self._known = known
        return known

    async def _refresh_quietly(self) -> None:
        try:
            await self.refresh()
        except CatalogUnavailable:
            _log.warning("catalogue_names_not_refreshed")

    def _knowledge(self, rows: NameRows) -> Knowledge:
        new = [kind for kind in rows.kinds if kind not in self._vector_of]
        self._vector_of |= dict(zip(new, self._embed(new), strict=True))
        vectors = [self._vector_of[kind] for kind in rows.kinds]
        names = Names(
            names=rows.names,
            shelves=rows.shelves,
            kinds=rows.kinds,
            kind_vectors=np.stack(vectors) if vectors else self._embed([]),
            describing=rows.describing,
        )
        return Knowledge(
            names=names, brands=rows.brands, product_count=rows.product_count, vectors_ready=rows.vectors_ready
        )
