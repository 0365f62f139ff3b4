"""The book of candidates is reckoned outside of any transaction, and put to use only instead of the one it follows."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from catalog.connections import Connection
from catalog.writing import CatalogWriter
from rerank.candidates.stored_books import FOLLOWED_AFTER, BookMaking, read_book_in_use
from tests.conftest import OneConnection
from tests.integration.bought_together import bought, customer
from tests.integration.small_shop import CONTENTS

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


class QuickerOther:
    """Between the reading of the first and its writing, another makes a book."""

    def __init__(self, database: OneConnection) -> None:
        self.database = database
        self.made = 0

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        async with self.database.connection() as connection:
            yield connection
        if not self.made:
            self.made = await BookMaking(self.database, now=lambda: NOW).make()


async def test_nothing_is_locked_while_a_book_is_reckoned_and_a_newer_one_stays(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    other = QuickerOther(database)
    assert await BookMaking(other, now=lambda: NOW - timedelta(minutes=5)).make() == 0
    assert other.made > 0
    async with database.connection() as connection:
        rows = await connection.execute("select made_at, is_in_use from candidate_books")
        assert await rows.fetchall() == [(NOW, True)]


async def test_a_book_of_another_form_is_replaced_at_once_however_long_that_takes(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    making = BookMaking(database, now=lambda: NOW)
    assert await making.make() > 0
    async with database.connection() as connection:
        await connection.execute("update candidate_books set figures = figures || '{\"took_s\": 3600}'")
        await connection.execute("update search_totals set documents = documents")
    assert await making.make() == 0, "it rests"
    async with database.connection() as connection:
        await connection.execute(
            "update candidate_books set figures = figures || jsonb_build_object('state', '0: as it was')"
        )
    assert await making.make() > 0
    assert await making.make() == 0


async def test_what_was_learned_of_somebody_who_is_deleted_leaves_the_book_and_the_one_before(
    database: OneConnection,
) -> None:
    await CatalogWriter(database).write(CONTENTS)
    for number, name in enumerate(("gone", "stays")):
        await customer(database, name)
        await bought(database, name, ["bag" if name == "gone" else "brolly"], at=NOW - timedelta(days=2 - number))
    assert await BookMaking(database, now=lambda: NOW).make() > 0
    async with database.connection() as connection:
        await connection.execute("delete from orders where customer_id = 'gone'")
        await connection.execute("delete from customers where customer_id = 'gone'")

    later = NOW + timedelta(hours=1)
    assert await BookMaking(database, now=lambda: later).make() > 0
    book = await read_book_in_use(database)
    assert book is not None
    assert [int(book.sold[book.places[name]]) for name in ("bag", "brolly")] == [0, 1]

    followed = later + FOLLOWED_AFTER + timedelta(seconds=1)
    assert await BookMaking(database, now=lambda: followed).make() == 0
    async with database.connection() as connection:
        rows = await connection.execute("select made_at from candidate_books")
        assert await rows.fetchall() == [(later,)]
