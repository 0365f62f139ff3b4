"""Sends made-up shoppers into a shop that is open, as long as nothing is sold there in earnest."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from assistant.demo_shop import demo_loaded_at
from assistant.evaluation.progress import Tell, counting
from assistant.own_address import is_loopback
from assistant.simulation.clock import ClockOnTheWall
from assistant.simulation.page import Page
from assistant.simulation.walk import Account, Walk
from assistant.supervisor.probes import in_development_mode_now
from catalog.connections import Connections, connected
from catalog.product import Product
from catalog.repository import CatalogRepository
from rerank.simulation import history_rows
from rerank.simulation.assortment import Assortment
from rerank.simulation.errors import NotASandbox, ShopOutOfReach
from rerank.simulation.population import population_of
from shop.errors import ShopUnavailable

VISITS_A_DAY = 0.5
PRODUCTS_AT_ONCE = 500
HTTP_PORT = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """`days` are of the shoppers' lives; at the shop it is now all the time."""

    shoppers: int
    days: float
    seed: int
    address: str

    async def into(self, connections: Connections, tell: Tell) -> dict[str, Any]:
        """Raises NotASandbox, ShopOutOfReach, ShopAnswersWrong, and NothingToSell."""
        await self._require_sandbox(connections)
        assortment = Assortment.of(await _products(connections, tell))
        population = population_of(assortment, shoppers=self.shoppers, seed=self.seed)
        visits = max(1, round(self.shoppers * self.days * VISITS_A_DAY))
        account = Account()
        async with aiohttp.ClientSession() as http:
            pages = {
                household.id: Page(http=http, address=self.address, assortment=assortment, household=household.id)
                for household in population.households
            }
            walk = Walk(population, pages, ClockOnTheWall())
            coming = population.visits(visits, since=0.0, until=self.days)
            try:
                await walk.go(coming, account, on_visit=counting("Shopping", visits, tell))
            except aiohttp.ClientConnectionError as exc:
                raise ShopOutOfReach(address=self.address) from exc
        return account.told()

    async def _require_sandbox(self, connections: Connections) -> None:
        """Made-up shoppers are known by the names of their browsers, but a real shop is not to meet them at all."""
        parts = urlsplit(self.address)
        if not is_loopback(parts.hostname or ""):
            raise NotASandbox(reason=f"{self.address} is not on this machine")
        is_development = await asyncio.to_thread(in_development_mode_now, parts.hostname or "", parts.port or HTTP_PORT)
        if not is_development and await demo_loaded_at(connections) is None:
            raise NotASandbox(reason="the shop is neither the demo shop nor open in development mode")


async def forget_made_up_shoppers(connections: Connections) -> int:
    async with connected(connections, lost=ShopUnavailable) as connection, connection.transaction():
        return await history_rows.forget(connection)


async def _products(connections: Connections, tell: Tell) -> Sequence[Product]:
    repository = CatalogRepository(connections)
    ids = await repository.product_ids()
    advance, found = counting("Reading the catalogue", len(ids), tell), []
    for start in range(0, len(ids), PRODUCTS_AT_ONCE):
        part = ids[start : start + PRODUCTS_AT_ONCE]
        found += await repository.products(part)
        advance(len(part))
    return found
