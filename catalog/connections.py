"""Where repositories get their database connections: a pool in production, one rolled-back connection in tests."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol

from psycopg import AsyncConnection, OperationalError
from psycopg.pq import TransactionStatus
from psycopg_pool import PoolTimeout

Connection = AsyncConnection[Any]

MOST_S = 120


class Connections(Protocol):
    """`psycopg_pool.AsyncConnectionPool` satisfies this; leaving the block commits, an error rolls back."""

    def connection(self) -> AbstractAsyncContextManager[Connection]: ...


@asynccontextmanager
async def reading(connections: Connections) -> AsyncIterator[Connection]:
    """For what only reads: each statement, or pipeline of them, is a transaction of its own, and none is begun and
    committed around it, which are two of three trips to the database. One that is under way is gone on with.
    """
    async with connections.connection() as connection:
        if connection.autocommit or connection.info.transaction_status is not TransactionStatus.IDLE:
            yield connection
            return
        await connection.set_autocommit(True)
        try:
            yield connection
        finally:
            # What was broken off is not taken back into the pool.
            if connection.info.transaction_status is TransactionStatus.IDLE:
                await connection.set_autocommit(False)


async def take_time(connection: Connection) -> None:
    """Until the transaction ends: what goes through the whole catalogue may take longer than what a shopper waits for.

    Half a million products take seconds, and a gateway whose statements end with the turn would never be ready.
    """
    await connection.execute(f"set local statement_timeout = '{MOST_S}s'")


@asynccontextmanager
async def connected(
    connections: Connections, *, lost: Callable[[], Exception], only_reads: bool = False
) -> AsyncIterator[Connection]:
    """A connection for one transaction; a database that cannot be reached is told as the caller's own error."""
    try:
        async with reading(connections) if only_reads else connections.connection() as connection:
            yield connection
    except (OperationalError, PoolTimeout) as exc:
        raise lost() from exc
