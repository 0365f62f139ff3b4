"""Keeps the vectors of one model complete and fresh; a new model's are made beside the old and used once complete."""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import psycopg
from pgvector import HalfVector
from psycopg import sql
from psycopg.types.json import Jsonb

from catalog.connections import Connection, Connections
from catalog.embedding.manifest import Manifest
from catalog.embedding.network import Vectors
from catalog.embedding.scale import Pairs, Scale
from catalog.errors import translated
from catalog.repository import read_products
from catalog.retrieval.document import product_text
from catalog.retrieval.document_rows import note_recipe, outdated, write_alone, write_documents
from catalog.retrieval.indexes import put_to_use, read_index_in_use, register, vectors_table

PRODUCTS_AT_ONCE = 256
# Enough for quantiles of thousands of pairs, and embedded by the built-in model in seconds.
PRODUCTS_MEASURED = 200

_CREATE = sql.SQL("""
    create table {vectors} (
        product_no integer not null references products (product_no) on delete cascade,
        text_sha256 text not null,
        vector halfvec({dimension}) not null,
        signs bit({dimension}) generated always as (binary_quantize(vector)::bit({dimension})) stored,
        primary key (product_no) include (signs))""")
_STALE = """
    from search_documents d join products p using (product_no)
    left join {vectors} v on v.product_no = d.product_no
    where v.text_sha256 is distinct from d.text_sha256"""
_COUNT = sql.SQL(f"select count(*) {_STALE}")
_NEXT = sql.SQL(
    f"select p.product_no, p.product_id, d.text_sha256 {_STALE} and d.product_no > %s order by d.product_no limit %s"
)
# A product deleted meanwhile is left out, and one being deleted waited for.
_STORE = sql.SQL("""
    with made as (
        select * from unnest(%s::integer[], %s::text[], %s::text[]) as made (product_no, text_sha256, vector)),
    kept as materialized (
        select product_no from products where product_no in (select product_no from made)
        order by product_no for key share)
    insert into {vectors} (product_no, text_sha256, vector)
    select product_no, text_sha256, vector::halfvec from made join kept using (product_no) order by product_no
    on conflict (product_no) do update
    set text_sha256 = excluded.text_sha256, vector = excluded.vector""")
_SAMPLE = sql.SQL("""
    select p.product_id, v.vector
    from {vectors} v join products p using (product_no)
    order by md5(p.product_id) limit %s""")

_GRAPH = sql.SQL(
    "create index if not exists {name} on {vectors} using hnsw (vector halfvec_cosine_ops) with (ef_construction = 200)"
)
# A graph that does not fit into memory is made many times slower: two bytes a number, and some for its edges.
_MEMORY = sql.SQL("""
    select set_config('maintenance_work_mem', greatest(
        pg_size_bytes(current_setting('maintenance_work_mem')) >> 20,
        least(1024, (count(*) * ({dimension} * 2 + 600)) >> 20))::text || 'MB', true)
    from {vectors}""")


