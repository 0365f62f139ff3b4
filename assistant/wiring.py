"""The composition root: everything the gateway stands on, opened in order and closed in reverse."""

import secrets
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import structlog
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
from assistant.dialogue import Dialogue
from assistant.doors.accounts import accounts_for
from assistant.doors.kit import DoorKit
from assistant.doors.opening import open_doors
from assistant.doors.turnstile import turnstile_for
from assistant.doors.web import WebDoor
from assistant.language_model import open_language_model, with_model
from assistant.metrics import Metrics, metrics_of_this_process
from assistant.open_catalogue import OpenCatalogue, open_catalogue
from assistant.ordering import Order, Ordering
from assistant.readiness import Readiness
from assistant.recommending import banners_in, browsing_in, sources_of
from assistant.settings import GatewaySettings
from assistant.telling import OpenTurns, open_turns
from assistant.vectors import embedding_models
from catalog.demo.pictures.products import picture_of
from catalog.retrieval.traits import TraitReader
from catalog.similar.similar import SimilarProducts
from rerank.finding import Finding
from rerank.recommending import Recommending
from rerank.suiting import Suiting
from shop.alerts.stock_alerts import StoredStockAlerts
from shop.checkout.stored_ledger import ShopFacts
from shop.commerce import Commerce
from shop.handoffs.handoffs import StoredHandoffs
from shop.preferences.stored_preferences import StoredPreferences
from shop.seller import StoredSeller
from shop.sizes.errors import SizeModelBroken, SizeModelMissing
from shop.sizes.model import SizeModels, load_models
from shop.sizes.sizes import StoredSizes
from shop.stored_commerce import stored_commerce
from shop.usual.habits import Reckoning
from shop.usual.usuals import StoredUsuals
from webhooks.web.assets import assets_in
from webhooks.web.sessions import StoredSessions
from webhooks.web.visitors import Visitors

STATIC = Path(webhooks.web.__file__).parent / "static"
# Shorter than Rasa keeps an idle connection, so that none is closed under a request being sent.
KEEP_ALIVE_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway:
    public: ASGIApp
    private: ASGIApp


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
        commerce = _commerce(settings, database, now=now)
        web = _web(settings, database, http, now=now)
        model = await stack.enter_async_context(
            open_language_model(settings, database.records, registry=metrics.registry, now=now)
        )
        order = await _ordering(settings, database, metrics, now=now).open(model, stack)
        plain = _services(settings, database, catalogue, commerce, order, now=now)
        actions = with_model(plain, model, settings, embed=catalogue.search.embedded, registry=metrics.registry)
        told = await stack.enter_async_context(
            open_turns(settings, database.records, dialogue, metrics, new_id=_new_id, now=now)
        )
        actions = telling(actions, told.ahead)
        kit = _door_kit(settings, database, http, web=web, told=told, actions=actions)
        services = _public(kit, web, catalogue, order, metrics, _readiness(database, catalogue, dialogue))
        services = replace(services, doors=await stack.enter_async_context(open_doors(kit)))
        yield Gateway(
            public=create_app(settings, services),
            private=create_action_app(build_executor(actions), secret=settings.action_secret.get_secret_value()),
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
        results=browsing_in(catalogue, order.ranking, now=kit.now),
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
    accounts = accounts_for(settings, http, shop=database.shop, records=database.records, new_id=_new_id)
    return WebDoor(settings=settings, shop=database.shop, accounts=accounts, new_id=_new_id, now=now)


def _door_kit(
    settings: GatewaySettings,
    database: _Database,
    http: aiohttp.ClientSession,
    *,
    web: WebDoor,
    told: OpenTurns,
    actions: Services,
) -> DoorKit:
    sessions = StoredSessions(database.records, keeping=web.keeping)
    return DoorKit(
        settings=settings,
        assistant=told.turns,
        called=told.called,
        actions=actions,
        carts=actions.carts,
        sessions=sessions,
        visitors=Visitors(sessions, listed=told.listed, now=actions.now),
        continuing=web.continuing,
        turnstile=turnstile_for(settings, database.records),
        callers=web.accounts.callers,
        access_tokens=web.accounts.tokens,
        provider=web.accounts.provider,
        shop=database.shop,
        http=http,
        new_id=_new_id,
        now=actions.now,
    )


def _services(
    settings: GatewaySettings,
    database: _Database,
    catalogue: OpenCatalogue,
    commerce: Commerce,
    order: Order,
    *,
    now: Callable[[], datetime],
) -> Services:
    """What the actions work with."""

    def store_called(store: str) -> str:
        return catalogue.reading.current().store_called(store)

    suiting = Suiting(TraitReader(database.shop), store_called=store_called)
    preferences = StoredPreferences(database.shop, now=now)
    sources = sources_of(order.books, database.shop, catalogue, suiting=suiting, preferences=preferences)
    return Services(
        reader=catalogue.reading.current,
        products=catalogue.repository,
        finding=Finding(catalogue.search, SimilarProducts(database.shop), suiting, ranking=order.ranking, now=now),
        recommending=Recommending(sources, order.ranking, now=now),
        carts=commerce.carts,
        commerce=commerce,
        seller=StoredSeller(database.shop, given=settings.shop_name, now=now),
        sizes=StoredSizes(database.shop, _size_models(settings), new_id=_new_id),
        usuals=StoredUsuals(database.shop, reckoning=_reckoning(settings)),
        preferences=preferences,
        alerts=StoredStockAlerts(database.shop, new_id=_new_id, now=now),
        handoffs=StoredHandoffs(database.shop, now=now),
        cart_page=settings.cart_page,
        now=now,
    )


def _ordering(
    settings: GatewaySettings, database: _Database, metrics: Metrics, *, now: Callable[[], datetime]
) -> Ordering:
    return Ordering(
        settings=settings, shop=database.shop, records=database.records, metrics=metrics, new_id=_new_id, now=now
    )


def _commerce(settings: GatewaySettings, database: _Database, *, now: Callable[[], datetime]) -> Commerce:
    facts = ShopFacts(
        new_id=_new_id,
        new_token=lambda: secrets.token_urlsafe(24),
        payment_url=settings.payment_link,
        seller=settings.shop_name,
    )
    return stored_commerce(database.shop, facts, label_url=settings.label_link, now=now)


def _size_models(settings: GatewaySettings) -> SizeModels:
    """A shop without a model, or with a damaged one, goes by its size charts; what is wrong is told in the log."""
    try:
        return load_models(embedding_models(settings).folder / "sizes")
    except SizeModelMissing:
        return SizeModels(())
    except SizeModelBroken as exc:
        structlog.get_logger().error("size_model_refused", path=str(exc.path), reason=exc.reason)
        return SizeModels(())


def _reckoning(settings: GatewaySettings) -> Reckoning:
    return Reckoning(half_life_days=settings.usual_half_life_days, threshold=settings.usual_threshold)


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
    )


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


def _new_id() -> str:
    return uuid.uuid4().hex
