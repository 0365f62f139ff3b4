"""Fills a database of its own with made-up products, through the product's own writer but with indexes made in bulk."""

import asyncio
import hashlib
import multiprocessing
import re
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import perf_counter
from urllib.parse import urlsplit

import numpy as np
import psycopg
from numpy.typing import NDArray
from pgvector import HalfVector
from pgvector.psycopg import register_vector
from psycopg import sql
from psycopg_pool import AsyncConnectionPool

from assistant.bench.search_goods import STORE, Goods
from assistant.schema import migrate
from assistant.schema_version import newest_revisions
from assistant.vectors import EmbedderOnDemand
from catalog.connections import Connection
from catalog.contents import Contents, Store
from catalog.demo.products import demo_products
from catalog.embedding.embedder import Embedder
from catalog.embedding.network import Vectors
from catalog.product import Product
from catalog.retrieval.document import RECIPE, product_text
from catalog.retrieval.indexes import vectors_table
from catalog.retrieval.indexing import VectorIndexing
from catalog.writing import CatalogWriter

PRODUCTS_AT_ONCE = 1000
GOODS = "3"  # raised when other goods are made
Progress = Callable[[str, int, int], None]

_CATALOGUE = ("products", "variants", "stock", "search_documents")
_TO_BE_EMBEDDED = """
    select p.product_id, p.product_no, d.text_sha256
    from products p join search_documents d using (product_no) where p.product_id = any(%s)"""
_COPY_VECTORS = sql.SQL("copy {} (product_no, text_sha256, vector) from stdin with (format binary)")
_INDEX_MEMORY = "-c maintenance_work_mem=1500MB -c max_parallel_maintenance_workers={workers}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """`folder` keeps the vectors of the base products; `workers` is how many processes may make goods at once."""

    url: str
    model: Path
    folder: Path
    products: int
    workers: int


def database_for(url: str, products: int) -> str:
    """The URL of the database that so many products have for themselves on the same server."""
    return urlsplit(url)._replace(path=f"/aisle_bench_{products}").geturl()


class _NothingLeft:
    """Satisfies `DocumentEmbedder` where every vector is there already."""

    def __init__(self, model: Path) -> None:
        self.manifest = EmbedderOnDemand(model).manifest

    def embed(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError(f"{len(texts)} vectors were not loaded")


def load_if_needed(site: Site, *, progress: Progress) -> dict[str, float]:
    """Seconds per step; empty if the very same goods stand there already."""
    if _is_loaded(site):
        return {}
    create_database(site.url)
    migrate(site.url)
    took: dict[str, float] = {}
    for name, step in (
        ("vectors of the base", lambda: _base_vectors(site.model, site.folder)),
        ("products", lambda: _load_products(site, progress)),
        ("postings and facts", lambda: _make_search_rows(site, progress)),
        ("vector graph", lambda: asyncio.run(_make_graph(site))),
    ):
        progress(name, 0, 1)
        started = perf_counter()
        step()
        took[name] = round(perf_counter() - started, 1)
        progress(name, 1, 1)
    with psycopg.connect(site.url, autocommit=True) as connection:
        connection.execute("vacuum (analyze)")
        connection.execute("create table bench_goods as select %s::text as fingerprint", [_fingerprint(site)])
    return took


def _is_loaded(site: Site) -> bool:
    try:
        with psycopg.connect(site.url) as connection:
            row = connection.execute("select fingerprint from bench_goods").fetchone()
    except (psycopg.OperationalError, psycopg.errors.UndefinedTable):
        return False
    return row is not None and row[0] == _fingerprint(site)


def _fingerprint(site: Site) -> str:
    revisions = ",".join(sorted(newest_revisions()))
    parts = (GOODS, str(site.products), RECIPE, revisions, EmbedderOnDemand(site.model).manifest.index_id)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def create_database(url: str) -> None:
    """Anew, from beside: a database cannot drop itself."""
    database = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    beside = psycopg.conninfo.make_conninfo(url, dbname="postgres")
    with psycopg.connect(beside, autocommit=True) as connection:
        name = sql.Identifier(str(database))
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(name))
        connection.execute(sql.SQL("create database {}").format(name))


def _load_products(site: Site, progress: Progress) -> None:
    asyncio.run(_prepare(site))
    chunks = [range(at, min(at + PRODUCTS_AT_ONCE, site.products)) for at in range(0, site.products, PRODUCTS_AT_ONCE)]
    with psycopg.connect(site.url, autocommit=True) as connection, _indexes_set_aside(connection):
        connection.execute("alter table search_documents disable trigger user")
        # Forking would take the threads of the network along.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(site.workers, mp_context=context) as pool:
            for done, loaded in enumerate(as_completed([pool.submit(_load, site, chunk) for chunk in chunks]), start=1):
                loaded.result()
                progress("products", done, len(chunks))
        connection.execute("alter table search_documents enable trigger user")


async def _prepare(site: Site) -> None:
    store = Store(id=STORE, name="Bench", address="1 High St", city="Ash", opening_hours={})
    async with AsyncConnectionPool(site.url, open=False, min_size=1) as pool:
        await CatalogWriter(pool).write(Contents(stores=(store,), size_charts=(), policies=(), products=()))
        await VectorIndexing(pool, _NothingLeft(site.model)).stale_count()  # makes the table of the vectors


class _indexes_set_aside:  # noqa: N801 - read as a statement
    """Indexes that no constraint needs are dropped, and made again at the end, which is many times faster."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self._connection = connection
        self._definitions: list[str] = []

    def __enter__(self) -> None:
        rows = self._connection.execute(
            "select i.indexname, i.indexdef from pg_indexes i"
            " where i.schemaname = current_schema() and i.tablename = any(%s)"
            " and not exists (select from pg_constraint c where c.conname = i.indexname)",
            [list(_CATALOGUE)],
        ).fetchall()
        for name, definition in rows:
            self._definitions.append(definition)
            self._connection.execute(sql.SQL("drop index {}").format(sql.Identifier(name)))

    def __exit__(self, *_: object) -> None:
        for definition in self._definitions:
            self._connection.execute(definition.encode())


