"""Keeps at hand what the shop calls its things and the index in use, read anew while the old is still used."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

import numpy as np
import structlog

from catalog.connections import Connections, take_time
from catalog.embedding.errors import EmbeddingError
from catalog.embedding.network import Vectors
from catalog.embedding.queries import QueryEmbedder, QueryModels
from catalog.embedding.scale import Scale
from catalog.errors import CatalogUnavailable, translated
from catalog.query import Query
from catalog.retrieval.indexes import IndexInUse, read_index_in_use
from catalog.retrieval.meaning import Meaning, Names
from catalog.retrieval.name_rows import NameRows, read_names
from catalog.retrieval.selectivity import Statistics, read_statistics

FRESH_S = 60.0
# The names of kinds are embedded in the background, where a slow service may take its time.
_KINDS_AT_ONCE, _KINDS_WITHIN_S = 256, 30.0

_Asked = TypeVar("_Asked")
_Told = TypeVar("_Told")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    """An index and the embedder its vectors were made with: a search takes both at once, so none can mix two.

    `index_id` is None until there is an index in use; `scale` makes thresholds comparable between models.
    """

    embedder: QueryEmbedder
    index_id: str | None
    scale: Scale


@dataclass(frozen=True, slots=True, kw_only=True)
class Knowledge:
    """`space` is None where no model can be loaded: then words have to do."""

    names: Names
    brands: dict[str, int]
    product_count: int
    space: Space | None
    statistics: Statistics

    def most(self, query: Query, meaning: Meaning) -> int:
        """How many products can fit at most, as far as can be told without looking."""
        named = self.names.most(meaning)
        of_brands = sum(self.brands.get(brand.lower(), 0) for brand in query.brands) if query.brands else None
        return min(bound for bound in (self.product_count, named, of_brands) if bound is not None)


class KnowledgeKeeper:
    """Loads the model of whichever index is in use; searches go on with the one before until all is there."""

    def __init__(
        self,
        connections: Connections,
        models: QueryModels,
        *,
        executor: Executor,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._connections = connections
        self._models = models
        self._executor = executor
        self._clock = clock
        self._known: Knowledge | None = None
        self._rows: NameRows | None = None
        self._read_at = 0.0
        self._one_at_a_time = asyncio.Lock()
        self._refreshing: asyncio.Task[None] | None = None
        self._kinds_in = ""
        self._vector_of: dict[str, Vectors] = {}

    @property
    def has_model(self) -> bool:
        return self._known is not None and self._known.space is not None

    async def current(self) -> Knowledge:
        """Waits for the first reading only."""
        if self._known is None:
            return await self.refresh()
        if self._clock() - self._read_at > FRESH_S and (self._refreshing is None or self._refreshing.done()):
            self._refreshing = asyncio.create_task(self._refresh_quietly())
        return self._known

    async def refresh(self) -> Knowledge:
        async with self._one_at_a_time:
            self._read_at = self._clock()
            with translated():
                async with self._connections.connection() as connection:
                    await take_time(connection)
                    self._rows = rows = await read_names(connection, before=self._rows)
                    in_use = await read_index_in_use(connection)
                    statistics = await read_statistics(connection)
            space = await self._space(in_use)
            self._known = await self._knowledge(rows, space, statistics)
            return self._known

    async def _refresh_quietly(self) -> None:
        try:
            await self.refresh()
        except CatalogUnavailable:
            _log.warning("catalogue_names_not_refreshed")

    async def _space(self, in_use: IndexInUse | None) -> Space | None:
        before, index_id = (self._known.space if self._known else None), (in_use.index_id if in_use else None)
        if before and before.index_id == index_id:
            return before
        try:
            embedder = await self._in_thread(self._models.queries, index_id)
        except EmbeddingError as exc:
            _log.error("embedding_model_missing", index_id=index_id, reason=type(exc).__name__)
            return before
        if before and index_id:
            _log.info("vector_index_changed", index_id=index_id, model_id=embedder.manifest.model_id)
        return Space(embedder=embedder, index_id=index_id, scale=in_use.scale if in_use else Scale())

    async def _knowledge(self, rows: NameRows, space: Space | None, statistics: Statistics) -> Knowledge:
        kinds = await self._embedded_kinds(rows.kinds, space.embedder) if space else {}
        scale = space.scale if space else Scale()
        names = await self._in_thread(lambda of: _names(rows, of, scale), kinds)
        return Knowledge(
            names=names,
            brands=rows.brands,
            product_count=rows.product_count,
            space=space,
            statistics=statistics,
        )

    async def _embedded_kinds(self, kinds: tuple[str, ...], embedder: QueryEmbedder) -> dict[str, Vectors]:
        """Those a service did not answer for are asked again with the next reading."""
        index_id = embedder.manifest.index_id
        vector_of = self._vector_of if self._kinds_in == index_id else {}
        missing = [kind for kind in kinds if kind not in vector_of]
        for start in range(0, len(missing), _KINDS_AT_ONCE):
            some = missing[start : start + _KINDS_AT_ONCE]
            if not await embedder.foresee(some, within_s=_KINDS_WITHIN_S):
                break
            vectors = await self._in_thread(embedder.embed, some)
            vector_of |= dict(zip(some, vectors, strict=True))
        self._kinds_in, self._vector_of = index_id, vector_of
        return {kind: vector_of[kind] for kind in kinds if kind in vector_of}

    async def _in_thread(self, work: Callable[[_Asked], _Told], argument: _Asked) -> _Told:
        return await asyncio.get_running_loop().run_in_executor(self._executor, work, argument)


def _names(rows: NameRows, kinds: Mapping[str, Vectors], scale: Scale) -> Names:
    """Takes a tenth of a second where there are thousands of kinds."""
    return Names(
        names=rows.names,
        shelves=rows.shelves,
        kinds=tuple(kinds),
        kind_vectors=np.stack([*kinds.values()]) if kinds else np.zeros((0, 1), np.float32),
        describing=rows.describing,
        told=rows.told,
        scale=scale,
    )
