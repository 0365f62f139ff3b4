"""Keeps the vectors of one model complete and fresh; a new model's are made beside the old and used once complete."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pgvector import HalfVector
from psycopg import sql

from catalog.connections import Connection, Connections
from catalog.embedding.manifest import Manifest
from catalog.embedding.network import Vectors
from catalog.errors import translated
from catalog.repository import read_products
from catalog.retrieval.document import product_text
from catalog.retrieval.document_rows import note_recipe, outdated, write_documents

PRODUCTS_AT_ONCE = 128

_STALE = """
    from search_documents d join products p using (product_no)
    left join {vectors} v on v.product_no = d.product_no
    where v.text_sha256 is distinct from d.text_sha256"""

_CREATE = sql.SQL("""
    create table {vectors} (
        product_no integer primary key references products (product_no) on delete cascade,
        text_sha256 text not null,
        vector halfvec({dimension}) not null)""")
_STORE = sql.SQL("""
    insert into {vectors} (product_no, text_sha256, vector)
    select made.product_no, made.text_sha256, made.vector::halfvec
    from unnest(%s::integer[], %s::text[], %s::text[]) as made (product_no, text_sha256, vector)
    join products using (product_no)
    on conflict (product_no) do update set text_sha256 = excluded.text_sha256, vector = excluded.vector""")


class DocumentEmbedder(Protocol):
    """`Embedder(folder, documents=True)` satisfies this."""

    manifest: Manifest

    def embed(self, texts: Sequence[str]) -> Vectors: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    done: int
    total: int


def index_id_of(manifest: Manifest) -> str:
    """Vectors are compared only within one index: those of the very same model in the very same dimension."""
    identity = f"{manifest.model_id}\n{manifest.dimension}\n{manifest.checksum}"
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


class VectorIndexing:
    """Resumable: each batch is committed, and what is fresh is not made again."""

    def __init__(self, connections: Connections, embedder: DocumentEmbedder) -> None:
        self._connections = connections
        self._embedder = embedder
        self._index_id = index_id_of(embedder.manifest)

    async def refresh(self, *, progress: Callable[[Progress], None] = lambda _: None) -> int:
        """Make what is missing or stale, then put the index to use; returns how many vectors were made."""
        with translated():
            await self._refresh_documents()
            await self._begin()
            total, done = await self._stale_count(), 0
            progress(Progress(done=0, total=total))
            while made := await self._refresh_batch():
                done += made
                progress(Progress(done=min(done, total), total=total))
            await self._finish()
        return done

    async def stale_count(self) -> int:
        """How many vectors are missing or stale."""
        with translated():
            await self._begin()
            return await self._stale_count()

    async def remove_other_indexes(self) -> int:
        """Give up the vectors of other models, once no running gateway uses one."""
        with translated():
            async with self._connections.connection() as connection:
                rows = await connection.execute(
                    "select index_id from vector_indexes where index_id <> %s", [self._index_id]
                )
                others = [row[0] async for row in rows]
                for index_id in others:
                    await connection.execute(sql.SQL("drop table if exists {}").format(_table(index_id)))
                await connection.execute("delete from vector_indexes where index_id = any(%s)", [others])
        return len(others)

    async def _begin(self) -> None:
        async with self._connections.connection() as connection:
            await connection.execute("select pg_advisory_xact_lock(hashtext('aisle vector index'))")
            manifest = self._embedder.manifest
            added = await connection.execute(
                "insert into vector_indexes (index_id, model_id, dimension, checksum) values (%s, %s, %s, %s)"
                " on conflict do nothing",
                [self._index_id, manifest.model_id, manifest.dimension, manifest.checksum],
            )
            if added.rowcount:
                dimension = sql.Literal(manifest.dimension)
                await connection.execute(_CREATE.format(vectors=_table(self._index_id), dimension=dimension))

    async def _refresh_documents(self) -> None:
        """Documents made by an older version of this program are made again."""
        async with self._connections.connection() as connection:
            if not await outdated(connection):
                return
            rows = await connection.execute("select product_id from products order by product_no")
            ids = [row[0] async for row in rows]
        for start in range(0, len(ids), PRODUCTS_AT_ONCE):
            async with self._connections.connection() as connection:
                products = await read_products(connection, ids[start : start + PRODUCTS_AT_ONCE])
                await write_documents(connection, products)
        async with self._connections.connection() as connection:
            await note_recipe(connection)

    async def _stale_count(self) -> int:
        async with self._connections.connection() as connection:
            counted = sql.SQL(f"select count(*) {_STALE}").format(vectors=_table(self._index_id))
            rows = await connection.execute(counted)
            row = await rows.fetchone()
        return int(row[0]) if row else 0

    async def _refresh_batch(self) -> int:
        """The network runs while no connection is held; a product changed meanwhile is stale again."""
        async with self._connections.connection() as connection:
            some = f"select p.product_no, p.product_id, d.text_sha256 {_STALE} order by p.product_no limit %s"
            rows = await connection.execute(sql.SQL(some).format(vectors=_table(self._index_id)), [PRODUCTS_AT_ONCE])
            stale = await rows.fetchall()
            products = {product.id: product for product in await read_products(connection, [row[1] for row in stale])}
        kept = [row for row in stale if row[1] in products]
        if not kept:
            return 0
        vectors = await asyncio.to_thread(self._embedder.embed, [product_text(products[row[1]]) for row in kept])
        async with self._connections.connection() as connection:
            await self._store(connection, [(row[0], row[2]) for row in kept], vectors)
        return len(kept)

    async def _store(self, connection: Connection, made: Sequence[tuple[int, str]], vectors: Vectors) -> None:
        await connection.execute(
            _STORE.format(vectors=_table(self._index_id)),
            [
                [product_no for product_no, _ in made],
                [text_sha256 for _, text_sha256 in made],
                [HalfVector(vector).to_text() for vector in vectors],
            ],
        )

    async def _finish(self) -> None:
        """A graph over vectors that are there already is made many times faster than one that grows with them."""
        async with self._connections.connection() as connection:
            table = _table(self._index_id)
            name = sql.Identifier(f"product_vectors_{self._index_id}_hnsw")
            await connection.execute(
                sql.SQL("create index if not exists {} on {} using hnsw (vector halfvec_cosine_ops)").format(
                    name, table
                )
            )
            await connection.execute(sql.SQL("analyze {}").format(table))
            await connection.execute("analyze search_documents, search_postings, search_terms, products, variants")
            await connection.execute(
                "update vector_indexes set ready_at = now() where index_id = %s and ready_at is null", [self._index_id]
            )


def _table(index_id: str) -> sql.Identifier:
    return sql.Identifier(f"product_vectors_{index_id}")
