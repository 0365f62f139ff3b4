"""Where repositories get their database connections: a pool in production, one rolled-back connection in tests."""

from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from psycopg import AsyncConnection

Connection = AsyncConnection[Any]


class Connections(Protocol):
    """`psycopg_pool.AsyncConnectionPool` satisfies this; leaving the block commits, an error rolls back."""

    def connection(self) -> AbstractAsyncContextManager[Connection]: ...
