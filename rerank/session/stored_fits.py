"""What is known to fit, in the database: shared by all gateways, and filled by whoever asked first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from catalog.connections import Connections, connected
from rerank.session.fits import MOST_PRODUCTS, Key, Told
from shop.errors import ShopUnavailable

CATALOGUE = "select xmin::text from search_totals"
COLUMNS = "segment, intent, told_by, product_ids, fits, told_at"
# A row that another transaction is still writing has a time from before it is seen: the last seconds are read again.
SINCE = f"""
    select {COLUMNS} from session_fits
    where catalogue = %(catalogue)s and told_by = any(%(told_by)s) and told_at > %(since)s
    order by told_at desc limit %(most)s
"""
ONE = f"""
    select {COLUMNS} from session_fits
    where segment = %(segment)s and intent = %(intent)s and catalogue = %(catalogue)s and told_by = %(told_by)s
      and told_at > %(since)s
"""
# Two gateways that ask for the same at once add to each other; what was said last of a product counts.
KEEP = """
    insert into session_fits as kept (segment, intent, catalogue, told_by, product_ids, fits, told_at)
    values (%(segment)s, %(intent)s, %(catalogue)s, %(told_by)s, %(product_ids)s, %(fits)s, %(at)s)
    on conflict (segment, intent, catalogue, told_by) do update
    set told_at = excluded.told_at,
        (product_ids, fits) = (
            select array_agg(product_id order by latest, place), array_agg(fit order by latest, place) from (
                select product_id, fit, latest, place from (
                    select distinct on (product_id) product_id, fit, latest, place from (
                        select product_id, fit, 0 as latest, place
                        from unnest(excluded.product_ids, excluded.fits) with ordinality one (product_id, fit, place)
                        union all
                        select product_id, fit, 1, place
                        from unnest(kept.product_ids, kept.fits) with ordinality one (product_id, fit, place)
                        where kept.told_at > %(since)s) every
                    order by product_id, latest) once
                order by latest, place limit %(most)s) most)
"""
REFUSING = """
    select shopper_id from refusing_shoppers where shopper_id = any(%(units)s)
    union select device_id from refusing_devices where device_id = any(%(units)s)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFits:
    """Each method raises ShopUnavailable."""

    connections: Connections

    async def catalogue(self) -> str:
        """Another one after every change of what is searched."""
        rows = await self._read(CATALOGUE, {})
        return str(rows[0][0]) if rows else ""

    async def since(self, since: datetime, *, catalogue: str, told_by: Sequence[str], most: int) -> list[Told]:
        """Newest first."""
        told = {"catalogue": catalogue, "told_by": list(told_by), "since": since, "most": most}
        return [_told(row) for row in await self._read(SINCE, told)]

    async def one(self, key: Key, *, catalogue: str, told_by: str, since: datetime) -> Told | None:
        told = {"segment": key.segment, "intent": key.intent, "catalogue": catalogue}
        rows = await self._read(ONE, {**told, "told_by": told_by, "since": since})
        return _told(rows[0]) if rows else None

    async def keep(self, told: Told, *, catalogue: str, since: datetime) -> None:
        """Beside what was said of other products `since`."""
        row = {
            "segment": told.key.segment,
            "intent": told.key.intent,
            "catalogue": catalogue,
            "told_by": told.told_by,
            "product_ids": list(told.fits),
            "fits": list(told.fits.values()),
            "at": told.at,
            "since": since,
            "most": MOST_PRODUCTS,
        }
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            await connection.execute(KEEP, row)

    async def refusing(self, units: Sequence[str]) -> list[str]:
        """Those of them who do not want to be learned from."""
        return [unit for (unit,) in await self._read(REFUSING, {"units": list(units)})] if units else []

    async def _read(self, statement: str, told: Mapping[str, object]) -> list[Any]:
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            return await (await connection.execute(statement, told)).fetchall()


def _told(row: Sequence[Any]) -> Told:
    segment, intent, told_by, product_ids, fits, at = row
    return Told(
        key=Key(segment=segment, intent=intent),
        told_by=told_by,
        fits=dict(zip(product_ids, fits, strict=True)),
        at=at.astimezone(UTC),
    )
