"""The public server: every channel, the page, health and figures, behind one edge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, FastAPI, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from pydantic import BaseModel
from starlette.types import ASGIApp

from assistant.edge import Edge
from assistant.loopback import LoopbackOnly
from assistant.metrics import Metrics
from assistant.readiness import Readiness
from assistant.settings import GatewaySettings
from webhooks import problems
from webhooks.assistant import Assistant, Carts
from webhooks.body_limit import BodyLimit
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
    draw: Draw
    assets: Mapping[str, Asset]
    metrics: Metrics
    readiness: Readiness
    slips: Slips
    turnstile: Turnstile
    doors: Sequence[APIRouter] = ()


class ReadinessBody(BaseModel):
    ready: bool
    checks: dict[str, bool]


def create_app(settings: GatewaySettings, services: PublicServices) -> ASGIApp:
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
            draw=services.draw,
            turnstile=services.turnstile,
        )
    )
    app.include_router(demo_customers_router(services.identity))
    app.include_router(slips_router(services.slips))
    for door in services.doors:
        app.include_router(door)
    app.include_router(_operations_router(services, development=settings.development))
    app.include_router(pages_router(services.assets))
    edge = Edge(
        Origins(BodyLimit(app, max_bytes=settings.max_body_bytes), allowed=settings.origins),
        metrics=services.metrics,
        deadline_s=settings.turn_deadline_s + EDGE_GRACE_S,
    )
    guarded = LoopbackOnly(edge) if settings.development else edge
    return SecurityHeaders(guarded, https=settings.https)


def _operations_router(services: PublicServices, *, development: bool) -> APIRouter:
    router = APIRouter(tags=["operations"])

    @router.get("/healthz")
    async def alive() -> dict[str, str]:
        """This process answers; `mode` is there in development mode only."""
        return {"status": "ok"} | ({"mode": "development"} if development else {})

    @router.get("/readyz", responses={503: {"model": ReadinessBody}})
    async def ready(response: Response) -> ReadinessBody:
        """Everything a shopper's question needs is there; `checks` says what is missing."""
        checks = await services.readiness.look()
        response.headers["Cache-Control"] = "no-store"
        if not all(checks.values()):
            response.status_code = 503
        return ReadinessBody(ready=all(checks.values()), checks=checks)

    @router.get("/metrics", include_in_schema=False)
    async def figures() -> Response:
        content = generate_latest(services.metrics.registry)
        return Response(content, headers={"Content-Type": CONTENT_TYPE_LATEST})

    return router
