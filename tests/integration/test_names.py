"""What the shop calls its things, read anew only after a change, and bounded however many names there are."""

from dataclasses import replace

from catalog.retrieval.name_rows import read_names
from catalog.writing import CatalogWriter
from tests.conftest import OneConnection
from tests.integration.small_shop import CONTENTS, PRODUCTS


async def test_names_are_looked_through_only_after_a_change(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    async with database.connection() as connection:
        read = await read_names(connection)
        assert await read_names(connection, before=read) is read
    await CatalogWriter(database).write_products([replace(PRODUCTS[2], attributes={"kind": "parasol"})])
    async with database.connection() as connection:
        again = await read_names(connection, before=read)
    assert "parasol" in again.kinds
    assert "umbrella" not in again.kinds


async def test_kinds_are_told_where_the_feed_says_them(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    async with database.connection() as connection:
        assert (await read_names(connection)).told
    await CatalogWriter(database).write_products([replace(each, extracted={"kind": 0.7}) for each in PRODUCTS[:3]])
    async with database.connection() as connection:
        assert not (await read_names(connection)).told


async def test_of_too_many_kinds_the_most_frequent_are_known(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    async with database.connection() as connection:
        assert (await read_names(connection, most_kinds=2)).kinds == ("hiking boot", "rain jacket")
