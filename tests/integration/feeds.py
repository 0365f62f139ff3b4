"""Feeds of a few kettles, and a shop that imports them within a test's own transaction."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from assistant.imports import CatalogImport, Outcome, Wishes
from catalog.intake.files import CatalogFile
from catalog.intake.items import Defaults
from catalog.product import Product
from catalog.repository import CatalogRepository
from tests.conftest import OneConnection

DOLLARS = Wishes(defaults=Defaults(currency="USD"))


def feed_row(number: int, **fields: object) -> dict[str, object]:
    return {
        "id": f"a{number}",
        "title": f"Copper Kettle {number}",
        "price": "24.90",
        "brand": "Fern",
        "quantity": 5,
        **fields,
    }


class Shop:
    """Imports rows as a CSV file, and tells what is sold."""

    def __init__(self, database: OneConnection, path: Path) -> None:
        self.database = database
        self.path = path

    async def bring(self, rows: Sequence[Mapping[str, object]], wishes: Wishes = DOLLARS) -> Outcome:
        self.path.write_text(table(rows), encoding="utf-8")
        return await self.bring_file(wishes)

    async def bring_file(self, wishes: Wishes = DOLLARS) -> Outcome:
        return await CatalogImport(self.database, CatalogFile(self.path), wishes, tell=lambda *_: None).run()

    async def product(self, product_id: str) -> Product | None:
        return await CatalogRepository(self.database).product(product_id)

    async def ids(self) -> set[str]:
        return {str(row[0]) for row in await self.rows("select product_id from products")}

    async def rows(self, statement: str) -> list[tuple[object, ...]]:
        async with self.database.connection() as connection:
            return await (await connection.execute(statement)).fetchall()  # type: ignore[arg-type]


def table(rows: Sequence[Mapping[str, object]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
