"""Makes the book of candidates in the worker and keeps it, and follows the one in use in a gateway's memory."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from catalog.connections import Connection, Connections, connected, take_time
from rerank.candidates import book_rows
from rerank.candidates.als import Factorizer
from rerank.candidates.book import FORMAT, Book
from rerank.candidates.log_rows import read_log
from rerank.candidates.making import Kindred, kindred, made
from rerank.candidates.shop_log import ShopLog
from shop.errors import ShopUnavailable

LOOK_EVERY_S = 2.0
# Making a book is at most a fiftieth of what a worker does.
RESTED = 50
# Every gateway has followed by then.
FOLLOWED_AFTER = timedelta(minutes=10)
_OF_FORMAT = f"{FORMAT}: "


class BookMaking:
    """`factorizer` may be a cluster's; without one this machine finds the tastes."""

    def __init__(
        self, connections: Connections, *, now: Callable[[], datetime], factorizer: Factorizer | None = None
    ) -> None:
        self._connections = connections
        self._now = now
        self._factorizer = factorizer

    async def make(self, *, anyway: bool = False) -> int:
        """How many products are in the new book; 0 where nothing has changed, or another was quicker."""
        now, started = self._now(), time.monotonic()
        async with self._taking_time() as connection:
            await book_rows.let_go_of_outlived(connection, followed_before=now - FOLLOWED_AFTER)
            before = await book_rows.latest(connection)
            state = f"{_OF_FORMAT}{await book_rows.state(connection)}"
            if not anyway and not _is_time(before, state, now):
                return 0
            shop_log = await read_log(connection, now=now)
        # It may take minutes, and no transaction stays open meanwhile: nothing could be vacuumed.
        book, like_them = await asyncio.to_thread(self._reckoned, shop_log)
        content, took_s = await asyncio.to_thread(book.as_bytes), time.monotonic() - started
        figures = {**figures_of(book, shop_log), "state": state, "took_s": round(took_s, 3)}
        async with self._taking_time() as connection:
            if not await book_rows.is_still_in_use(connection, before):
                return 0
            await book_rows.put_to_use(connection, content, figures, made_at=now)
            await book_rows.keep_kindred(connection, like_them)
        return len(book)

    @asynccontextmanager
    async def _taking_time(self) -> AsyncIterator[Connection]:
        async with connected(self._connections, lost=ShopUnavailable) as connection, connection.transaction():
            await take_time(connection)
            yield connection

    def _reckoned(self, shop_log: ShopLog) -> tuple[Book, list[Kindred]]:
        return made(shop_log, factorizer=self._factorizer), kindred(shop_log)


def _is_time(latest: book_rows.Made | None, state: str, now: datetime) -> bool:
    """A shop that takes minutes to reckon is reckoned every few hours, a small one with every few minutes' news.

    What no gateway of this version can read is no book.
    """
    if latest is None or not latest.state.startswith(_OF_FORMAT):
        return True
    return latest.state != state and now >= latest.at + timedelta(seconds=latest.took_s * RESTED)


def figures_of(book: Book, shop_log: ShopLog) -> dict[str, object]:
    """What is told of a book to whoever runs the shop."""
    return {
        "products": len(book),
        "people": len(shop_log.people),
        "baskets": len(shop_log.purchases.basket_day),
        "doings": len(shop_log.doings.item),
        "with_neighbours": int((book.near.weight > 0).any(axis=1).sum()) if book.near.weight.size else 0,
        "with_company": int((book.goes.weight > 0).any(axis=1).sum()) if book.goes.weight.size else 0,
        "foretells_baskets": bool(book.follows.weight.size),
        "knows_tastes": bool(book.factors.size),
    }


async def read_book_in_use(connections: Connections) -> Book | None:
    """None in a shop whose worker has made none yet. Raises ShopUnavailable and BookUnreadable."""
    async with connected(connections, lost=ShopUnavailable) as connection:
        book_id = await book_rows.in_use(connection)
        content = await book_rows.content(connection, book_id) if book_id is not None else None
    return await asyncio.to_thread(Book.from_bytes, content) if content is not None else None


class BookKeeper:
    """Choosing candidates asks nobody: the book in use is in memory, and looked for again every few seconds."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections
        self._book: Book | None = None
        self._book_id: int | None = None

    def current(self) -> Book | None:
        """None in a shop whose worker has made none yet."""
        return self._book

    async def look(self) -> None:
        """Raises ShopUnavailable, CatalogUnavailable and BookUnreadable."""
        async with connected(self._connections, lost=ShopUnavailable) as connection:
            book_id = await book_rows.in_use(connection)
            if book_id is None or book_id == self._book_id:
                return
            content = await book_rows.content(connection, book_id)
        if content is not None:
            self._book = await asyncio.to_thread(Book.from_bytes, content)
            self._book_id = book_id
