"""The lexical engines that were measured: the postings in Postgres, bm25s in memory, tantivy in files of its own."""

import asyncio
import importlib
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

import psycopg
from psycopg_pool import AsyncConnectionPool

from catalog.repository import CatalogRepository
from catalog.retrieval.postings import BEST_BY_WORDS, HITS, WANTED
from catalog.writing import CatalogWriter

Documents = Mapping[str, Sequence[str]]
BM25 = {"k1": 1.2, "b": 0.75}


class Engine(Protocol):
    """`refresh` changes one document and returns the seconds until a search sees it."""

    name: str
    memory_mb: float

    def search(self, terms: Sequence[str], *, limit: int) -> list[str]: ...

    def refresh(self, document: str) -> float: ...

    def close(self) -> None: ...


def documents_in(url: str) -> Documents:
    """By product id: its terms, each as often as it weighs, which is all that engines of plain texts can be told."""
    with psycopg.connect(url) as connection, connection.cursor(name="documents") as rows:
        rows.itersize = 5000
        rows.execute("select product_id, terms, frequencies from search_documents join products using (product_no)")
        return {
            product_id: [
                term for term, weight in zip(terms, weights, strict=True) for _ in range(max(1, round(weight)))
            ]
            for product_id, terms, weights in rows
        }


class Postings:
    name = "postings in Postgres"

    def __init__(self, url: str) -> None:
        self._url = url
        self._connection = psycopg.connect(url, autocommit=True)
        for name in ("jit", "enable_seqscan", "enable_bitmapscan"):
            self._connection.execute(f"set {name} = off".encode())
        self._connection.execute("set plan_cache_mode = force_generic_plan")
        sizes = "select pg_total_relation_size('search_postings') + pg_total_relation_size('search_terms')"
        row = self._connection.execute(sizes).fetchone()
        self.memory_mb = round(row[0] / 1e6, 1) if row else 0.0
        self._statement = (
            f"with {WANTED}, {HITS}, {BEST_BY_WORDS} select product_id from best join products using (product_no)"
            " order by lexical desc, product_no limit %(limit)s"
        ).encode()

    def search(self, terms: Sequence[str], *, limit: int) -> list[str]:
        found = self._connection.execute(self._statement, {"terms": list(terms), "limit": limit}, prepare=True)
        return [row[0] for row in found]

    def refresh(self, document: str) -> float:
        """The whole product is written anew, as an import does."""
        return asyncio.run(self._rename(document))

    async def _rename(self, document: str) -> float:
        async with AsyncConnectionPool(self._url, open=False, min_size=1, max_size=1) as pool:
            (product,) = await CatalogRepository(pool).products([document])
            started = perf_counter()
            await CatalogWriter(pool).write_products([replace(product, title=f"{product.title} justrenamed")])
            assert document in self.search(["justrenamed"], limit=10)  # noqa: S101 - a measurement that must not lie
            seconds = perf_counter() - started
            await CatalogWriter(pool).write_products([product])
        return seconds

    def close(self) -> None:
        self._connection.close()


class Bm25s:
    """Keeps no texts and takes no change: what is new is there once the whole index was made again."""

    name = "bm25s"

    def __init__(self, documents: Documents) -> None:
        self._module: Any = importlib.import_module("bm25s")
        self._documents = dict(documents)
        before = _resident_mb()
        self._ids, self._index = self._built()
        self.memory_mb = round(_resident_mb() - before, 1)

    def search(self, terms: Sequence[str], *, limit: int) -> list[str]:
        known = [term for term in terms if term in self._index.vocab_dict]
        if not known:
            return []
        places, scores = self._index.retrieve([known], k=min(limit, len(self._ids)), show_progress=False)
        return [self._ids[place] for place, score in zip(places[0], scores[0], strict=True) if score > 0]

    def refresh(self, document: str) -> float:
        started = perf_counter()
        self._documents[document] = [*self._documents[document], "justrenamed"]
        self._ids, self._index = self._built()
        assert document in self.search(["justrenamed"], limit=10)  # noqa: S101 - as above
        return perf_counter() - started

    def _built(self) -> tuple[list[str], Any]:
        index = self._module.BM25(method="lucene", **BM25)
        index.index(list(self._documents.values()), show_progress=False)
        return list(self._documents), index

    def close(self) -> None:
        self._documents.clear()


class Tantivy:
    """A store beside the database: whoever writes there has to write here as well, and to commit."""

    name = "tantivy"

    def __init__(self, documents: Documents) -> None:
        self._module: Any = importlib.import_module("tantivy")
        self._folder = Path(tempfile.mkdtemp(prefix="aisle-tantivy-"))
        building = self._module.SchemaBuilder()
        building.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        building.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
        self._schema = building.build()
        self._index = self._module.Index(self._schema, path=str(self._folder))
        self._index.register_tokenizer(
            "whitespace", self._module.TextAnalyzerBuilder(self._module.Tokenizer.whitespace()).build()
        )
        writer = self._index.writer(heap_size=200_000_000, num_threads=1)
        for document, terms in documents.items():
            writer.add_document(self._module.Document(id=document, terms=" ".join(terms)))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()
        self._documents = documents
        self.memory_mb = round(sum(path.stat().st_size for path in self._folder.rglob("*")) / 1e6, 1)

    def search(self, terms: Sequence[str], *, limit: int) -> list[str]:
        any_of = [
            (self._module.Occur.Should, self._module.Query.term_query(self._schema, "terms", term, "freq"))
            for term in terms
        ]
        hits = self._searcher.search(self._module.Query.boolean_query(any_of), limit, count=False).hits
        return [self._searcher.doc(address)["id"][0] for _, address in hits]

    def refresh(self, document: str) -> float:
        started = perf_counter()
        writer = self._index.writer(heap_size=50_000_000, num_threads=1)
        writer.delete_documents("id", document)
        renamed = " ".join([*self._documents[document], "justrenamed"])
        writer.add_document(self._module.Document(id=document, terms=renamed))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()
        assert document in self.search(["justrenamed"], limit=10)  # noqa: S101 - as above
        return perf_counter() - started

    def close(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _resident_mb() -> float:
    fields = Path("/proc/self/statm").read_text().split()
    return int(fields[1]) * 4096 / 1e6
