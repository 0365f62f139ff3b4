"""The banners of the demo storefront's home page."""

from typing import Annotated, Protocol

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from rerank.banners.banner import Banner
from rerank.recommending import Visit
from webhooks import problems
from webhooks.limits.limits import Kind
from webhooks.limits.turnstile import Turnstile
from webhooks.web.bodies import Body
from webhooks.web.json_requests import NOT_KEPT
from webhooks.web.visitors import ALSO_WITHOUT, OF_THE_BROWSER, Bearer, Device, Visitors

MOST_SHOWN = 6


class ShowsBanners(Protocol):
    """`rerank.banners` as the page sees it."""

    async def shown(self, visit: Visit, *, limit: int) -> list[Banner]: ...


class AskedBanners(BaseModel):
    device: Device | None = Field(default=None, description=OF_THE_BROWSER)
    limit: int = Field(default=2, ge=1, le=MOST_SHOWN)


class BannerBody(Body):
    id: str
    title: str
    text: str
    url: str
    image_url: str


class BannersBody(Body):
    banners: list[BannerBody]


def banners_router(*, banners: ShowsBanners, visitors: Visitors, turnstile: Turnstile) -> APIRouter:
    router = APIRouter(tags=["storefront"], responses=problems.documented(401, 422, 429, 503))

    @router.get("/storefront/banners", openapi_extra=ALSO_WITHOUT)
    async def shown(
        request: Request, response: Response, asked: Annotated[AskedBanners, Query()], bearer: Bearer
    ) -> BannersBody:
        """The shop's own banners that run at the moment, those first that say most to whoever looks."""
        await turnstile.admit(request, Kind.SEARCHES)
        response.headers.update(NOT_KEPT)
        visit = await visitors.visit(request, bearer, device=asked.device)
        found = await banners.shown(visit, limit=asked.limit)
        return BannersBody(
            banners=[
                BannerBody(id=each.banner_id, **each.model_dump(include={"title", "text", "url", "image_url"}))
                for each in found
            ]
        )

    return router
