"""Opens the catalogue as the gateway has it at hand: what is sold, how it is searched, and how requests are read."""

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass

from assistant.database import Pool
from assistant.following import following
from assistant.reading import Reading
from assistant.settings import GatewaySettings
from assistant.vectors import embedding_models, index_in_use
from catalog.repository import CatalogRepository
from catalog.retrieval.fusion import DEFAULT
from catalog.search import Search

MODEL_THREADS = max(2, min(8, os.cpu_count() or 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCatalogue:
    repository: CatalogRepository
    search: Search
    reading: Reading


async def open_catalogue(settings: GatewaySettings, shop: Pool, stack: AsyncExitStack) -> OpenCatalogue:
    executor = stack.enter_context(ThreadPoolExecutor(MODEL_THREADS, thread_name_prefix="model"))
    repository = CatalogRepository(shop)
    weights = settings.search_weights or DEFAULT
    search = Search(shop, embedding_models(settings), executor=executor, weights=weights)

    async def version() -> str:
        """With the index in use, so that another one is noticed within seconds."""
        in_use = await index_in_use(shop)
        return f"{await repository.version()} {in_use.index_id if in_use else None}"

    reading = Reading(version=version, vocabulary=repository.vocabulary, refresh=search.refresh, executor=executor)
    await stack.enter_async_context(following(reading.look, what="catalogue", pause=reading.pause_s))
    return OpenCatalogue(repository=repository, search=search, reading=reading)
