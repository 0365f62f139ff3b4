"""Counts in the database, so that a limit holds however many gateways there are."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog
from psycopg import OperationalError
from psycopg_pool import PoolTimeout

from catalog.connections import Connections
from webhooks.limits.errors import TooOften
from webhooks.limits.limits import Bucket, Kind, Limits, Rate

HASH_BYTES = 16
# One bucket is one moment: when it will be full again. Taking one puts that off; where it would be put off further than
# the bucket has room, nothing is taken. Rows are locked in one order, so that no two callers wait for each other, and
# the disk is not waited for: a count that is lost with the server does no harm.
TAKE = """
    with asked as (
        select asked.* from set_config('synchronous_commit', 'off', true),
            unnest(%(kinds)s::text[], %(callers)s::bytea[], %(each)s::interval[], %(room)s::interval[])
            as asked (kind, caller, each, room)),
    taken as (
        insert into rates as kept (kind, caller, full_at)
        select kind, caller, now() + each from asked order by kind, caller
        on conflict (kind, caller) do update
            set full_at = greatest(kept.full_at, now()) + (excluded.full_at - now())
            where greatest(kept.full_at, now()) + (excluded.full_at - now())
                  <= now() + (select room from asked where asked.kind = kept.kind and asked.caller = kept.caller)
        returning kind, caller)
    select extract(epoch from max(greatest(each, kept.full_at + each - room - now())))::float8
    from asked left join rates kept using (kind, caller)
    where not exists (select from taken where taken.kind = asked.kind and taken.caller = asked.caller)
"""

log = structlog.get_logger("aisle.limits")


class StoredLimits:
    """`Limits` over connections that commit each statement by itself. `meanwhile` counts while they cannot be had."""

    def __init__(self, connections: Connections, rates: Mapping[Kind, Rate], *, key: str, meanwhile: Limits) -> None:
        self._connections = connections
        self._rates = dict(rates)
        self._key = key.encode()[: hashlib.blake2b.MAX_KEY_SIZE]
        self._meanwhile = meanwhile

    async def take(self, *buckets: Bucket) -> None:
        try:
            wait_s = await self._wait_s(buckets)
        except (OperationalError, PoolTimeout):
            log.warning("limits_counted_here_only")
            await self._meanwhile.take(*buckets)
            return
        if wait_s is not None:
            raise TooOften(wait_s=wait_s)

    async def _wait_s(self, buckets: tuple[Bucket, ...]) -> float | None:
        async with self._connections.connection() as connection:
            row = await (await connection.execute(TAKE, self._asked(buckets))).fetchone()
        return row[0] if row else None

    def _asked(self, buckets: tuple[Bucket, ...]) -> dict[str, Any]:
        rates = [self._rates[bucket.kind] for bucket in buckets]
        return {
            "kinds": [bucket.kind.value for bucket in buckets],
            "callers": [self._hash(bucket.caller) for bucket in buckets],
            "each": [timedelta(seconds=rate.each_s) for rate in rates],
            "room": [timedelta(seconds=rate.room_s) for rate in rates],
        }

    def _hash(self, caller: str) -> bytes:
        """An address is personal: without the key nobody finds out whose row it is."""
        return hashlib.blake2b(caller.encode(), key=self._key, digest_size=HASH_BYTES).digest()
