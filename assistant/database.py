"""Pools of connections that outlive a restart of Postgres."""

import asyncio
import select
from typing import Any

import psycopg
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

Connection = AsyncConnection[Any]

WAIT_FOR_CONNECTION_S = 2.0
CONNECT_TIMEOUT_S = 3
# psycopg doubles its pauses between attempts: given up early, the next request starts afresh.
RECONNECT_FOR_S = 4.0


class Pool(AsyncConnectionPool[Connection]):
    """Not opened yet. `autocommit` spares single statements the two messages around them.

    `ready` is how many are opened before anybody needs them.

    A statement that nobody waits for any more is ended by the server, or it would keep its connection.
    """

    def __init__(
        self,
        database_url: str,
        *,
        name: str,
        most: int,
        statement_timeout_s: float,
        autocommit: bool = False,
        ready: int = 2,
    ) -> None:
        self._timeout_ms = int(statement_timeout_s * 1000)
        self._sweeping: asyncio.Task[None] | None = None
        super().__init__(
            database_url,
            name=name,
            min_size=min(ready, most),
            max_size=most,
            open=False,
            timeout=WAIT_FOR_CONNECTION_S,
            reconnect_timeout=RECONNECT_FOR_S,
            kwargs={"autocommit": autocommit, "connect_timeout": CONNECT_TIMEOUT_S},
            configure=self.prepare,
            check=self._look_at,
        )

    async def prepare(self, connection: Connection) -> None:
        """For each connection, before it is used."""
        await connection.execute(
            "select set_config('statement_timeout', %s, false), set_config('application_name', %s, false)",
            [str(self._timeout_ms), f"aisle gateway {self.name}"],
        )
        if not connection.autocommit:
            await connection.commit()

    async def _look_at(self, connection: Connection) -> None:
        """Asks the server only if it has said something unasked, which to an idle connection is most often goodbye.

        Where one connection is dead the others are too: they are looked at together, not one per failed request.
        """
        looking = select.poll()
        looking.register(connection.fileno(), select.POLLIN)
        if not looking.poll(0):
            return
        try:
            await self.check_connection(connection)
        except psycopg.OperationalError:
            if self._sweeping is None or self._sweeping.done():
                self._sweeping = asyncio.create_task(self.check())
            raise
