"""`aisle catalog demo` and `aisle catalog embed`: the made-up goods, and the vectors of all goods."""

import asyncio

from psycopg_pool import AsyncConnectionPool

from assistant.cli.answers import AsJson, answer
from assistant.cli.progress import bar
from assistant.demo_shop import load_demo
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from assistant.vectors import embed_stale, embedding_models


def demo(*, as_json: AsJson = False) -> None:
    """Load the demo shop, beside whatever else is in the catalogue, and embed it."""
    asyncio.run(_demo(as_json=as_json))


def embed(*, as_json: AsJson = False) -> None:
    """Embed the products whose vector is missing or out of date."""
    asyncio.run(_embed(as_json=as_json))


async def _demo(*, as_json: bool) -> None:
    settings = SupervisorSettings()
    models = embedding_models(settings)
    with database_at_hand(settings) as url:
        async with AsyncConnectionPool(url, min_size=1, max_size=2, open=False) as pool:
            with bar("Loading the demo shop", hidden=as_json) as show:
                products = await load_demo(pool, progress=show)
            with bar("Embedding products", hidden=as_json) as show:
                models.prepare()
                embedded = await embed_stale(pool, models, progress=show)
    told = f"The demo shop has {products} products; {embedded} were embedded."
    answer(told, data={"products": products, "embedded": embedded}, as_json=as_json)


async def _embed(*, as_json: bool) -> None:
    settings = SupervisorSettings()
    models = embedding_models(settings)
    with database_at_hand(settings) as url, bar("Embedding products", hidden=as_json) as show:
        models.prepare()
        async with AsyncConnectionPool(url, min_size=1, max_size=2, open=False) as pool:
            embedded = await embed_stale(pool, models, progress=show)
    answer(f"{embedded} products were embedded.", data={"embedded": embedded}, as_json=as_json)
