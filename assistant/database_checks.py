"""Whether a database answers, and has the tables this version works with."""

from collections.abc import Awaitable, Callable

import psycopg
from psycopg_pool import PoolTimeout

from assistant.database import Pool
from assistant.schema_version import newest_revisions


def answers(pool: Pool) -> Callable[[], Awaitable[bool]]:
    return lambda: _selects(pool, "select 1", {"1"})


def has_newest_schema(pool: Pool) -> Callable[[], Awaitable[bool]]:
    newest = newest_revisions()
    return lambda: _selects(pool, "select version_num from alembic_version", newest)


async def _selects(pool: Pool, statement: str, expected: frozenset[str] | set[str]) -> bool:
    try:
        async with pool.connection() as connection:
            rows = await (await connection.execute(statement)).fetchall()
    except (psycopg.Error, PoolTimeout):
        return False
    return {str(row[0]) for row in rows} == expected
