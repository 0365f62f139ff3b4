"""Serves the demo storefront's page and the chat widget."""

from collections.abc import Mapping

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from webhooks.web.assets import Asset

HOME = "index.html"
DRAWN = ("/", "/search", "/products/{product_id}", "/cart", "/account")


def pages_router(assets: Mapping[str, Asset]) -> APIRouter:
    """The page draws all of these by itself: every address gets the same file."""
    router = APIRouter(include_in_schema=False)
    for path in DRAWN:
        _serve(router, path, assets[HOME])
    for path, asset in assets.items():
        if path != HOME:
            _serve(router, f"/{path}", asset)
    return router


def _serve(router: APIRouter, path: str, asset: Asset) -> None:
    async def serve(request: Request) -> Response:
        return asset.response(request)

    router.add_api_route(path, serve, methods=["GET", "HEAD"])