class DocumentEmbedder(Protocol):
    """`Embedder(folder, documents=True)` satisfies this; it is called in a thread and may take its time."""

    manifest: Manifest

    def embed(self, texts: Sequence[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    done: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stale:
    product_no: int
    text_sha256: str
    text: str


class VectorIndexing:
    """Resumable: each batch is committed, and what is fresh is not made again.

    `reference` is the built-in model, where another one is indexed: their cosines are compared (see `Scale`).
    """

    def __init__(
        self, connections: Connections, embedder: DocumentEmbedder, *, reference: DocumentEmbedder | None = None
    ) -> None:
        self._connections = connections
        self._embedder = embedder
        self._reference = reference
        self._index_id = embedder.manifest.index_id
        self._table = vectors_table(self._index_id)

    async def refresh(self, *, progress: Callable[[Progress], None] = lambda _: None) -> int:
        """Make what is missing or stale, then put the index to use; returns how many vectors were made."""
        done = 0
        async for reached in self.catch_up():
            done = reached.done
            progress(reached)
        if done or not await self._is_in_use():
            await self.put_to_use()
        return done

    async def catch_up(self) -> AsyncIterator[Progress]:
        """Make what is missing or stale, telling of each batch; what changes meanwhile is made as well."""
        with translated():
            await self._refresh_documents()
            await self._begin()
            total, done, starts = await self._stale_count(), 0, [await self._somewhere(), -1]
            yield Progress(done=0, total=total)
            while starts:
                before, start = done, starts.pop(0)
                async for made in self._pass(after=start):
                    done += made
                    yield Progress(done=done, total=max(total, done))
                if not starts and done > before:
                    starts.append(-1)

    async def put_to_use(self) -> None:
        """From here on searches use this index; a graph over vectors that are there is made faster than one that grows
        with them."""
        with translated():
            scale = await self._scale()
            async with self._connections.connection() as connection:
                await self._make_graph(connection)
                if scale is not None:
                    await connection.execute(
                        "update vector_indexes set scale = %s where index_id = %s and scale is null",
                        [Jsonb(scale.stored), self._index_id],
                    )
                await put_to_use(connection, self._index_id)

    async def stale_count(self) -> int:
        """How many vectors are missing or stale."""
        with translated():
            await self._begin()
            return await self._stale_count()

    async def _is_in_use(self) -> bool:
        with translated():
            async with self._connections.connection() as connection:
                in_use = await read_index_in_use(connection)
        return in_use is not None and in_use.index_id == self._index_id

    async def _begin(self) -> None:
        manifest = self._embedder.manifest
        async with self._connections.connection() as connection:
            if await register(connection, manifest):
                dimension = sql.Literal(manifest.dimension)
                await connection.execute(_CREATE.format(vectors=self._table, dimension=dimension))

    async def _refresh_documents(self) -> None:
        """Documents made by an older version of this program are made again."""
        async with self._connections.connection() as connection:
            if not await outdated(connection):
                return
            rows = await connection.execute("select product_id from products order by product_no")
            ids = [row[0] async for row in rows]
        for start in range(0, len(ids), PRODUCTS_AT_ONCE):
            async with self._connections.connection() as connection:
                await write_alone(connection)
                products = await read_products(connection, ids[start : start + PRODUCTS_AT_ONCE])
                await write_documents(connection, products)
        async with self._connections.connection() as connection:
            await note_recipe(connection)

    async def _stale_count(self) -> int:
        async with self._connections.connection() as connection:
            row = await (await connection.execute(_COUNT.format(vectors=self._table))).fetchone()
        return int(row[0]) if row else 0

    async def _somewhere(self) -> int:
        """Where the first pass starts: a worker and a command at work at once thus share what is to be done."""
        async with self._connections.connection() as connection:
            row = await (
                await connection.execute("select coalesce(max(product_no), 0) from search_documents")
            ).fetchone()
        return random.randrange(-1, int(row[0]) if row else 0)  # noqa: S311 - nobody gains by guessing it

    async def _pass(self, *, after: int) -> AsyncIterator[int]:
        """The network runs while no connection is held; a product changed meanwhile is found by the next pass."""
        while stale := await self._read_stale(after=after):
            vectors = await asyncio.to_thread(self._embedder.embed, [each.text for each in stale])
            await self._store(stale, vectors)
            yield len(stale)
            after = stale[-1].product_no

    async def _read_stale(self, *, after: int) -> list[_Stale]:
        async with self._connections.connection() as connection:
            rows = await connection.execute(_NEXT.format(vectors=self._table), [after, PRODUCTS_AT_ONCE])
            found = await rows.fetchall()
            products = {product.id: product for product in await read_products(connection, [row[1] for row in found])}
        return [
            _Stale(product_no=row[0], text_sha256=row[2], text=product_text(products[row[1]]))
            for row in found
            if row[1] in products
        ]

    async def _store(self, made: Sequence[_Stale], vectors: Vectors) -> None:
        async with self._connections.connection() as connection:
            await connection.execute(
                _STORE.format(vectors=self._table),
                [
                    [each.product_no for each in made],
                    [each.text_sha256 for each in made],
                    [HalfVector(vector).to_text() for vector in vectors],
                ],
            )

    async def _scale(self) -> Scale | None:
        if self._reference is None or self._reference.manifest.index_id == self._index_id:
            return None
        async with self._connections.connection() as connection:
            rows = await (await connection.execute(_SAMPLE.format(vectors=self._table), [PRODUCTS_MEASURED])).fetchall()
            products = {product.id: product for product in await read_products(connection, [row[0] for row in rows])}
        rows = [row for row in rows if row[0] in products]
        if len(rows) < 2:
            return None
        sample = [products[row[0]] for row in rows]
        titles = [product.title for product in sample]
        own = await asyncio.to_thread(self._embedder.embed, titles)
        reference = await asyncio.to_thread(self._reference.embed, titles + [product_text(each) for each in sample])
        return Scale.measured(
            Pairs(titles=own, texts=_vectors(row[1] for row in rows)),
            Pairs(titles=reference[: len(rows)], texts=reference[len(rows) :]),
        )

    async def _make_graph(self, connection: Connection) -> None:
        await connection.execute("select pg_advisory_xact_lock(hashtext('aisle vector index'))")
        await connection.execute(_MEMORY.format(dimension=self._embedder.manifest.dimension, vectors=self._table))
        name = sql.Identifier(f"product_vectors_{self._index_id}_hnsw")
        making = _GRAPH.format(name=name, vectors=self._table)
        try:
            async with connection.transaction():
                await connection.execute(making)
        except (psycopg.errors.DiskFull, psycopg.errors.OutOfMemory):
            # Workers share the graph in /dev/shm, which many containers have 64 MB of; alone it is made in own memory.
            await connection.execute("set local max_parallel_maintenance_workers = 0")
            await connection.execute(making)
        await connection.execute(sql.SQL("analyze {}").format(self._table))
        await connection.execute(
            "analyze search_facts, search_documents, search_postings, search_terms, products, variants"
        )


def _vectors(told: Iterable[str]) -> Vectors:
    return np.stack([HalfVector.from_text(each).to_numpy() for each in told]).astype(np.float32)
