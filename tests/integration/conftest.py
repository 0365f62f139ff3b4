"""The small shop with its search, and a gateway on the real database with a stand-in for Rasa.

What the gateway's turns commit is swept away after each test.
"""

import asyncio
import shutil
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import aiohttp
import httpx
import psycopg
import pytest
from prometheus_client import CollectorRegistry
from psycopg_pool import AsyncConnectionPool

from assistant.app import PublicServices, create_app
from assistant.database import Pool
from assistant.dialogue import Dialogue, sender_of
from assistant.doors.turnstile import turnstile_for
from assistant.metrics import Metrics
from assistant.readiness import Readiness
from assistant.schema import migrate
from assistant.settings import GatewaySettings
from assistant.turn_records import TurnRecords
from assistant.turns import Turns
from catalog.embedding.embedder import Embedder
from catalog.embedding.queries import OneModel
from catalog.search import Search
from catalog.writing import CatalogWriter
from shop.checkout.payment_links import StoredPaymentLinks
from shop.returns.stored_returns import StoredReturns
from shop.stored_carts import StoredCarts
from tests.conftest import OneConnection
from tests.integration.doors import doors_on
from tests.integration.known_tokens import KnownTokens
from tests.integration.rasa_stand_in import DIALOGUE_SECRET, RasaStandIn, running_rasa
from tests.integration.small_shop import CONTENTS, RememberingEmbedder, open_small_shop
from tests.unit.fake_banners import FakeBanners
from tests.unit.fakes import FakeResults, FakeShelves
from webhooks.web.assertions import Assertions, Trust
from webhooks.web.assets import Asset
from webhooks.web.identity import StoredIdentity
from webhooks.web.sessions import SessionKeeping, StoredSessions
from webhooks.web.slips import Slips
from webhooks.web.visitors import Visitors

OWN = "of_its_own"
SECRET = "sender-0123456789abcdef0123456789"
CUSTOMER_SECRET = "customer-0123456789abcdef0123456789"
SWEEP = (
    "select set_config('aisle.may_forget_audit', 'yes', true);"
    " truncate audit, turns, dialogue_conversations, chat_messages, chat_sessions, carts, shoppers, customers,"
    " used_assertions, products, stores, size_charts, policies, rates, events, event_counts, model_spending,"
    " model_conversations cascade"
)


def new_id() -> str:
    return uuid.uuid4().hex


@dataclass
class Gateway:
    """As the product wires it, with a shorter deadline; `also()` is a second process on the same database."""

    database_url: str
    rasa: RasaStandIn
    http: aiohttp.ClientSession
    records_pool: Pool
    shop_pool: Pool
    deadline_s: float = 2.0
    lifetime: timedelta = timedelta(days=1)
    demo_since: datetime | None = None
    limits: Mapping[str, str] = field(default_factory=dict)
    metrics: Metrics = field(default_factory=lambda: Metrics(CollectorRegistry()))

    def __post_init__(self) -> None:
        self.records = TurnRecords(
            self.records_pool, new_id=new_id, lease_s=self.deadline_s, record_words=False, body_key="a key"
        )
        self.dialogue = Dialogue(self.http, addresses=[self.rasa.url], secret=DIALOGUE_SECRET, sender_secret=SECRET)
        self.turns = Turns(
            records=self.records,
            rasa=self.dialogue,
            deadline_s=self.deadline_s,
            on_ended=self.metrics.turn_ended,
        )
        self.carts = StoredCarts(self.shop_pool, new_id=new_id, now=lambda: datetime.now(UTC))
        self.keeping = keeping = SessionKeeping(
            new_id=new_id, sender_of=partial(sender_of, secret=SECRET), lifetime=self.lifetime
        )
        self.sessions = StoredSessions(self.records_pool, keeping=keeping)
        self.identity = StoredIdentity(
            self.shop_pool,
            keeping=keeping,
            assertions=Assertions(Trust(key=CUSTOMER_SECRET, algorithms=("HS256",), audience="aisle")),
            tokens=KnownTokens(),
            demo_since=self._demo_loaded_at,
            lease=timedelta(seconds=self.deadline_s),
        )
        secrets = {"action_secret": SECRET, "dialogue_secret": DIALOGUE_SECRET, "sender_secret": SECRET}
        settings = GatewaySettings.model_validate({**secrets, "turn_deadline_s": self.deadline_s, **self.limits})
        self.turnstile = turnstile_for(settings, self.records_pool)
        transport = httpx.ASGITransport(create_app(settings, self._public_services()))
        self.client = httpx.AsyncClient(transport=transport, base_url="http://shop.test")

    def _public_services(self) -> PublicServices:
        return PublicServices(
            assistant=self.turns,
            carts=self.carts,
            sessions=self.sessions,
            identity=self.identity,
            slips=Slips(
                payments=StoredPaymentLinks(self.shop_pool, new_id=new_id, now=lambda: datetime.now(UTC)),
                labels=StoredReturns(
                    self.shop_pool, new_id=new_id, now=lambda: datetime.now(UTC), label_url=str, payment_url=str
                ),
                has_till=self._has_till,
            ),
            turnstile=self.turnstile,
            shelves=FakeShelves(),
            results=FakeResults(),
            banners=FakeBanners(),
            visitors=Visitors(self.sessions, listed=lambda _: None, now=lambda: datetime.now(UTC)),
            draw=lambda product, color: f"<svg>{product.title}{color or ''}</svg>",
            assets={"index.html": Asset.of(b"<!doctype html>", "text/html")},
            metrics=self.metrics,
            readiness=Readiness({"dialogue": self.dialogue.is_answering}),
            doors=doors_on(self.shop_pool, assistant=self.turns, keeping=self.keeping, turnstile=self.turnstile),
        )

    def also(self, **limits: str) -> "Gateway":
        return Gateway(
            database_url=self.database_url,
            rasa=self.rasa,
            http=self.http,
            records_pool=self.records_pool,
            shop_pool=self.shop_pool,
            deadline_s=self.deadline_s,
            limits=limits or self.limits,
        )

    async def open_session(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {(await self.client.post('/chat/sessions')).json()['token']}"}

    async def say(self, session: dict[str, str], text: str = "a rain jacket", request_id: str = "r1") -> httpx.Response:
        body = {"request_id": request_id, "text": text}
        return await self.client.post("/chat/messages", json=body, headers=session)

    async def _has_till(self) -> bool:
        return self.demo_since is not None

    async def _demo_loaded_at(self) -> datetime | None:
        return self.demo_since

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            done = connection.execute(statement)
            return done.fetchall() if done.description else []

    def figure(self, name: str, **labels: str) -> float:
        return self.metrics.registry.get_sample_value(name, labels) or 0.0


async def until(condition: Callable[[], object], *, timeout_s: float = 3.0) -> None:
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.005)


