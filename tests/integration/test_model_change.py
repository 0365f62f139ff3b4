"""A change of the setting: the worker carries it out, the doctor tells of it, and a silent service is not the end."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg_pool import AsyncConnectionPool

from assistant.doctor.data import look_at_vectors
from assistant.vectors import embed_stale, index_in_use, stale_count
from catalog.embedding.choice import BuiltInModel, ModelChoice, OpenAIModel, OwnModel
from catalog.embedding.models import EmbeddingModels
from catalog.query import Query
from catalog.retrieval.indexes import remove_retired
from catalog.search import Search
from catalog.writing import CatalogWriter
from tests.integration.fake_openai import KEY, running_openai
from tests.integration.own_models import SmallModel
from tests.integration.small_shop import PRODUCTS

Pool = AsyncConnectionPool[psycopg.AsyncConnection]
OVER = timedelta(seconds=-1)


async def told(search: Search, text: str = "rain jacket") -> set[str]:
    return {card.id for card in (await search.search(Query(text=text))).cards}


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
