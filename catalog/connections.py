"""Where repositories get their database connections: a pool in production, one rolled-back connection in tests."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from psycopg import AsyncConnection, OperationalError
from psycopg_pool import PoolTimeout

Connection = AsyncConnection[Any]


class Connections(Protocol):
    """`psycopg_pool.AsyncConnectionPool` satisfies this; leaving the block commits, an error rolls back."""

    def connection(self) -> AbstractAsyncContextManager[Connection]: ...


@asynccontextmanager
async def connected(connections: Connections, *, lost: Callable[[], Exception]) -> AsyncIterator[Connection]:
    """A connection for one transaction; a database that cannot be reached is told as the caller's own error."""
    try:
        async with connections.connection() as connection:
            yield connection
    except (OperationalError, PoolTimeout) as exc:
        raise lost() from exc
