"""Notes with the lists of a made-up past what the shop would have known of them: an order is learned from that."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from catalog.buyable import BuyableReader
from catalog.connections import Connections, connected, take_time
from catalog.product import ProductCard
from rerank.candidates import drawing
from rerank.candidates.book import Book
from rerank.candidates.drawing import Drawn, Occasion
from rerank.candidates.log_rows import read_log
from rerank.candidates.making import made
from rerank.candidates.shop_log import ShopLog
from rerank.candidates.trace import Trace
from rerank.candidates.trace_rows import read_trace
from rerank.hints import hints_of
from rerank.ranking.candidate import Candidate
from rerank.ranking.moment import Moment
from rerank.ranking.request_features import kept, request_features
from rerank.simulation import history_rows
from rerank.simulation.history_rows import Known, Shown
from shop.errors import ShopUnavailable
from shop.shown import Surface
from shop.turn import Channel

# A running shop makes a book every few minutes; here so many days go by with one, as making it takes a second.
BOOK_DAYS = 9
CANDIDATES = 100
# That it was shown is told of the moment itself.
BEFORE = timedelta(milliseconds=1)


async def note_what_was_known(connections: Connections, *, since: datetime, until: datetime) -> None:
    """Of lists shown in this time, by what had been done before them."""
    at = since
    while at < until:
        after = min(at + timedelta(days=BOOK_DAYS), until)
        await _of_one_book(connections, since=at, until=after)
        at = after


async def _of_one_book(connections: Connections, *, since: datetime, until: datetime) -> None:
    async with connected(connections, lost=ShopUnavailable) as connection, connection.transaction():
        await take_time(connection)
        shop_log = await read_log(connection, now=since)
        lists = await history_rows.read_lists(connection, since=since, until=until)
        traces = [
            await read_trace(connection, shopper_id=each.shopper_id, device_id=each.device_id, at=each.at - BEFORE)
            for each in lists
        ]
    names = sorted({name for each in lists for name in each.product_ids} | set(shop_log.goods.ids))
    cards = {each.card.id: each.card for each in await BuyableReader(connections).of(names)}
    known = await asyncio.to_thread(_known_of_all, shop_log, lists, traces, cards)
    async with connected(connections, lost=ShopUnavailable) as connection, connection.transaction():
        await history_rows.note_known(connection, known)


def _known_of_all(
    shop_log: ShopLog, lists: Sequence[Shown], traces: Sequence[Trace], cards: Mapping[str, ProductCard]
) -> list[Known]:
    book = made(shop_log)
    return [_known(book, shown, trace, cards) for shown, trace in zip(lists, traces, strict=True)]


def _known(book: Book, shown: Shown, trace: Trace, cards: Mapping[str, ProductCard]) -> Known:
    """The list stands among what the shop would have drawn; what it would not have is of no relevance."""
    every = drawing.to_begin_with(book, trace, Occasion(at=shown.at), most=CANDIDATES, also=shown.product_ids)
    drawn = {each.product_id: each for each in every}
    for name in shown.product_ids:
        drawn.setdefault(name, Drawn(product_id=name, relevance=0.0))
    candidates = [
        Candidate(card=cards[name], relevance=each.relevance, hints=hints_of(each))
        for name, each in drawn.items()
        if name in cards
    ]
    moment = Moment(
        shopper_id=shown.shopper_id, unit=shown.shopper_id, at=shown.at, surface=Surface.HOME, channel=Channel.WEB
    )
    table = request_features(moment, candidates)
    held = kept(table, range(len(candidates)))
    seen = {each.card.id: row for each, row in zip(candidates, held, strict=True)}
    nothing = (None,) * len(table.names)
    return Known(
        list_id=shown.list_id,
        relevances=[drawn[name].relevance for name in shown.product_ids],
        features=[*table.names],
        seen=[value for name in shown.product_ids for value in seen.get(name, nothing)],
    )
