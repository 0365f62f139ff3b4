"""A shop's agents' door on the real database, and the protocol's own client in front of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
from fastapi import FastAPI
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

from catalog.product import Product, ProductCard
from catalog.query import Query
from catalog.repository import CatalogRepository
from catalog.search import Found
from catalog.stages import Stopwatch
from rerank.events.of_turn import CallTold
from shop.orders.stored_orders import StoredOrders
from shop.preferences.stored_preferences import StoredPreferences
from shop.shoppers.shoppers import Identified
from tests.integration.conftest import SECRET, Gateway, new_id
from tests.integration.doors import CART_PAGE
from tests.integration.small_shop import CONTENTS
from webhooks import problems
from webhooks.accounts.stored_callers import CallerKeeping, StoredCallers
from webhooks.errors import AccessTokenRefused
from webhooks.mcp.calls import StoredCalls
from webhooks.mcp.door import AgentDoor, DoorRules, agents_router, hosts_of, sessions_for
from webhooks.mcp.server import agent_server
from webhooks.mcp.tools import Shop, Tools
from webhooks.web.continuing import StoredContinuing

MAYA = "maya/shopping"
URL = "http://shop.test/mcp"
ISSUER = "https://login.shop.example"


def now() -> datetime:
    return datetime.now(UTC)


class Tokens:
    """A token for the agents' door is its customer's name and its scope."""

    async def customer_of(self, token: str, *, scope: str | None = None, resource: str | None = None) -> Identified:
        assert resource == URL
        name, _, scopes = token.partition("/")
        if name not in {"maya", "bo"}:
            raise AccessTokenRefused(reason="unknown_key")
        if scope is not None and scope not in scopes:
            raise AccessTokenRefused(reason="scope")
        return Identified(customer_id=name, name=name.title(), email=f"{name}@example.com")


class PlainReader:
    def parse(self, text: str) -> Query:
        return Query(text=text)


class ByTitle:
    """Finds what has a word of the request in its title, at a price within the bounds."""

    def __init__(self, repository: CatalogRepository) -> None:
        self._repository = repository
        self.asked: list[Query] = []

    async def find(self, query: Query, *, limit: int, stopwatch: Stopwatch) -> Found:
        self.asked.append(query)
        fitting = [product for product in CONTENTS.products if _fits(product, query)]
        pairs = [(product.id, product.variants[0].id) for product in fitting]
        cards: list[ProductCard] = await self._repository.cards(pairs)
        return Found(cards=tuple(cards[:limit]), scores=(), total=len(cards))


def _fits(product: Product, query: Query) -> bool:
    price = product.variants[0].price.amount_minor
    most = query.max_price_minor if query.max_price_minor is not None else price
    named = set(query.text.lower().split()) & set(product.title.lower().split())
    return bool(named) and price <= most


@dataclass
class Agents:
    gateway: Gateway
    finder: ByTitle
    called: list[CallTold]
    http: httpx2.AsyncClient

    @asynccontextmanager
    async def client(self, token: str | None = MAYA, *, mode: str = "auto") -> AsyncIterator[Client]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = self.http._transport
        async with (
            httpx2.AsyncClient(transport=transport, base_url="http://shop.test", headers=headers) as http,
            Client(streamable_http_client(URL, http_client=http), mode=mode) as client,
        ):
            yield client

    async def post(self, *, token: str | None = MAYA, **headers: str) -> httpx2.Response:
        """One call as any HTTP client may send it."""
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
        sent = {"Accept": "application/json, text/event-stream", **headers}
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        return await self.http.post("/mcp", json=call, headers=sent)


@asynccontextmanager
async def agents_of(gateway: Gateway, *, guests: bool = False) -> AsyncIterator[Agents]:
    repository = CatalogRepository(gateway.shop_pool)
    finder = ByTitle(repository)
    called: list[CallTold] = []
    shop = Shop(
        reader=PlainReader,
        finder=finder,
        products=repository,
        carts=gateway.carts,
        orders=StoredOrders(gateway.shop_pool, now=now, payment_url=str),
        preferences=StoredPreferences(gateway.shop_pool, now=now),
        continuing=StoredContinuing(gateway.shop_pool, page=CART_PAGE, keeping=gateway.keeping),
        calls=StoredCalls(gateway.shop_pool, secret=SECRET, new_id=new_id),
        called=called.append,
        new_id=new_id,
        now=now,
    )
    keeping = CallerKeeping(secret=SECRET, new_id=new_id, quiet=timedelta(minutes=30), lease=timedelta(seconds=5))
    callers = StoredCallers(single=gateway.records_pool, shop=gateway.shop_pool, tokens=Tokens(), keeping=keeping)
    rules = DoorRules(url=URL, issuer=ISSUER, guests=guests)
    door = AgentDoor(rules, tokens=Tokens(), callers=callers, turnstile=gateway.turnstile)
    sessions = sessions_for(agent_server(Tools(shop)), hosts=hosts_of(URL), max_body_bytes=65_536)
    app = FastAPI()
    problems.install(app)
    app.include_router(agents_router(door, sessions, rules))
    async with (
        _running(sessions),
        httpx2.AsyncClient(transport=httpx2.ASGITransport(app), base_url="http://shop.test") as http,
    ):
        yield Agents(gateway=gateway, finder=finder, called=called, http=http)


@asynccontextmanager
async def _running(sessions: StreamableHTTPSessionManager) -> AsyncIterator[None]:
    """In a task of its own: a fixture is opened in one task and closed in another, which its task group forbids."""
    opened, over = asyncio.Event(), asyncio.Event()

    async def run() -> None:
        async with sessions.run():
            opened.set()
            await over.wait()

    running = asyncio.create_task(run())
    await opened.wait()
    yield
    over.set()
    await running


async def told(client: Client, tool: str, **given: Any) -> dict[str, Any]:
    """What a tool answers; the client has held it against the tool's own schema."""
    result = await client.call_tool(tool, given)
    assert not result.is_error, result.content
    assert isinstance(result.structured_content, dict)
    return result.structured_content


async def refused(client: Client, tool: str, **given: Any) -> str:
    result = await client.call_tool(tool, given)
    assert result.is_error
    assert result.structured_content is None
    return str(result.content[0].text)  # type: ignore[union-attr]
