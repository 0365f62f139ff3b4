"""Which parts this installation has loaded into its database, and from what."""

from dataclasses import dataclass
from datetime import datetime

from catalog.connections import Connections


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    fingerprint: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledParts:
    connections: Connections

    async def fingerprint(self, part: str) -> str | None:
        installed = await self.installed(part)
        return installed.fingerprint if installed else None

    async def installed(self, part: str) -> Installed | None:
        async with self.connections.connection() as connection:
            found = await connection.execute(
                "select fingerprint, installed_at from installed_parts where part = %s", [part]
            )
            row = await found.fetchone()
        return Installed(fingerprint=row[0], at=row[1]) if row else None

    async def note(self, part: str, fingerprint: str) -> None:
        async with self.connections.connection() as connection:
            await connection.execute(
                "insert into installed_parts (part, fingerprint) values (%s, %s)"
                " on conflict (part) do update set fingerprint = excluded.fingerprint, installed_at = now()",
                [part, fingerprint],
            )

    async def demo_product_ids(self) -> list[str]:
        """Products of the demo shop are those shown by a picture that it draws itself."""
        async with self.connections.connection() as connection:
            found = await connection.execute(
                "select product_id from products where image_url = '/pictures/' || product_id || '.svg'"
            )
            return [row[0] async for row in found]
