"""A change of the model under way: searches go on, never mix two models, and what is given up goes last."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import psycopg
import pytest
from alembic import command
from psycopg_pool import AsyncConnectionPool

from assistant import schema
from assistant.schema import migrate
from assistant.vectors import index_in_use
from catalog.embedding.embedder import Embedder
from catalog.embedding.errors import ModelMissing
from catalog.embedding.manifest import Manifest
from catalog.embedding.network import Vectors
from catalog.embedding.queries import QueryEmbedder
from catalog.query import Query
from catalog.retrieval.indexes import remove_retired
from catalog.retrieval.indexing import VectorIndexing
from catalog.search import Search
from catalog.writing import CatalogWriter
from tests.integration.conftest import until
from tests.integration.fake_openai import vector_of
from tests.integration.small_shop import PRODUCTS, RememberingEmbedder

Pool = AsyncConnectionPool[psycopg.AsyncConnection]
OVER = timedelta(seconds=-1)


@pytest.fixture(scope="module")
def minilm(embedding_model: Path) -> RememberingEmbedder:
    return RememberingEmbedder(Embedder(embedding_model, documents=True, threads=2))


@dataclass
class WordModel:
    """A model of another dimension: near is what has words in common. `before` is called ahead of each batch."""

    dimension: int = 64
    before: Callable[[], None] = lambda: None
    asked: int = 0

    @property
    def manifest(self) -> Manifest:
        told = {"files": {}, "source_sha256": "", "recipe": ""}
        return Manifest(model_id="words", dimension=self.dimension, checksum="c" * 64, **told)

    async def foresee(self, texts: Sequence[str], *, within_s: float | None = None) -> bool:
        return True

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.before()
        self.asked += len(texts)
        vectors = np.stack([vector_of(text, self.dimension) for text in texts]) + np.float32(1e-3)
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@dataclass
class Models:
    """Those a gateway finds on its disk; the first is the chosen one."""

    embedders: list[QueryEmbedder] = field(default_factory=list)
    loaded: int = 0

    def queries(self, index_id: str | None) -> QueryEmbedder:
        self.loaded += 1
        for embedder in self.embedders:
            if index_id in (None, embedder.manifest.index_id):
                return embedder
        raise ModelMissing(index_id=index_id)


async def told(search: Search, text: str = "rain jacket") -> set[str]:
    return {card.id for card in (await search.search(Query(text=text))).cards}


async def test_searches_go_on_while_another_models_index_is_made_and_taken_to_use(
    pool: Pool, minilm: RememberingEmbedder, executor: ThreadPoolExecutor
) -> None:
    await VectorIndexing(pool, minilm).refresh()
    words = WordModel()
    gateways = [Search(pool, Models([minilm, words]), executor=executor) for _ in range(2)]
    stopping = asyncio.Event()

    async def shop(search: Search) -> int:
        done = 0
        while not stopping.is_set():
            assert await told(search) == {"shell", "storm"}
            if done % 5 == 0:
                await search.refresh()
            done += 1
        return done

    shopping = [asyncio.create_task(shop(search)) for search in gateways]
    await VectorIndexing(pool, words).refresh()
    asked = words.asked
    await until(lambda: words.asked > asked or any(task.done() for task in shopping), timeout_s=20)
    stopping.set()
    assert all(await asyncio.gather(*shopping))
    assert (await index_in_use(pool)).model_id == "words"


async def test_a_model_is_loaded_once_for_each_index_and_without_one_words_find(
    pool: Pool, minilm: RememberingEmbedder, executor: ThreadPoolExecutor
) -> None:
    models = Models([minilm])
    search = Search(pool, models, executor=executor)
    for _ in range(3):
        await search.refresh()
        assert await told(search) == {"shell", "storm"}
    assert (models.loaded, search.has_model) == (1, True)
    await VectorIndexing(pool, minilm).refresh()
    for _ in range(3):
        await search.refresh()
    assert models.loaded == 2
    blind = Search(pool, Models([]), executor=executor)
    assert await told(blind) == {"shell", "storm"}
    assert not blind.has_model


async def test_a_gateway_without_the_new_models_files_stays_with_the_old_index(
    pool: Pool, minilm: RememberingEmbedder, executor: ThreadPoolExecutor
) -> None:
    await VectorIndexing(pool, minilm).refresh()
    search = Search(pool, Models([minilm]), executor=executor)
    await search.refresh()
    await VectorIndexing(pool, WordModel()).refresh()
    await search.refresh()
    minilm.asked.clear()
    assert "bag" in await told(search, "something warm for winter camping")
    assert minilm.asked, "its vectors are still the old model's"


async def test_a_gateway_that_missed_the_change_finds_its_index_gone_and_the_new_one(
    pool: Pool, minilm: RememberingEmbedder, executor: ThreadPoolExecutor
) -> None:
    await VectorIndexing(pool, minilm).refresh()
    search = Search(pool, Models([minilm, WordModel()]), executor=executor)
    assert await told(search) == {"shell", "storm"}
    await VectorIndexing(pool, WordModel()).refresh()
    assert await remove_retired(pool, keep=[], grace=OVER) == 1
    assert await told(search) == {"shell", "storm"}


async def test_an_index_in_use_again_is_no_longer_retired(pool: Pool, minilm: RememberingEmbedder) -> None:
    for embedder in (minilm, WordModel(), minilm):
        await VectorIndexing(pool, embedder).refresh()
    assert await remove_retired(pool, keep=[], grace=OVER) == 1
    assert (await index_in_use(pool)).index_id == minilm.manifest.index_id


async def test_a_busy_table_is_dropped_another_time(pool: Pool, minilm: RememberingEmbedder) -> None:
    await VectorIndexing(pool, WordModel()).refresh()
    await VectorIndexing(pool, minilm).refresh()
    async with pool.connection() as reading:
        await reading.execute(f"select count(*) from product_vectors_{WordModel().manifest.index_id}")
        assert await remove_retired(pool, keep=[], grace=OVER) == 0
    assert await remove_retired(pool, keep=[], grace=OVER) == 1


async def test_two_at_work_on_the_same_index_finish_it_together(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.retrieval.indexing.PRODUCTS_AT_ONCE", 1)
    models = WordModel(), WordModel()
    await asyncio.gather(*(VectorIndexing(pool, model).refresh() for model in models))
    assert await VectorIndexing(pool, WordModel()).stale_count() == 0
    async with pool.connection() as connection:
        row = await (await connection.execute("select count(*) from vector_indexes, active_vector_index")).fetchone()
    assert row == (1,)


async def test_what_changes_while_it_is_embedded_is_embedded_again_and_what_goes_is_forgotten(pool: Pool) -> None:
    loop = asyncio.get_running_loop()
    reworded = replace(PRODUCTS[0], description="For storms at sea.")
    model = WordModel()

    async def change() -> None:
        await CatalogWriter(pool).write_products([reworded])
        await CatalogWriter(pool).remove_products([PRODUCTS[1].id])

    def once() -> None:
        model.before = lambda: None
        asyncio.run_coroutine_threadsafe(change(), loop).result(10)

    model.before = once
    await VectorIndexing(pool, model).refresh()
    assert await VectorIndexing(pool, model).stale_count() == 0
    async with pool.connection() as connection:
        vectors = f"product_vectors_{model.manifest.index_id}"
        rows = await connection.execute(f"select product_id from {vectors} join products using (product_no)")
        assert {row[0] async for row in rows} == {each.id for each in PRODUCTS} - {PRODUCTS[1].id}


def taken_back(url: str, revision: str) -> None:
    with schema._engine(url).begin() as connection:
        config = schema.alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


async def test_the_tables_of_the_indexes_can_be_taken_back_and_made_again(pool: Pool) -> None:
    await VectorIndexing(pool, WordModel()).refresh()
    url = pool.conninfo
    await asyncio.to_thread(taken_back, url, "0007")
    async with pool.connection() as connection:
        left = await connection.execute("select relname::text from pg_class where relname like 'product_vectors%'")
        assert {row[0] async for row in left} == {"product_vectors", "product_vectors_pkey"}
    await asyncio.to_thread(migrate, url)
    assert await VectorIndexing(pool, WordModel()).refresh() == len(PRODUCTS)
