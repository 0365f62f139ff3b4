"""A catalogue in a scratch database with everything the assistant searches with, to be asked and then thrown away."""

import asyncio
from collections.abc import AsyncIterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass

from psycopg_pool import AsyncConnectionPool

from assistant.evaluation.progress import Tell, counting
from assistant.evaluation.vector_cache import CachedEmbedder
from assistant.evaluation.workplace import Workplace
from catalog.connections import Connections
from catalog.contents import Contents
from catalog.embedding.queries import QueryModels
from catalog.repository import CatalogRepository
from catalog.retrieval.fusion import Weights
from catalog.retrieval.indexing import Progress, VectorIndexing
from catalog.search import Search
from catalog.understanding.parser import Understanding
from catalog.writing import CatalogWriter

MODEL_THREADS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedShop:
    """`reader` knows the vocabulary of this catalogue, as the assistant's does."""

    connections: Connections
    models: QueryModels
    weights: Weights
    executor: Executor
    reader: Understanding
    products: int
    embedded: int

    async def search(self, *, weights: Weights | None = None) -> Search:
        """With the shop's own weights, or others to try."""
        search = Search(self.connections, self.models, executor=self.executor, weights=weights or self.weights)
        await search.refresh()
        return search


@asynccontextmanager
async def tried_shop(url: str, contents: Contents, *, place: Workplace, tell: Tell) -> AsyncIterator[TriedShop]:
    """The contents written and embedded in the empty database, and read as a gateway reads them."""
    async with AsyncConnectionPool(url, min_size=1, max_size=2, open=False) as pool:
        products = len(contents.products)
        await CatalogWriter(pool).write(contents, progress=counting("Loading products", products, tell))
        embedded = await embed(pool, place, tell)
        with ThreadPoolExecutor(MODEL_THREADS, thread_name_prefix="model") as executor:
            vocabulary = await CatalogRepository(pool).vocabulary()
            reader = await asyncio.get_running_loop().run_in_executor(executor, Understanding, vocabulary)
            yield TriedShop(
                connections=pool,
                models=place.models,
                weights=place.weights,
                executor=executor,
                reader=reader,
                products=products,
                embedded=embedded,
            )


async def embed(connections: Connections, place: Workplace, tell: Tell) -> int:
    """How many texts were not known from before."""
    documents = CachedEmbedder(place.models.documents(), place.vectors)
    reference = CachedEmbedder(place.models.reference(), place.vectors)

    def show(reached: Progress) -> None:
        tell("Embedding products", reached.done, reached.total)

    await VectorIndexing(connections, documents, reference=reference).refresh(progress=show)
    return documents.made
