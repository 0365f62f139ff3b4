"""The composition root: everything the gateway stands on, opened in order and closed in reverse."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
from opentelemetry import trace
from starlette.types import ASGIApp

import webhooks.web
from actions.registry import build_executor
from actions.services import Services
from assistant import tracing
from assistant.action_server import create_action_app
from assistant.ahead import telling
from assistant.alert_figures import AlertFigures, watching_alerts
from assistant.app import PublicServices, create_app
from assistant.database import Pool
from assistant.database_checks import answers, has_newest_schema
from assistant.dialogue import Dialogue, OwnActions
from assistant.doors.accounts import accounts_for
from assistant.doors.kit import DoorKit
from assistant.doors.opening import open_doors
from assistant.doors.turnstile import turnstile_for
from assistant.doors.web import WebDoor
from assistant.language_model import open_language_model
from assistant.metrics import Metrics, metrics_of_this_process
from assistant.model_uses import with_model
from assistant.open_catalogue import OpenCatalogue, open_catalogue
from assistant.ordering import Order, Ordering
from assistant.readiness import Readiness
from assistant.recommending import banners_in, browsing_in
from assistant.selling import commerce_of, new_id, services_of
from assistant.settings import GatewaySettings
from assistant.telling import OpenTurns, open_turns
from catalog.demo.pictures.products import picture_of
from webhooks.web.assets import assets_in
from webhooks.web.sessions import StoredSessions
from webhooks.web.visitors import Visitors

STATIC = Path(webhooks.web.__file__).parent / "static"
# Shorter than Rasa keeps an idle connection, so that none is closed under a request being sent.
KEEP_ALIVE_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    """`can_act` once the catalogue is at hand: an action that comes earlier can only apologise."""

    public: ASGIApp
    private: ASGIApp
    metrics: Metrics
    can_act: Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Database:
    """Records of turns have connections of their own, so that no slow search keeps a turn from being recorded."""

    shop: Pool
    records: Pool


@asynccontextmanager
async def open_gateway(
    settings: GatewaySettings, *, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> AsyncIterator[Gateway]:
    """Opens without a database too, which /readyz then tells. Days that are only played come by another clock."""
    async with AsyncExitStack() as stack:
        _open_tracing(settings, stack)
        metrics = metrics_of_this_process()
        database = await _open_database(settings, metrics, stack)
        await stack.enter_async_context(watching_alerts(AlertFigures(metrics.registry), database.records, now))
        catalogue = await open_catalogue(settings, database.shop, stack)
        http = await _open_http(stack)
        dialogue = _dialogue(settings, http)
        commerce = commerce_of(settings, database.shop, now=now)
        web = _web(settings, database, http, now=now)
        model = await stack.enter_async_context(
            open_language_model(settings, database.records, registry=metrics.registry, now=now)
        )
        order = await _ordering(settings, database, metrics, now=now).open(model, stack)
        plain = services_of(settings, database.shop, catalogue, commerce, order, now=now)
        actions = with_model(plain, model, settings, embed=catalogue.search.embedded, registry=metrics.registry)
        told = await stack.enter_async_context(
            open_turns(settings, database.records, dialogue, metrics, new_id=new_id, now=now)
        )
        actions = telling(actions, told.ahead)
        kit = _door_kit(database, http, web=web, told=told, actions=actions, order=order)
        services = _public(kit, web, catalogue, order, metrics, _readiness(database, catalogue, dialogue))
        services = replace(services, doors=await stack.enter_async_context(open_doors(kit)))
        yield Gateway(
            public=create_app(settings, services),
            private=create_action_app(
                build_executor(actions),
                secret=settings.action_secret.get_secret_value(),
                figures=metrics.registry,
            ),
            metrics=metrics,
            can_act=lambda: catalogue.reading.is_complete,
        )


def _public(
    kit: DoorKit, web: WebDoor, catalogue: OpenCatalogue, order: Order, metrics: Metrics, readiness: Readiness
) -> PublicServices:
    return PublicServices(
        assistant=kit.assistant,
        carts=kit.carts,
        sessions=kit.sessions,
        identity=web.identity,
        slips=web.slips,
        turnstile=kit.turnstile,
        shelves=catalogue.repository,
        results=browsing_in(catalogue, kit.shop, order.ranking, preferences=kit.actions.preferences, now=kit.now),
        banners=banners_in(kit.shop, order.books, new_id=kit.new_id, now=kit.now),
        visitors=kit.visitors,
        draw=picture_of,
        assets=assets_in(STATIC),
        metrics=metrics,
        readiness=readiness,
    )


def _web(
    settings: GatewaySettings, database: _Database, http: aiohttp.ClientSession, *, now: Callable[[], datetime]
) -> WebDoor:
    accounts = accounts_for(settings, http, shop=database.shop, records=database.records, new_id=new_id)
    return WebDoor(settings=settings, shop=database.shop, accounts=accounts, new_id=new_id, now=now)


def _door_kit(
    database: _Database,
    http: aiohttp.ClientSession,
    *,
    web: WebDoor,
    told: OpenTurns,
    actions: Services,
    order: Order,
) -> DoorKit:
    sessions = StoredSessions(database.records, keeping=web.keeping)
    return DoorKit(
        settings=web.settings,
        assistant=told.turns,
        called=told.called,
        actions=actions,
        carts=actions.carts,
        sessions=sessions,
        visitors=Visitors(sessions, listed=told.listed, now=actions.now),
        continuing=web.continuing,
        turnstile=turnstile_for(web.settings, database.records),
        callers=web.accounts.callers,
        access_tokens=web.accounts.tokens,
        provider=web.accounts.provider,
        shop=database.shop,
        http=http,
        serving=order.serving,
        new_id=new_id,
        now=actions.now,
    )


def _ordering(
    settings: GatewaySettings, database: _Database, metrics: Metrics, *, now: Callable[[], datetime]
) -> Ordering:
    return Ordering(
        settings=settings, shop=database.shop, records=database.records, metrics=metrics, new_id=new_id, now=now
    )


def _open_tracing(settings: GatewaySettings, stack: AsyncExitStack) -> None:
    if settings.otlp_endpoint:
        provider = tracing.provider_for(settings.otlp_endpoint)
        trace.set_tracer_provider(provider)
        stack.callback(provider.shutdown)


async def _open_database(settings: GatewaySettings, metrics: Metrics, stack: AsyncExitStack) -> _Database:
    url, timeout_s = settings.database, settings.turn_deadline_s
    database = _Database(
        shop=Pool(url, name="shop", most=settings.database_connections, statement_timeout_s=timeout_s),
        records=Pool(
            url, name="records", most=settings.record_connections, statement_timeout_s=timeout_s, autocommit=True
        ),
    )
    for pool in (database.shop, database.records):
        await pool.open()
        stack.push_async_callback(pool.close)
        metrics.watch_pool(pool.name, pool.get_stats)
    return database


async def _open_http(stack: AsyncExitStack) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=KEEP_ALIVE_S)
    return await stack.enter_async_context(
        aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
    )


def _dialogue(settings: GatewaySettings, http: aiohttp.ClientSession) -> Dialogue:
    return Dialogue(
        http,
        addresses=settings.dialogue_addresses,
        secret=settings.dialogue_secret.get_secret_value(),
        sender_secret=settings.sender_secret.get_secret_value(),
        own_actions=own_actions_of(settings),
    )


def own_actions_of(settings: GatewaySettings) -> OwnActions | None:
    """What a session did is remembered in one process only, which then has to be that of the pages."""
    remembers = bool(settings.session_fit_surfaces)
    return OwnActions(port=settings.action_port, for_all_turns=remembers) if remembers or settings.llm_model else None


def _readiness(database: _Database, catalogue: OpenCatalogue, dialogue: Dialogue) -> Readiness:
    async def is_read() -> bool:
        return catalogue.reading.is_ready

    async def is_loaded() -> bool:
        return catalogue.search.has_model

    return Readiness(
        {
            "database": answers(database.records),
            "schema": has_newest_schema(database.records),
            "catalogue": is_read,
            "embedding": is_loaded,
            "dialogue": dialogue.is_answering,
        }
    )
