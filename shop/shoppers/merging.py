"""Everybody who keeps something of a shopper, and how it becomes another shopper's."""

from typing import Protocol

from catalog.connections import Connection


class Merge(Protocol):
    """Moves what one owner of rows keeps of a shopper over to another shopper; a second time moves nothing."""

    async def __call__(self, connection: Connection, *, from_id: str, to_id: str) -> None: ...


MERGES: tuple[Merge, ...] = ()
