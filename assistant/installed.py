"""Which parts this installation has loaded into its database, and from what."""

from dataclasses import dataclass

from catalog.connections import Connections


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledParts:
    connections: Connections

    async def fingerprint(self, part: str) -> str | None:
        async with self.connections.connection() as connection:
            found = await connection.execute("select fingerprint from installed_parts where part = %s", [part])
            row = await found.fetchone()
        return row[0] if row else None

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
