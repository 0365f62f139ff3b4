"""Fixtures every kind of test may ask for: a real migrated Postgres, and a connection that is rolled back."""

import gc
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from assistant.embedded_postgres import EmbeddedPostgres
from assistant.schema import migrate
from catalog.connections import Connection
from catalog.embedding.build import build_model, is_built
from catalog.embedding.embedder import Embedder
from catalog.embedding.errors import WeightsMissing
from tests.model_server import ModelServer, running_model_server
from tests.open_shop import development_shop, open_shop

__all__ = ["development_shop", "open_shop"]

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


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[OneConnection]:
    async with (
        await psycopg.AsyncConnection.connect(database_url) as connection,
        connection.transaction(force_rollback=True),
    ):
        yield OneConnection(connection)


@pytest.fixture
async def model_server() -> AsyncIterator[ModelServer]:
    """Speaks chat completions on a port of its own, well or as badly as it is told."""
    async with running_model_server() as server:
        yield server


@pytest.fixture(scope="session")
def state_folder() -> Path:
    """Where set-up keeps what it downloaded and built."""
    return Path(os.environ.get("AISLE_STATE_DIR", Path(__file__).parent.parent / "var")).resolve()


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