def _load(site: Site, numbers: Sequence[int]) -> None:
    """In a process of its own."""
    goods = _goods()
    made = [goods.product(number) for number in numbers]
    asyncio.run(_write(site.url, made))
    vectors = goods.vectors(numbers, _base_vectors(site.model, site.folder))
    place = {product.id: at for at, product in enumerate(made)}
    with psycopg.connect(site.url) as connection:
        register_vector(connection)
        rows = connection.execute(_TO_BE_EMBEDDED, [list(place)]).fetchall()
        with connection.cursor() as cursor, cursor.copy(_COPY_VECTORS.format(_table(site))) as copy:
            copy.set_types(["int4", "text", "halfvec"])
            for product_id, product_no, text_sha256 in rows:
                copy.write_row((product_no, text_sha256, HalfVector(vectors[place[product_id]])))


async def _write(url: str, products: Sequence[Product]) -> None:
    async with AsyncConnectionPool(url, open=False, min_size=1, max_size=1) as pool:
        await CatalogWriter(pool).write_products(products)


def _table(site: Site) -> sql.Identifier:
    return vectors_table(EmbedderOnDemand(site.model).manifest.index_id)


@cache
def _goods() -> Goods:
    return Goods(demo_products())


@cache
def _base_vectors(model: Path, folder: Path) -> NDArray[np.float32]:
    """The network reads the few base products once for all catalogues."""
    texts = [product_text(product) for product in demo_products()]
    index_id = EmbedderOnDemand(model).manifest.index_id
    known = hashlib.sha256(repr((index_id, texts)).encode()).hexdigest()[:16]
    path = folder / f"base-{known}.npy"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        embedder = Embedder(model, documents=True, threads=2)
        np.save(path, np.concatenate([embedder.embed(some) for some in _some(texts)]))
    vectors: NDArray[np.float32] = np.load(path)
    return vectors


def _some(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), 64):
        yield texts[start : start + 64]


def _make_search_rows(site: Site, progress: Progress) -> None:
    with psycopg.connect(site.url, autocommit=True) as connection:
        connection.execute("set maintenance_work_mem = '1GB'; set work_mem = '256MB'")
        connection.execute("select rebuild_postings()")
        steps = range(0, site.products + 1, 10_000)
        for done, start in enumerate(steps, start=1):
            connection.execute(
                "select note_facts(array(select product_no from search_documents"
                " where product_no >= %s and product_no < %s))",
                [start, start + 10_000],
            )
            progress("postings and facts", done, len(steps) + 1)


async def _make_graph(site: Site) -> None:
    options = {"options": _INDEX_MEMORY.format(workers=site.workers)}
    async with AsyncConnectionPool[Connection](site.url, open=False, min_size=1, max_size=1, kwargs=options) as pool:
        await VectorIndexing(pool, _NothingLeft(site.model)).refresh()


def sizes_mb(connection: psycopg.Connection) -> dict[str, float]:
    """With their indexes, the largest first."""
    rows = connection.execute(
        "select relname, pg_total_relation_size(oid) / 1e6 from pg_class where relkind = 'r'"
        " and relnamespace = current_schema()::regnamespace and pg_total_relation_size(oid) > 1e6 order by 2 desc"
    ).fetchall()
    return {re.sub(r"_[0-9a-f]{16}$", "", name): round(float(size), 1) for name, size in rows}
