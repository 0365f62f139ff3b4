"""Fixtures every kind of test may ask for: a real migrated Postgres, and a connection that is rolled back."""

import gc
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import AsyncConnectionPool

from assistant.bench.search_loading import create_database
from assistant.demo_shop import load_demo
from assistant.embedded_postgres import EmbeddedPostgres
from assistant.schema import migrate
from catalog.connections import Connection
from catalog.embedding.build import build_model, is_built
from catalog.embedding.embedder import Embedder
from catalog.embedding.errors import WeightsMissing
from tests.filled_shop import filled_postgres, state_of_set_up
from tests.model_server import ModelServer, running_model_server
from tests.open_shop import development_shop, open_shop

__all__ = ["development_shop", "filled_postgres", "open_shop"]

# What tests write is not committed: vacuumed meanwhile, full tables count as empty, and plans for that take minutes.
FAST_AND_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def pytest_collection_finish() -> None:
    """Thousands of tests and all that they import stay until the end, and need not be gone through for garbage."""
    gc.freeze()


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    """A migrated, empty database: a server named by AISLE_TEST_DATABASE_URL, or an embedded one in a scratch folder."""
    if given := os.environ.get("AISLE_TEST_DATABASE_URL"):
        migrate(given)
        yield given
        return
    # Not below pytest's own folder: each run of pytest closes that to other users, and Postgres may run as one.
    with TemporaryDirectory(prefix="aisle-tests-", ignore_cleanup_errors=True) as folder:
        postgres = EmbeddedPostgres(Path(folder) / "postgres", settings=FAST_AND_FORGETFUL)
        with postgres.running() as url:
            migrate(url)
            yield url


@dataclass(frozen=True)
class OneConnection:
    """Satisfies `Connections` with a single connection, so that a test's writes vanish with its rollback."""

    held: Connection

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        async with self.held.transaction():
            yield self.held


@asynccontextmanager
async def rolled_back(database_url: str) -> AsyncIterator[OneConnection]:
    async with (
        await psycopg.AsyncConnection.connect(database_url) as connection,
        connection.transaction(force_rollback=True),
    ):
        yield OneConnection(connection)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[OneConnection]:
    async with rolled_back(database_url) as connections:
        yield connections


@pytest.fixture(scope="session")
async def demo_database_url(database_url: str) -> str:
    """A database with the demo shop's goods and customers, loaded once, that no test writes to for good."""
    url = beside(database_url, "demo")
    create_database(url)
    migrate(url)
    async with AsyncConnectionPool(url, min_size=1, max_size=2, open=False) as pool:
        await load_demo(pool, progress=lambda _: None)
    return url


@pytest.fixture
async def demo_database(demo_database_url: str) -> AsyncIterator[OneConnection]:
    async with rolled_back(demo_database_url) as connections:
        yield connections


def beside(database_url: str, name: str) -> str:
    """The address of another database on the same server."""
    parts = urlsplit(database_url)
    return parts._replace(path=f"{parts.path}_{name}").geturl()


def copied(database_url: str, name: str) -> str:
    """The address of a copy of a database to which nobody is connected."""
    url = beside(database_url, name)
    given, made = (sql.Identifier(conninfo_to_dict(each)["dbname"]) for each in (database_url, url))
    with psycopg.connect(make_conninfo(database_url, dbname="postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("drop database if exists {} with (force)").format(made))
        connection.execute(sql.SQL("create database {} template {}").format(made, given))
    return url


@pytest.fixture
async def model_server() -> AsyncIterator[ModelServer]:
    """Speaks chat completions on a port of its own, well or as badly as it is told."""
    async with running_model_server() as server:
        yield server


@pytest.fixture(scope="session")
def state_folder() -> Path:
    return state_of_set_up()


@pytest.fixture(scope="session")
def embedding_model(state_folder: Path) -> Path:
    """The folder of the built embedding model."""
    folder = state_folder / "models" / "embedding"
    if not is_built(folder):
        try:
            build_model(state_folder / "weights", folder)
        except WeightsMissing as exc:
            pytest.fail(f"{exc} (AISLE_STATE_DIR names another state folder)")
    return folder


@pytest.fixture(scope="session")
def embedder(embedding_model: Path) -> Embedder:
    return Embedder(embedding_model, threads=2)
