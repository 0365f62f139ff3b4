"""Remembers whether a request came straight from a trusted proxy, before the proxy's word for its client is taken."""

from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

BY_TRUSTED_PROXY = "aisle.by_trusted_proxy"


class Proxies:
    """Instead of uvicorn's own use of the same middleware, after which nobody can tell who really connected."""

    def __init__(self, app: ASGIApp, *, trusted: str) -> None:
        inner: Any = app
        self._believing = ProxyHeadersMiddleware(inner, trusted_hosts=trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        peer = scope.get("client")
        scope[BY_TRUSTED_PROXY] = peer is not None and peer[0] in self._believing.trusted_hosts
        believing: Any = self._believing
        await believing(scope, receive, send)


def came_by_trusted_proxy(scope: Mapping[str, Any]) -> bool:
    return scope.get(BY_TRUSTED_PROXY) is True
