"""Keeps a server in development mode to the machine it runs on."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.own_address import is_loopback
from webhooks.problems import NOT_HERE

HANDED_ON = {"forwarded", "x-real-ip"}


class LoopbackOnly:
    """Refuses what came by a tunnel, a proxy or a foreign page: asked of another name, or handed on by somebody."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_from_here(Headers(scope=scope)):
            await NOT_HERE.response()(scope, receive, send)
        else:
            await self._app(scope, receive, send)


def _is_from_here(headers: Headers) -> bool:
    """A tunnel may well rewrite Host to this machine's name, but it tells whom it speaks for."""
    is_handed_on = any(name in HANDED_ON or name.startswith("x-forwarded-") for name in headers)
    return not is_handed_on and _asked_of_loopback(headers.get("host", ""))


def _asked_of_loopback(header: str) -> bool:
    try:
        return is_loopback(urlsplit(f"//{header}").hostname or "")
    except ValueError:
        return False
