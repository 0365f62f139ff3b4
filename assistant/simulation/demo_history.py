"""Gives the demo shop a past of sixty days with made-up shoppers: whatever learns has something to begin with."""

import asyncio
from datetime import UTC, datetime, timedelta

from assistant.demo_shop import HISTORY, demo_loaded_at
from assistant.installed import InstalledParts
from assistant.simulation.clock import PlayedClock
from assistant.simulation.days import LONGEST, make_days
from assistant.simulation.telling import Teller, shopper_of
from catalog.connections import Connections, connected
from catalog.demo.contents import demo_contents
from rerank.features.goods import GoodsFacts
from rerank.simulation import history_rows
from rerank.simulation.assortment import Assortment
from rerank.simulation.history import KNOWN_DAYS, PastVisit, past_visits
from rerank.simulation.population import population_of
from shop.demo.terms import SELLER
from shop.errors import ShopUnavailable
from shop.writing import write_orders

# Another one is written where what it tells changes.
EDITION = "5"
NOTED_EVERY = timedelta(days=5)
DAYS, VISITS, SHOPPERS, SEED = 60, 2400, 80, 20
# What a list was known by takes a hundredth of a second to tell; those before only say what became of them.
TAUGHT_DAYS = 18


async def load_history_if_wanted(connections: Connections) -> bool:
    """Once, and only beside the demo shop's goods."""
    installed = InstalledParts(connections=connections)
    if await demo_loaded_at(connections) is None or await installed.fingerprint(HISTORY) == EDITION:
        return False
    await load_history(connections, until=datetime.now(UTC))
    return True


async def load_history(connections: Connections, *, until: datetime) -> None:
    """In the place of one that was written before."""
    from assistant.simulation.known_then import note_what_was_known  # noqa: PLC0415 - only a new shop has to wait for it

    began = until - timedelta(days=DAYS)
    visits, teller = await asyncio.to_thread(_made_up, began, until)
    await make_days(connections, began, until)
    # What is done with goods is noted with what they cost beside others by then.
    await _note(connections, began)
    orders = [order for visit in visits if (order := teller.order(visit)) is not None]
    async with connected(connections, lost=ShopUnavailable) as connection, connection.transaction():
        await history_rows.forget(connection)
        shoppers = sorted({shopper_of(visit.household) for visit in visits})
        await history_rows.write_shoppers(connection, shoppers, since=began - timedelta(days=KNOWN_DAYS))
        await history_rows.write_lists(connection, (teller.shown(visit) for visit in visits if visit.shown))
        await history_rows.write_events(connection, (event for visit in visits for event in teller.events(visit)))
        await write_orders(connection, orders)
    await _note_goods(connections, began, until)
    await note_what_was_known(connections, since=until - timedelta(days=TAUGHT_DAYS), until=until)
    await InstalledParts(connections=connections).note(HISTORY, EDITION)


async def _note_goods(connections: Connections, began: datetime, until: datetime) -> None:
    """As the worker would have noted them day by day, had it been there."""
    at = began
    while at < until:
        at = min(at + NOTED_EVERY, until)
        await _note(connections, at)


async def _note(connections: Connections, at: datetime) -> None:
    await GoodsFacts(connections=connections, retention=LONGEST, now=PlayedClock(at).now).note()


def _made_up(began: datetime, until: datetime) -> tuple[list[PastVisit], Teller]:
    assortment = Assortment.of(demo_contents().products)
    population = population_of(assortment, shoppers=SHOPPERS, seed=SEED)
    visits = list(past_visits(population, visits=VISITS, days=DAYS - 0.01))
    return visits, Teller(assortment=assortment, began=began, until=until, seller=SELLER)
