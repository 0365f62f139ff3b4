"""Voice codes in the shop's own database: each try under the row's lock, so that tries made at once count too."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from catalog.connections import Connection, Connections, connected
from shop.codes import rows
from shop.codes.codes import HashedCode, Tries
from shop.codes.errors import CodeError
from shop.errors import ShopUnavailable


class StoredCodes:
    """`CodeKeeping` over Postgres."""

    def __init__(self, connections: Connections, *, now: Callable[[], datetime]) -> None:
        self._connections = connections
        self._now = now

    async def check(self, customer_id: str, code: str | None) -> None:
        async with self._transaction() as connection:
            wrong = await self._tried(connection, customer_id, code)
        if wrong is not None:
            # Only now: what is raised within the transaction would undo the count.
            raise wrong

    async def give(self, customer_id: str, code: str, *, asked_from_minor: int = 0) -> None:
        hashed = await asyncio.to_thread(HashedCode.of, code)
        async with self._transaction() as connection:
            await rows.write_code(connection, customer_id, hashed, asked_from_minor=asked_from_minor)

    async def unlock(self, customer_id: str) -> None:
        async with self._transaction() as connection:
            await rows.write_tries(connection, customer_id, Tries())

    async def withdraw(self, customer_id: str) -> None:
        async with self._transaction() as connection:
            await rows.delete_code(connection, customer_id)

    async def _tried(self, connection: Connection, customer_id: str, code: str | None) -> CodeError | None:
        kept = await rows.read_locked(connection, customer_id)
        if kept is None:
            return None
        now = self._now()
        if (refusal := kept.tries.refusal(code, now=now)) is not None or code is None:
            return refusal
        if await asyncio.to_thread(kept.hashed.is_of, code):
            await rows.write_tries(connection, customer_id, Tries())
            return None
        tries, error = kept.tries.after_wrong(now=now)
        await rows.write_tries(connection, customer_id, tries)
        return error

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=ShopUnavailable)
