"""The banners in the database: all of them are given at once, and those of the moment read for each page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from psycopg.types.json import Jsonb

from catalog.connections import Connections, connected
from rerank.banners.banner import Banner
from rerank.banners.errors import BannersWrong
from shop.errors import ShopUnavailable

MOST = 500
COLUMNS = "banner_id, title, text, url, image_url, category, campaign, starts_at, ends_at"
GIVE = f"insert into banners ({COLUMNS}) select {COLUMNS} from jsonb_populate_recordset(null::banners, %s)"
READ = f"select {COLUMNS} from banners"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBanners:
    """Each method raises ShopUnavailable."""

    connections: Connections

    async def replace(self, banners: Sequence[Banner]) -> None:
        """What is not among them is gone. Raises BannersWrong where one is named twice, or there are too many."""
        if len({banner.banner_id for banner in banners}) < len(banners) or len(banners) > MOST:
            raise BannersWrong([f"each needs an id of its own, and {MOST} are the most"])
        rows = [banner.model_dump(mode="json") for banner in banners]
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            await connection.execute("lock table banners in exclusive mode")
            await connection.execute("delete from banners")
            await connection.execute(GIVE, [Jsonb(rows)])

    async def running(self, at: datetime) -> list[Banner]:
        return await self._read(f"{READ} where starts_at <= %s and ends_at > %s order by banner_id", [at, at])

    async def every(self) -> list[Banner]:
        return await self._read(f"{READ} order by starts_at, banner_id", [])

    async def _read(self, statement: str, told: Sequence[object]) -> list[Banner]:
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            rows = await (await connection.execute(statement, told)).fetchall()
        return [_banner(row) for row in rows]


def _banner(row: Sequence[Any]) -> Banner:
    *words, starts_at, ends_at = row
    named = dict(zip(COLUMNS.split(", "), words, strict=False))
    return Banner(**named, starts_at=starts_at.astimezone(UTC), ends_at=ends_at.astimezone(UTC))