@pytest.fixture
async def rasa() -> AsyncIterator[RasaStandIn]:
    async with running_rasa() as rasa:
        yield rasa


@pytest.fixture
async def gateway(database_url: str, rasa: RasaStandIn) -> AsyncIterator[Gateway]:
    async with (
        aiohttp.ClientSession() as http,
        Pool(database_url, name="records", most=4, statement_timeout_s=2.0, autocommit=True) as records_pool,
        Pool(database_url, name="shop", most=4, statement_timeout_s=2.0) as shop_pool,
    ):
        gateway = Gateway(
            database_url=database_url, rasa=rasa, http=http, records_pool=records_pool, shop_pool=shop_pool
        )
        yield gateway
        await gateway.turns.finish()
    gateway.sql(SWEEP)


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[AsyncConnectionPool]:
    """The small shop in a database of its own, for what depends on what other connections see."""
    url = database_url.replace("/aisle?", f"/{OWN}?") if "/aisle?" in database_url else _beside(database_url)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"drop database if exists {OWN} with (force)")
        connection.execute(f"create database {OWN}")
    await asyncio.to_thread(migrate, url)
    async with AsyncConnectionPool(url, min_size=1, max_size=6, open=False) as pool:
        await CatalogWriter(pool).write(CONTENTS)
        yield pool
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"drop database {OWN} with (force)")


def _beside(url: str) -> str:
    told = psycopg.conninfo.conninfo_to_dict(url) | {"dbname": OWN}
    return f"postgresql://?{'&'.join(f'{name}={value}' for name, value in told.items())}"


@pytest.fixture(scope="module")
def documents(embedding_model: Path) -> RememberingEmbedder:
    return RememberingEmbedder(Embedder(embedding_model, documents=True, threads=2))


@pytest.fixture(scope="module")
def queries(embedder: Embedder) -> RememberingEmbedder:
    return RememberingEmbedder(embedder)


@pytest.fixture(scope="module")
def executor() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(2) as pool:
        yield pool


@pytest.fixture
async def search(
    database: OneConnection, documents: RememberingEmbedder, queries: RememberingEmbedder, executor: ThreadPoolExecutor
) -> Search:
    await open_small_shop(database, documents)
    return Search(database, OneModel(embedder=queries), executor=executor)


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A cluster of one machine, once for all tests: it takes seconds to come, and its Java stays until the run ends."""
    if shutil.which("java") is None:
        pytest.fail(
            "The tests of Spark need Java 17 or later: apt-get install default-jre-headless (the Debian package)."
        )
    from pyspark.sql import SparkSession  # noqa: PLC0415 - seconds, for these tests only

    # A few rows are reckoned, and what takes the time is planning and compiling: Java is to do the least of that, too.
    off = ("spark.ui.enabled", "spark.sql.adaptive.enabled", "spark.sql.codegen.wholeStage")
    chosen = {
        "spark.sql.shuffle.partitions": "1",
        "spark.driver.memory": "1g",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    }
    builder = SparkSession.builder.master("local[1]").appName("tests")
    for name, value in {**dict.fromkeys(off, "false"), **chosen}.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()
