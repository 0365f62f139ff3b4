"""Where repositories get their database connections: a pool in production, one rolled-back connection in tests."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from psycopg import AsyncConnection, OperationalError
from psycopg_pool import PoolTimeout

Connection = AsyncConnection[Any]

MOST_S = 120


class Connections(Protocol):
    """`psycopg_pool.AsyncConnectionPool` satisfies this; leaving the block commits, an error rolls back."""

    def connection(self) -> AbstractAsyncContextManager[Connection]: ...


async def take_time(connection: Connection) -> None:
    """Until the transaction ends: what goes through the whole catalogue may take longer than what a shopper waits for.

    Half a million products take seconds, and a gateway whose statements end with the turn would never be ready.
    """
    await connection.execute(f"set local statement_timeout = '{MOST_S}s'")


@asynccontextmanager
async def connected(connections: Connections, *, lost: Callable[[], Exception]) -> AsyncIterator[Connection]:
    """A connection for one transaction; a database that cannot be reached is told as the caller's own error."""
    try:
        async with connections.connection() as connection:
            yield connection
    except (OperationalError, PoolTimeout) as exc:
        raise lost() from exc
