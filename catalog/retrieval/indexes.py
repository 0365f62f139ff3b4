"""Which vector indexes there are, which one is in use, and what becomes of the others."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

import psycopg
from psycopg import sql

from catalog.connections import Connection, Connections
from catalog.embedding.manifest import Manifest
from catalog.embedding.scale import Scale
from catalog.errors import translated

# Gateways notice within seconds that another index is in use; one that was cut off for longer reads anew first.
GRACE = timedelta(minutes=15)
# What was never completed and is not wanted any more.
ABANDONED = timedelta(days=2)
# Dropping needs `products` to itself for an instant: rather not now than with shoppers waiting behind it.
_LOCK_TIMEOUT_MS = 200
_SERIALISED = "select pg_advisory_xact_lock(hashtext('aisle vector index'))"


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexInUse:
    index_id: str
    model_id: str
    scale: Scale


def vectors_table(index_id: str) -> sql.Identifier:
    return sql.Identifier(f"product_vectors_{index_id}")


async def read_index_in_use(connection: Connection) -> IndexInUse | None:
    rows = await connection.execute(
        "select index_id, model_id, scale from active_vector_index join vector_indexes using (index_id)"
    )
    row = await rows.fetchone()
    return IndexInUse(index_id=row[0], model_id=row[1], scale=Scale.of(row[2])) if row else None


async def register(connection: Connection, manifest: Manifest) -> bool:
    """Whether the index is new; then its table has to be made in the same transaction."""
    known = await connection.execute("select from vector_indexes where index_id = %s", [manifest.index_id])
    if known.rowcount:
        return False
    await connection.execute(_SERIALISED)
    added = await connection.execute(
        "insert into vector_indexes (index_id, model_id, dimension, checksum) values (%s, %s, %s, %s)"
        " on conflict (index_id) do nothing",
        [manifest.index_id, manifest.model_id, manifest.dimension, manifest.checksum],
    )
    return added.rowcount > 0


async def put_to_use(connection: Connection, index_id: str) -> None:
    """In one transaction: searches that begin after it see the new index, and the old one stays for those before."""
    await connection.execute(_SERIALISED)
    await connection.execute(
        "update vector_indexes set retired_at = case when index_id = %(index_id)s then null else now() end,"
        " ready_at = case when index_id = %(index_id)s then coalesce(ready_at, now()) else ready_at end"
        " where index_id = %(index_id)s or index_id in (select index_id from active_vector_index)",
        {"index_id": index_id},
    )
    await connection.execute(
        "insert into active_vector_index (index_id) values (%s) on conflict (single)"
        " do update set index_id = excluded.index_id where active_vector_index.index_id <> excluded.index_id",
        [index_id],
    )


async def remove_retired(
    connections: Connections, *, keep: Collection[str], grace: timedelta = GRACE, abandoned: timedelta = ABANDONED
) -> int:
    """Drop indexes that no search can still be using; one whose table is busy waits for the next time."""
    with translated():
        async with connections.connection() as connection:
            rows = await connection.execute(
                "select index_id from vector_indexes i where index_id <> all(%s)"
                " and not exists (select from active_vector_index a where a.index_id = i.index_id)"
                " and (retired_at < now() - %s or (ready_at is null and created_at < now() - %s))",
                [list(keep), grace, abandoned],
            )
            leaving = [row[0] async for row in rows]
        return sum([await _remove(connections, index_id) for index_id in leaving])


async def known_index_ids(connections: Connections) -> set[str]:
    with translated():
        async with connections.connection() as connection:
            return {row[0] async for row in await connection.execute("select index_id from vector_indexes")}


async def _remove(connections: Connections, index_id: str) -> bool:
    try:
        async with connections.connection() as connection:
            await connection.execute(f"set local lock_timeout = {_LOCK_TIMEOUT_MS}")
            await connection.execute(_SERIALISED)
            # Put to use again in the meantime, it is kept by the reference to it.
            await connection.execute(sql.SQL("drop table if exists {}").format(vectors_table(index_id)))
            await connection.execute("delete from vector_indexes where index_id = %s", [index_id])
    except (psycopg.errors.LockNotAvailable, psycopg.errors.ForeignKeyViolation):
        return False
    return True
