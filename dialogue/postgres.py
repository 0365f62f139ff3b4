"""Connections to Postgres that neither block the event loop nor wait for ever."""

import asyncio
import contextlib
from typing import Any

import psycopg2
from psycopg2 import extensions
from psycopg2.extensions import POLL_OK, POLL_READ

from dialogue.errors import ConversationsUnavailable

MOST_CONNECTIONS = 8


class Postgres:
    """Runs single statements, each its own transaction, within a deadline.

    A statement that fails on a connection kept from before is tried once more on a new one: a restarted server costs
    a turn some milliseconds, not its answer. Both of our statements may run twice without harm.
    """

    def __init__(self, url: str, *, deadline_s: float = 3.0) -> None:
        self._url = url
        self._deadline_s = deadline_s
        self._idle: list[extensions.connection] = []
        self._slots = asyncio.Semaphore(MOST_CONNECTIONS)

    async def row(self, statement: str, parameters: tuple[Any, ...]) -> tuple[Any, ...] | None:
        """Run a statement; its first row, or None if it has none."""
        try:
            return await asyncio.wait_for(self._row(statement, parameters), self._deadline_s)
        except asyncio.TimeoutError as exc:
            raise ConversationsUnavailable(reason=f"no answer within {self._deadline_s:g} s") from exc
        except psycopg2.Error as exc:
            # The message of the driver may quote what was being stored.
            raise ConversationsUnavailable(reason=type(exc).__name__) from exc

    def close(self) -> None:
        while self._idle:
            self._idle.pop().close()

    async def _row(self, statement: str, parameters: tuple[Any, ...]) -> tuple[Any, ...] | None:
        async with self._slots:
            while self._idle:
                with contextlib.suppress(psycopg2.OperationalError, psycopg2.InterfaceError):
                    return await self._run(self._idle.pop(), statement, parameters)
                self.close()
            connection = psycopg2.connect(self._url, async_=True)
            try:
                await _settled(connection)
            except BaseException:
                connection.close()
                raise
            return await self._run(connection, statement, parameters)

    async def _run(
        self, connection: extensions.connection, statement: str, parameters: tuple[Any, ...]
    ) -> tuple[Any, ...] | None:
        """A connection comes back into use only from a finished statement; one given up half-way is closed."""
        try:
            cursor = connection.cursor()
            cursor.execute(statement, parameters)
            await _settled(connection)
            row = cursor.fetchone() if cursor.description else None
        except BaseException:
            connection.close()
            raise
        self._idle.append(connection)
        return row


async def _settled(connection: extensions.connection) -> None:
    """Wait, without blocking the loop, until the connection has nothing left to do."""
    loop = asyncio.get_running_loop()
    while (state := connection.poll()) != POLL_OK:
        ready = loop.create_future()
        socket = connection.fileno()
        watch, forget = (
            (loop.add_reader, loop.remove_reader) if state == POLL_READ else (loop.add_writer, loop.remove_writer)
        )
        watch(socket, lambda future=ready: future.done() or future.set_result(None))
        try:
            await ready
        finally:
            forget(socket)
