"""Puts the demo shop into the database, and keeps out of the way of a retailer's own catalogue."""

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from assistant.installed import InstalledParts
from assistant.product_sources import ProductSources
from catalog.connections import Connections, connected
from catalog.contents import Contents
from catalog.demo.contents import demo_contents, demo_policies, demo_stores
from catalog.repository import CatalogRepository
from catalog.retrieval.indexing import Progress
from catalog.writing import CatalogWriter
from rerank.learning.stored_models import Decision, withdraw_simulated
from rerank.monitoring.day_rows import forget_everything
from rerank.simulation import history_rows
from shop.demo.histories import demo_orders
from shop.demo.people import demo_customers
from shop.demo.selling import remove_demo_terms, sells_as_demo, write_demo_terms
from shop.demo.size_records import demo_size_outcomes
from shop.errors import ShopUnavailable
from shop.sizes.rows import replace_outcomes
from shop.writing import write_history

PART = "demo shop"
HISTORY = "demo history"
DEMO_OUTCOMES = "demo"
# What is noted instead of a fingerprint once a retailer's own catalogue took its place.
RETIRED = "retired"
SOURCES = ("catalog/demo", "shop/demo")
ROOT = Path(__file__).resolve().parent.parent


async def load_demo_if_wanted(connections: Connections, *, progress: Callable[[Progress], None]) -> bool:
    """Load it into an empty database, and again after its sources changed; never beside somebody's own products.

    After a retailer's import it stays away; only `aisle catalog demo` brings it back.
    """
    loaded = await InstalledParts(connections=connections).fingerprint(PART)
    if loaded is None and await CatalogRepository(connections).product_count() > 0:
        return False
    if loaded in {RETIRED, demo_fingerprint()}:
        return False
    await load_demo(connections, progress=progress)
    return True


async def load_demo(connections: Connections, *, progress: Callable[[Progress], None]) -> int:
    """How many products the demo shop has; those of an older demo shop that are no longer in it go.

    Policies and terms that a retailer has set up stay.
    """
    contents = await asyncio.to_thread(demo_contents)
    if not await sells_as_demo(connections):
        contents = replace(contents, policies=())
    now = datetime.now(UTC)
    orders = await asyncio.to_thread(demo_orders, contents.products, now)
    installed, writer = InstalledParts(connections=connections), CatalogWriter(connections)
    total = len(contents.products)
    done = 0

    def advance(written: int) -> None:
        nonlocal done
        done += written
        progress(Progress(done=done, total=total))

    await writer.write(contents, progress=advance)
    current = {product.id for product in contents.products}
    await writer.remove_products([each for each in await installed.demo_product_ids() if each not in current])
    await write_history(connections, demo_customers(now), orders)
    await write_demo_terms(connections)
    await _write_size_outcomes(connections, contents)
    await installed.note(PART, demo_fingerprint())
    return total


async def _write_size_outcomes(connections: Connections, contents: Contents) -> None:
    told = await asyncio.to_thread(demo_size_outcomes, contents.size_charts, contents.products)
    rows = [(one.id, one.product_id, one.brand, one.chart_id, one.size, one.outcome, one.body) for one in told]
    async with connected(connections, lost=ShopUnavailable) as connection:
        await replace_outcomes(connection, DEMO_OUTCOMES, rows)


async def retire_demo(connections: Connections) -> int:
    """How many demo products made room for a retailer's own; what an import took over stays.

    The demo's stores, policies, promotions and whatever else was set up for selling go with them: told of a real shop
    they would be untrue. So do its made-up shoppers, of whom nothing is to be learned there.
    """
    going = await demo_leaving(connections)
    writer = CatalogWriter(connections)
    await _retire_made_up_shoppers(connections)
    await writer.remove_products(going)
    async with connected(connections, lost=ShopUnavailable) as connection:
        await replace_outcomes(connection, DEMO_OUTCOMES, ())
        decision = Decision(by="import", why="the demo shop made room", at=datetime.now(UTC))
        await withdraw_simulated(connection, decision=decision)
    await writer.remove_beside(Contents(stores=demo_stores(), size_charts=(), policies=demo_policies(), products=()))
    await remove_demo_terms(connections)
    await InstalledParts(connections=connections).note(PART, RETIRED)
    return len(going)


async def _retire_made_up_shoppers(connections: Connections) -> None:
    installed = InstalledParts(connections=connections)
    if await installed.fingerprint(HISTORY) == RETIRED:
        return
    async with connected(connections, lost=ShopUnavailable) as connection, connection.transaction():
        await history_rows.forget(connection)
        await forget_everything(connection)
    await installed.note(HISTORY, RETIRED)


async def has_made_up_past(connections: Connections) -> bool:
    return await InstalledParts(connections=connections).fingerprint(HISTORY) not in {None, RETIRED}


async def demo_loaded_at(connections: Connections) -> datetime | None:
    """When the demo shop was loaded; nothing where it is not, or has made room for a retailer's own goods."""
    installed = await InstalledParts(connections=connections).installed(PART)
    return None if installed is None or installed.fingerprint == RETIRED else installed.at


async def demo_leaving(connections: Connections) -> list[str]:
    """The demo products that make room with the next import."""
    installed = InstalledParts(connections=connections)
    if await installed.fingerprint(PART) == RETIRED:
        return []
    demo = await installed.demo_product_ids()
    taken_over = await ProductSources(connections=connections).claimed(demo)
    return [product_id for product_id in demo if product_id not in taken_over]


def demo_fingerprint() -> str:
    """Changes with the code and the vocabularies the demo shop is made of."""
    digest = hashlib.sha256()
    files = (path for source in SOURCES for path in (ROOT / source).rglob("*") if path.is_file())
    for path in sorted(path for path in files if path.suffix != ".pyc"):
        digest.update(f"{path.relative_to(ROOT)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
