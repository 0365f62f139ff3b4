"""A shop with months behind it, served with the operator's page: what is shown there is known."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import psycopg
import uvicorn
from fastapi import APIRouter
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from assistant.app import create_app
from assistant.doors.admin import STATIC, StoredLineage
from assistant.schema import migrate
from catalog.writing import CatalogWriter
from rerank.events.days import EventDays
from rerank.learning.served_models import Serving
from rerank.monitoring.monitoring import Monitoring
from rerank.monitoring.reports import Reports
from tests.integration.conftest import new_id
from tests.integration.planted import Planted
from tests.integration.small_shop import CONTENTS
from tests.unit.public_shop import SECRET, Shop
from webhooks.admin.door import AdminDesk, admin_router
from webhooks.admin.operators import Operators
from webhooks.web.assets import Asset, assets_in

NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
LAST_WEEK = NOW.date() - timedelta(days=7)
TOKEN = "the operator's own token"
NEW_MODEL = "ranking-20260302-1f3a"
SERVING = Serving(version=NEW_MODEL)
PAGES = STATIC.parents[1] / "web" / "static"
USED = {"slip.css": "text/css", "icon.svg": "image/svg+xml"}

TURNS = """
    insert into turns (turn_id, conversation_id, request_id, channel, shopper_id, body_sha256, state, started_at,
                       finished_at, intent, failure, stages)
    select day || channel || no, day || channel || no / 4, no, channel, 's', '',
           case when no % 37 = 5 then 'failed' else 'answered' end, at,
           at + interval '1 ms' * (24 + no % 17 + extract(doy from at)::int % 5 + (no % 17 = 3)::int * 30),
           case when no % 37 = 5 then null
                else (array['product_search', 'product_search', 'product_search', 'refine_search', 'product_details',
                      'add_to_cart', 'view_cart', 'checkout', 'order_status', 'talk', 'out_of_scope'])[1 + no % 11] end,
           case when no % 37 = 5 then 'dialogue' end,
           jsonb_build_object('nlu', 4 + no % 3, 'policy', 3, 'action', 12 + no % 9, 'retrieve', 4 + no % 5,
                              'rerank', 1, 'render', .4)
    from generate_series(timestamptz '2026-02-14 10:00+00', '2026-03-16 08:00+00', '1 day') at,
         lateral (values (at::date::text)) as of (day),
         (values ('web', 90), ('alexa', 60), ('google', 14), ('siri', 1)) as told (channel, most),
         lateral (select 1 + .25 * sin(extract(doy from at)) + (extract(isodow from at) > 5)::int * .3) as busy (by),
         lateral generate_series(1, (most * busy.by)::int) no
