"""`/admin` and `/admin/api/…`: how the shop is doing, for its operator and nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Annotated, Protocol

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from rerank.monitoring.report import Overview
from rerank.monitoring.reports import Reports
from webhooks import problems
from webhooks.accounts.errors import OAuthRefused
from webhooks.accounts.provider.forms import form_pairs
from webhooks.admin.bodies import AlertBody, AlertsBody, ExperimentsBody, ModelsBody
from webhooks.admin.errors import OperatorUnknown
from webhooks.admin.operators import Operators
from webhooks.admin.pages import HEADERS, TOO_OFTEN, WRONG, admin_page, login_page
from webhooks.limits.errors import TooOften
from webhooks.limits.limits import Kind
from webhooks.limits.turnstile import Turnstile
from webhooks.web.assets import Asset
from webhooks.web.json_requests import NOT_KEPT

PAGE = "admin.html"
Days = Annotated[int, Query(ge=1, le=400, description="How many days, today included")]
ChannelName = Annotated[
    str, Query(max_length=40, pattern=r"^[a-z0-9_-]*$", description="One channel; without it all of them")
]


class Lineage(Protocol):
    async def models(self) -> ModelsBody: ...

    async def experiments(self) -> ExperimentsBody: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class AdminDesk:
    operators: Operators
    reports: Reports
    lineage: Lineage
    assets: Mapping[str, Asset]


def admin_router(desk: AdminDesk, turnstile: Turnstile) -> APIRouter:
    router = APIRouter()
    _pages(router, desk)
    _sessions(router, desk.operators, turnstile)
    _figures(router, desk)
    return router


def _pages(router: APIRouter, desk: AdminDesk) -> None:
    @router.get("/admin", include_in_schema=False)
    async def page(request: Request) -> Response:
        try:
            desk.operators.require(request)
        except OperatorUnknown:
            return login_page()
        return admin_page(desk.assets[PAGE], request)

    for path, asset in desk.assets.items():
        if path != PAGE:
            _serve(router, f"/admin/{path}", asset)


def _serve(router: APIRouter, path: str, asset: Asset) -> None:
    """Nothing in them is secret: whoever has the program has them."""

    async def serve(request: Request) -> Response:
        return asset.response(request)

    router.add_api_route(path, serve, methods=["GET"], include_in_schema=False)


def _sessions(router: APIRouter, operators: Operators, turnstile: Turnstile) -> None:
    @router.post("/admin/login", include_in_schema=False)
    async def sign_in(request: Request) -> Response:
        """A page of another origin is refused before it comes here, and could at most sign its visitor in."""
        try:
            await turnstile.admit(request, Kind.ADMIN_LOGINS)
            given = dict(await form_pairs(request)).get("token", "")
        except TooOften as exc:
            page = login_page(trouble=TOO_OFTEN, status=429)
            page.headers["Retry-After"] = str(max(1, ceil(exc.wait_s)))
            return page
        except OAuthRefused:
            return login_page(trouble=WRONG, status=400)
        if not operators.knows(given):
            return login_page(trouble=WRONG, status=403)
        response = RedirectResponse("/admin", status_code=303, headers=HEADERS)
        operators.open_session(response)
        return response

    @router.post("/admin/logout", include_in_schema=False)
    async def sign_out() -> Response:
        response = RedirectResponse("/admin", status_code=303, headers=HEADERS)
        operators.close_session(response)
        return response


def _figures(router: APIRouter, desk: AdminDesk) -> None:
    def operator(request: Request, response: Response) -> None:
        desk.operators.require(request)
        response.headers.update(NOT_KEPT)

    api = APIRouter(
        prefix="/admin/api",
        tags=["admin"],
        dependencies=[Depends(operator)],
        responses=problems.documented(401, 404, 422, 503),
    )

    @api.get("/overview")
    async def overview(days: Days = 30, channel: ChannelName = "") -> Overview:
        """The figures of every day: null where fewer than five visitors or conversations stand behind a number."""
        return await desk.reports.overview(days=days, channel=channel)

    @api.get("/alerts")
    async def alerts(days: Days = 30) -> AlertsBody:
        """What somebody should know: what is open, and what ended within so many days."""
        return AlertsBody(alerts=[AlertBody.of(kept) for kept in await desk.reports.alerts(days=days)])

    @api.get("/models")
    async def models() -> ModelsBody:
        """The models of the order, newest first, how each came about, and what changed which is in use."""
        return await desk.lineage.models()

    @api.get("/experiments")
    async def experiments() -> ExperimentsBody:
        """Trials of one order against another: those that run by what is known up to now, then those that ended."""
        return await desk.lineage.experiments()

    router.include_router(api)
