"""The public server: every channel, the page, health and figures, behind one edge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from assistant.edge import Edge
from assistant.loopback import LoopbackOnly
from assistant.metrics import Metrics
from assistant.operations import operations_router
from assistant.readiness import Readiness
from assistant.settings import GatewaySettings
from webhooks import problems
from webhooks.assistant import Assistant, Carts
from webhooks.body_limit import BodyLimit
from webhooks.head import HeadAsGet
from webhooks.limits.turnstile import Turnstile
from webhooks.web.assets import Asset
from webhooks.web.chat import chat_router
from webhooks.web.identity import Identity
from webhooks.web.pages import pages_router
from webhooks.web.security import Origins, SecurityHeaders
from webhooks.web.sessions import Sessions
from webhooks.web.signing_in import demo_customers_router
from webhooks.web.slips import Slips, slips_router
from webhooks.web.storefront import Draw, Results, Shelves, storefront_router
from webhooks.web.storefront_banners import ShowsBanners, banners_router
from webhooks.web.visitors import Visitors

VERSION = "0.1.0"
EDGE_GRACE_S = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicServices:
    """What the public server stands on."""

    assistant: Assistant
    carts: Carts
    sessions: Sessions
    identity: Identity
    shelves: Shelves
    results: Results
    banners: ShowsBanners
    visitors: Visitors
    draw: Draw
    assets: Mapping[str, Asset]
    metrics: Metrics
    readiness: Readiness
    slips: Slips
    turnstile: Turnstile
    doors: Sequence[APIRouter] = ()


def create_app(settings: GatewaySettings, services: PublicServices) -> ASGIApp:
    """The whole server, as uvicorn runs it."""
    deadline_s = settings.turn_deadline_s + EDGE_GRACE_S
    # A body that is late is told so, rather than that the answer took too long.
    within_s = min(settings.body_timeout_s, deadline_s / 2)
    bounded = BodyLimit(create_api(settings, services), max_bytes=settings.max_body_bytes, within_s=within_s)
    edge = Edge(_origins(bounded, settings), metrics=services.metrics, deadline_s=deadline_s)
    heard = HeadAsGet(edge)
    guarded = LoopbackOnly(heard) if settings.development else heard
    return SecurityHeaders(guarded, https=settings.https)


def _origins(app: ASGIApp, settings: GatewaySettings) -> Origins:
    names = [urlsplit(settings.public_url).netloc] if settings.public_url else ()
    return Origins(app, allowed=settings.origins, names=names)


def create_api(settings: GatewaySettings, services: PublicServices) -> FastAPI:
    """Every route there is, without what stands around them."""
    app = FastAPI(
        title="Aisle",
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    problems.install(app)
    app.include_router(
        chat_router(
            assistant=services.assistant,
            carts=services.carts,
            sessions=services.sessions,
            identity=services.identity,
            turnstile=services.turnstile,
        )
    )
    app.include_router(
        storefront_router(
            shelves=services.shelves,
            results=services.results,
            visitors=services.visitors,
            draw=services.draw,
            turnstile=services.turnstile,
        )
    )
    app.include_router(
        banners_router(banners=services.banners, visitors=services.visitors, turnstile=services.turnstile)
    )
    app.include_router(demo_customers_router(services.identity))
    app.include_router(slips_router(services.slips))
    for door in services.doors:
        app.include_router(door)
    app.include_router(operations_router(settings, readiness=services.readiness, figures=services.metrics.registry))
    app.include_router(pages_router(services.assets))
    return app
