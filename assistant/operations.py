"""What operators and their tools ask the public server: whether it lives, whether it can answer, and its figures."""

import hmac
from collections.abc import Callable

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry
from pydantic import BaseModel

from assistant.process_figures import figures_of_all
from assistant.readiness import Readiness
from assistant.settings import GatewaySettings
from webhooks.errors import NotFound
from webhooks.this_machine import is_on_this_machine


class ReadinessBody(BaseModel):
    ready: bool
    checks: dict[str, bool]


def operations_router(settings: GatewaySettings, *, readiness: Readiness, figures: CollectorRegistry) -> APIRouter:
    router = APIRouter(tags=["operations"])
    may_see = _may_see_figures(settings)

    @router.get("/healthz")
    async def alive() -> dict[str, str]:
        """This process answers; `mode` is there in development mode only."""
        return {"status": "ok"} | ({"mode": "development"} if settings.development else {})

    @router.get("/readyz", responses={503: {"model": ReadinessBody}})
    async def ready(response: Response) -> ReadinessBody:
        """Everything a shopper's question needs is there; `checks` says what is missing."""
        checks = await readiness.look()
        response.headers["Cache-Control"] = "no-store"
        if not all(checks.values()):
            response.status_code = 503
        return ReadinessBody(ready=all(checks.values()), checks=checks)

    @router.get("/metrics", include_in_schema=False)
    async def metrics(request: Request) -> Response:
        if not may_see(request):
            raise NotFound(what="page")
        content = await figures_of_all(
            figures, settings.other_action_addresses, secret=settings.action_secret.get_secret_value()
        )
        return Response(content, headers={"Content-Type": CONTENT_TYPE_LATEST, "Cache-Control": "no-store"})

    return router


def _may_see_figures(settings: GatewaySettings) -> Callable[[Request], bool]:
    """To strangers there is no such page: how much a shop sells can be read from its figures."""
    if settings.metrics_token is None:
        return is_on_this_machine
    expected = f"Bearer {settings.metrics_token.get_secret_value()}".encode()

    def brings_token(request: Request) -> bool:
        return hmac.compare_digest(request.headers.get("authorization", "").encode("latin-1"), expected)

    return brings_token