"""


def rate(day: date, channel: str, category: str) -> float:
    has_fallen = day >= LAST_WEEK and channel == "alexa" and category.startswith("Grocery")
    dear = {"Outdoor / Clothing": 0.3, "Outdoor / Footwear": 0.24}.get(category, 0.18)
    return 0.02 if has_fallen else dear * (0.8 if channel == "alexa" else 1.0)


async def fill(connection: AsyncConnection, pool: AsyncConnectionPool) -> None:
    await CatalogWriter(pool).write(CONTENTS)
    categories = {product.id: " / ".join(product.category[:2]) for product in CONTENTS.products}
    history = Planted(connection=connection, products=categories, dice=np.random.default_rng(5), rate=rate, buying=0.4)
    history.mix = {"web": 0.5, "alexa": 0.4, "google": 0.1}
    history.model = lambda day: NEW_MODEL if day >= date(2026, 3, 2) else "baseline"
    await history.plant(NOW.date() - timedelta(days=45), 45, visitors=110)
    await connection.execute(TURNS)
    await _keep_model(connection)
    await connection.commit()


async def _keep_model(connection: AsyncConnection) -> None:
    manifest = {
        "features": [f"feature_{number}@1" for number in range(24)],
        "window": {"since": "2026-01-30T00:00:00Z", "until": "2026-03-01T00:00:00Z", "learned": {"lists": 5210}},
        "code": "0.1.0",
        "verdict": {
            "comparison": {
                "challenger": {"mean": 0.642, "low": 0.63, "high": 0.66},
                "champion": {"mean": 0.611, "low": 0.6, "high": 0.62},
                "difference": {"mean": 0.031, "low": 0.018, "high": 0.044},
            },
            "checks": [{"name": "covered", "passed": True, "words": "As much of the catalogue comes first as before"}],
            "reasons": ["Better on held-out lists, and no guard objects."],
        },
    }
    await connection.execute(
        "insert into ranking_models (version, made_at, outcome, sha256, manifest) values (%s, %s, 'passed', %s, %s)",
        [NEW_MODEL, datetime(2026, 3, 2, 3, tzinfo=UTC), "0" * 64, json.dumps(manifest)],
    )
    await connection.execute(
        "update ranking_model_in_use set version = %s, change_no = 1, changed_at = %s", [NEW_MODEL, NOW]
    )
    await connection.execute(
        "insert into ranking_model_changes (change_no, at, what, version, by_whom, why)"
        " values (1, %s, 'promoted', %s, 'worker', 'better on held-out lists')",
        [datetime(2026, 3, 2, 3, tzinfo=UTC), NEW_MODEL],
    )
    await connection.execute("""
        insert into daily_figures (day, figure, channel, part, value, out_of)
        select '2026-03-16', name, '', feature, case name when 'drift' then worth else greatest(worth - .02, 0) end, 900
        from (values ('price_against_usual@1', .31), ('category_affinity@1', .08), ('popularity@2', .05),
                     ('session_likeness@1', .14), ('brand_affinity@1', .02)) as told (feature, worth),
             (values ('drift'), ('drift_certain')) as names (name)
    """)


@dataclass
class AdminShop:
    """Looked at by whoever knows the token, or with none by whoever is on this machine."""

    address: str
    pool: AsyncConnectionPool


@asynccontextmanager
async def database_beside(database_url: str, name: str) -> AsyncIterator[AsyncConnectionPool]:
    told = psycopg.conninfo.conninfo_to_dict(database_url) | {"dbname": name}
    url = f"postgresql://?{'&'.join(f'{key}={value}' for key, value in told.items())}"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")
        connection.execute(f"create database {name}")
    await asyncio.to_thread(migrate, url)
    async with AsyncConnectionPool(url, min_size=1, max_size=4, open=False) as pool:
        yield pool
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"drop database {name} with (force)")


@asynccontextmanager
async def served(
    pool: AsyncConnectionPool, *, token: str | None = TOKEN, port: int = 0, order: Serving = SERVING
) -> AsyncIterator[AdminShop]:
    shop = Shop()
    desk = AdminDesk(
        operators=Operators(token=token, secret=SECRET, https=False),
        reports=Reports(connections=pool, now=lambda: NOW),
        lineage=StoredLineage(connections=pool, serving=lambda: order, now=lambda: NOW),
        assets=assets_in(STATIC),
    )
    doors: list[APIRouter] = [admin_router(desk, shop.turnstile)]
    assets = {**shop.services.assets, **{name: Asset.of((PAGES / name).read_bytes(), of) for name, of in USED.items()}}
    app = create_app(shop.settings, replace(shop.services, doors=doors, assets=assets))
    listening = socket.create_server(("127.0.0.1", port))
    server = Server(uvicorn.Config(app, ws="none", lifespan="off", log_config=None))
    serving = asyncio.create_task(server.serve([listening]))
    try:
        yield AdminShop(f"http://127.0.0.1:{listening.getsockname()[1]}", pool)
    finally:
        server.should_exit = True
        await serving
        await shop.client.aclose()


class Server(uvicorn.Server):
    """Within a test nobody else's signals are caught."""

    def install_signal_handlers(self) -> None:
        pass


async def with_a_past(pool: AsyncConnectionPool) -> None:
    await EventDays(connections=pool, retention=timedelta(days=400), now=lambda: NOW).tend()
    async with pool.connection() as connection:
        await fill(connection, pool)
    await Monitoring(connections=pool, kept=timedelta(days=400), new_id=new_id, now=lambda: NOW).look()
