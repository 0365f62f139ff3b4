"""A change of the model under way: searches go on, never mix two models, and what is given up goes last."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
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
from assistant.doctor.data import look_at_vectors
from assistant.schema import migrate
from assistant.vectors import embed_stale, index_in_use, stale_count
from catalog.embedding.choice import BuiltInModel, ModelChoice, OpenAIModel, OwnModel
from catalog.embedding.embedder import Embedder
from catalog.embedding.errors import ModelMissing
from catalog.embedding.manifest import Manifest
from catalog.embedding.models import EmbeddingModels
from catalog.embedding.network import Vectors
from catalog.embedding.queries import QueryEmbedder
from catalog.query import Query
from catalog.retrieval.indexes import remove_retired
from catalog.retrieval.indexing import VectorIndexing
from catalog.search import Search
from catalog.writing import CatalogWriter
from tests.integration.conftest import until
from tests.integration.fake_openai import KEY, running_openai, vector_of
from tests.integration.own_models import SmallModel
from tests.integration.small_shop import CONTENTS, PRODUCTS, RememberingEmbedder

Pool = AsyncConnectionPool[psycopg.AsyncConnection]
NAME = "swapped"
OVER = timedelta(seconds=-1)


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    """A database of its own, because here it matters what other connections see."""
    url = database_url.replace("/aisle?", f"/{NAME}?") if "/aisle?" in database_url else _beside(database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"drop database if exists {NAME} with (force)")
        connection.execute(f"create database {NAME}")
    await asyncio.to_thread(migrate, url)
    async with AsyncConnectionPool(url, min_size=1, max_size=6, open=False) as pool:
        await CatalogWriter(pool).write(CONTENTS)
        yield pool
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"drop database {NAME} with (force)")


def _beside(url: str) -> str:
    told = psycopg.conninfo.conninfo_to_dict(url) | {"dbname": NAME}
    return f"postgresql://?{'&'.join(f'{name}={value}' for name, value in told.items())}"


@pytest.fixture
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as executor:
        yield executor


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


def installation(state: Path, embedding_model: Path, choice: ModelChoice) -> EmbeddingModels:
    (state / "models").mkdir(parents=True, exist_ok=True)
    if not (state / "models" / "embedding").exists():
        (state / "models" / "embedding").symlink_to(embedding_model)
    return EmbeddingModels(folder=state / "models", weights=state / "weights", choice=choice, openai_key=KEY)


async def test_a_change_of_the_setting_is_carried_out_by_the_worker(
    pool: Pool, embedding_model: Path, tmp_path: Path, executor: ThreadPoolExecutor
) -> None:
    state = tmp_path / "state"
    built_in = installation(state, embedding_model, BuiltInModel())
    first = built_in.prepare()
    assert await embed_stale(pool, built_in) == len(PRODUCTS)
    own = installation(state, embedding_model, OwnModel(folder=SmallModel().save(tmp_path / "own")))
    assert await stale_count(pool, own) == len(PRODUCTS)
    # The shop goes on: what is new is put into the index in use as well, though another is chosen.
    await CatalogWriter(pool).write_products([replace(PRODUCTS[0], description="For storms at sea.")])
    assert await embed_stale(pool, own) == len(PRODUCTS) + 1
    in_use = await index_in_use(pool)
    assert in_use.index_id == own.prepare().index_id
    assert in_use.scale.own(0.5) != pytest.approx(0.5, abs=1e-3), "it has its own cosines"
    assert (state / "models" / "retrieval" / first.index_id).is_dir(), "a gateway may still be using it"
    search = Search(pool, own, executor=executor)
    assert await told(search) == {"shell", "storm"}
    await remove_retired(pool, keep=[], grace=OVER)
    assert await embed_stale(pool, own) == 0
    assert not (state / "models" / "retrieval" / first.index_id).exists()
    assert (state / "models" / "embedding" / "manifest.json").is_file(), "intents are told by the built-in model"


async def test_the_doctor_says_which_index_is_in_use_and_what_is_missing(
    pool: Pool, embedding_model: Path, tmp_path: Path
) -> None:
    built_in = installation(tmp_path / "state", embedding_model, BuiltInModel())
    own = installation(tmp_path / "state", embedding_model, OwnModel(folder=SmallModel().save(tmp_path / "own")))

    async def found(models: EmbeddingModels) -> tuple[str, str]:
        finding = await look_at_vectors(pool, models, len(PRODUCTS))
        return finding.state, finding.says

    assert await found(built_in) == ("wrong", "none are in use; 10 of 10 products have yet to be embedded")
    await embed_stale(pool, built_in)
    assert await found(built_in) == ("ok", "complete and fresh, of sentence-transformers/all-MiniLM-L6-v2")
    await CatalogWriter(pool).write_products([replace(PRODUCTS[0], description="For storms at sea.")])
    assert await found(built_in) == ("wrong", "1 of 10 products (10.0%) have none, or an old one")
    state, told_of = await found(own)
    assert state == "wrong"
    assert told_of.endswith("of the chosen own 0 of 10 are there")


def taken_back(url: str, revision: str) -> None:
    with schema._engine(url).begin() as connection:
        config = schema._config()
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


async def test_searches_by_openais_vectors_and_by_words_alone_when_it_is_silent(
    pool: Pool, embedding_model: Path, tmp_path: Path, executor: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running_openai() as service:
        monkeypatch.setenv("OPENAI_BASE_URL", service.url)
        choice = OpenAIModel(name="text-embedding-3-large", dimension=3072)
        models = installation(tmp_path / "state", embedding_model, choice)
        await embed_stale(pool, models)
        search = Search(pool, models, executor=executor)
        asked = len(service.requests)
        assert await told(search) == {"shell", "storm"}
        assert len(service.requests) > asked
        service.silent = True
        async with asyncio.timeout(10):
            assert await told(search, "ridgeline") == {"shell"}
            assert await told(search, "granola") == {"almond", "seed"}
