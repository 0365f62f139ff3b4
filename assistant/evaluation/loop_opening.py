"""Opens what a closed loop is measured on: a shop of its own on a scratch database, its shoppers, and its worker."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
from psycopg_pool import AsyncConnectionPool

from assistant.evaluation.loop import Loop, LoopPlan
from assistant.evaluation.progress import Tell, counting
from assistant.learning import teaching_for
from assistant.simulation.clock import PlayedClock
from assistant.simulation.days import make_days
from assistant.simulation.opened_shop import opened_shop
from assistant.simulation.page import Page
from assistant.simulation.walk import Walk
from assistant.simulation.worker import PlayedWorker
from catalog.connections import Connections
from catalog.contents import Contents
from catalog.writing import CatalogWriter
from rerank.features.past_features import PastFeatures
from rerank.learning.learning import NoLineage
from rerank.ranking.lesson_building import LessonBuilding
from rerank.simulation.assortment import Assortment
from rerank.simulation.population import Population, population_of

CONNECTIONS = 4

Prepare = Callable[[Connections], Awaitable[object]]


async def nothing_more(_: Connections) -> None:
    """For a shop that needs no vectors."""


@asynccontextmanager
async def opened_loop(
    url: str,
    contents: Contents,
    plan: LoopPlan,
    *,
    state_dir: Path,
    tell: Tell,
    prepare: Prepare = nothing_more,
) -> AsyncIterator[Loop]:
    """`prepare` is told of the catalogue once it is written, and before the shop opens."""
    async with AsyncConnectionPool(url, min_size=1, max_size=CONNECTIONS, open=False) as pool:
        products = len(contents.products)
        await CatalogWriter(pool).write(contents, progress=counting("Loading products", products, tell))
        await prepare(pool)
        until = datetime.now(UTC).replace(microsecond=0)
        clock = PlayedClock(until - timedelta(days=plan.days))
        await make_days(pool, clock.began, until)
        population = population_of(Assortment.of(contents.products), shoppers=plan.shoppers, seed=plan.seed)
        async with opened_shop(url, state_dir, now=clock.now) as shop, aiohttp.ClientSession() as http:
            lessons = LessonBuilding(pool, PastFeatures(connections=pool)).lessons
            teaching = teaching_for(pool, lessons=lessons, lineage=NoLineage())
            worker = PlayedWorker(connections=pool, teaching=teaching, now=clock.now)
            walk = Walk(population, _pages(population, http, shop.address), clock)
            yield Loop(
                plan=plan,
                population=population,
                walk=walk,
                clock=clock,
                worker=worker,
                tell=tell,
                ordered=shop.metrics.lists_by_outcome,
            )


def _pages(population: Population, http: aiohttp.ClientSession, address: str) -> dict[str, Page]:
    return {
        household.id: Page(http=http, address=address, assortment=population.assortment, household=household.id)
        for household in population.households
    }
