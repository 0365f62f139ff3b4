"""Vectors: only the missing and stale are made, work is resumed, and a new model is used once it is complete."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from catalog.embedding.embedder import Embedder
from catalog.embedding.manifest import Manifest
from catalog.embedding.network import Vectors
from catalog.retrieval import indexing
from catalog.retrieval.document import product_text
from catalog.retrieval.indexes import remove_retired
from catalog.retrieval.indexing import Progress, VectorIndexing
from catalog.writing import CatalogWriter
from tests.conftest import OneConnection
from tests.integration.small_shop import CONTENTS, PRODUCTS, RememberingEmbedder

# A test is one transaction, in which no time passes.
ALREADY_OVER = timedelta(seconds=-1)


class OtherModel:
    """The same network under another checksum, breaking down after so many batches."""

    def __init__(self, documents: RememberingEmbedder, *, batches: int = 1000) -> None:
        self.manifest: Manifest = replace(documents.manifest, checksum="f" * 64)
        self._documents = documents
        self._batches = batches

    def embed(self, texts: Sequence[str]) -> Vectors:
        self._batches -= 1
        if self._batches < 0:
            raise InterruptedError
        return self._documents.embed(texts)


@pytest.fixture(scope="module")
def remembering(embedding_model: Path) -> RememberingEmbedder:
    return RememberingEmbedder(Embedder(embedding_model, documents=True, threads=2))


@pytest.fixture
def documents(remembering: RememberingEmbedder) -> RememberingEmbedder:
    remembering.asked.clear()
    return remembering


async def test_each_product_gets_a_vector_once(database: OneConnection, documents: RememberingEmbedder) -> None:
    await CatalogWriter(database).write(CONTENTS)
    told: list[Progress] = []
    index = VectorIndexing(database, documents)
    assert await index.stale_count() == len(PRODUCTS)
    assert await index.refresh(progress=told.append) == len(PRODUCTS)
    assert sorted(documents.asked) == sorted(map(product_text, PRODUCTS))
    assert told[-1] == Progress(done=len(PRODUCTS), total=len(PRODUCTS))
    assert await index.refresh() == 0


async def test_only_a_changed_text_is_embedded_again(database: OneConnection, documents: RememberingEmbedder) -> None:
    await CatalogWriter(database).write(CONTENTS)
    index = VectorIndexing(database, documents)
    await index.refresh()
    documents.asked.clear()
    reworded = replace(PRODUCTS[0], description="For storms at sea.")
    repriced = replace(PRODUCTS[1], popularity=0.9, variants=PRODUCTS[1].variants[:1])
    await CatalogWriter(database).write_products([reworded, repriced])
    assert await index.stale_count() == 1
    await index.refresh()
    assert documents.asked == [product_text(reworded)]


async def test_a_new_model_is_ready_only_when_complete_and_resumes_where_it_stopped(
    database: OneConnection, documents: RememberingEmbedder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "PRODUCTS_AT_ONCE", 4)
    await CatalogWriter(database).write(CONTENTS)
    await VectorIndexing(database, documents).refresh()
    with pytest.raises(InterruptedError):
        await VectorIndexing(database, OtherModel(documents, batches=1)).refresh()
    assert await _ready(database) == {documents.manifest.index_id}
    resumed = VectorIndexing(database, OtherModel(documents))
    left = await resumed.stale_count()
    assert 0 < left < len(PRODUCTS)
    assert await resumed.refresh() == left
    assert await _ready(database) == {documents.manifest.index_id, OtherModel(documents).manifest.index_id}


async def test_a_replaced_index_is_dropped_after_its_grace_and_the_one_in_use_never(
    database: OneConnection, documents: RememberingEmbedder
) -> None:
    await CatalogWriter(database).write(CONTENTS)
    await VectorIndexing(database, OtherModel(documents)).refresh()
    index = VectorIndexing(database, documents)
    await index.refresh()
    assert await remove_retired(database, keep=[], grace=timedelta(minutes=1)) == 0
    assert await remove_retired(database, keep=[], grace=ALREADY_OVER) == 1
    assert await _ready(database) == {documents.manifest.index_id}
    assert await index.stale_count() == 0


async def test_removed_products_leave_no_vector(database: OneConnection, documents: RememberingEmbedder) -> None:
    await CatalogWriter(database).write(CONTENTS)
    await VectorIndexing(database, documents).refresh()
    await CatalogWriter(database).remove_products(["shell"])
    async with database.connection() as connection:
        vectors = f"product_vectors_{documents.manifest.index_id}"
        row = await (await connection.execute(f"select count(*) from {vectors}")).fetchone()
    assert row == (len(PRODUCTS) - 1,)


async def test_documents_of_an_older_version_are_made_again(
    database: OneConnection, documents: RememberingEmbedder
) -> None:
    await CatalogWriter(database).write(CONTENTS)
    async with database.connection() as connection:
        await connection.execute("update search_documents set sha256 = 'old', names = '{}'")
        await connection.execute("update search_totals set recipe = 'old'")
    await VectorIndexing(database, documents).refresh()
    async with database.connection() as connection:
        rows = await connection.execute("select count(*) from search_documents where names = '{}'")
        assert await rows.fetchone() == (0,)


async def _ready(database: OneConnection) -> set[str]:
    async with database.connection() as connection:
        rows = await connection.execute("select index_id from vector_indexes where ready_at is not null")
        return {row[0] async for row in rows}
