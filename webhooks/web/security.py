"""What a browser is told and not allowed: security headers on every response, and which other origins may call."""

from collections.abc import Collection, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from webhooks.problems import FOREIGN_ORIGIN

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' https: data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)
ALWAYS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
ONE_YEAR_OF_HTTPS = "max-age=31536000; includeSubDomains"
HARMLESS_METHODS = {"GET", "HEAD"}
ALLOWED_METHODS = "GET, HEAD, POST, DELETE"
ALLOWED_HEADERS = "Authorization, Content-Type, Accept"
PREFLIGHT_KEPT_S = "600"


def security_headers(*, https: bool) -> Mapping[str, str]:
    return {**ALWAYS, **({"Strict-Transport-Security": ONE_YEAR_OF_HTTPS} if https else {})}


class SecurityHeaders:
    """On every response, the errors included."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._headers = security_headers(https=https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, with_headers)


class Origins:
    """Lets pages of our own and of the allowed origins call; a foreign page is refused before anything is done.

    Browsers alone send Origin, and they cannot be made to lie about it; other clients are judged by their token.
    """

    def __init__(self, app: ASGIApp, *, allowed: Collection[str], names: Collection[str] = ()) -> None:
        """`names` are those that shoppers know this server by, if they are known."""
        self._app = app
        self._allowed = frozenset(allowed)
        self._names = frozenset(names)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        origin = headers.get("origin")
        if origin in self._allowed:
            await self._answer_allowed(origin, scope, receive, send)
        elif origin is None or scope["method"] in HARMLESS_METHODS or self._is_own(origin, headers.get("host", "")):
            # Without the CORS headers the browser keeps the answer from a foreign page.
            await self._app(scope, receive, self._varying(send))
        else:
            await FOREIGN_ORIGIN.response()(scope, receive, send)

    async def _answer_allowed(self, origin: str, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_cors(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = origin
                headers["Access-Control-Expose-Headers"] = "Retry-After"
            await self._varying(send)(message)

        if scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope):
            await _preflight()(scope, receive, with_cors)
        else:
            await self._app(scope, receive, with_cors)

    def _is_own(self, origin: str, host: str) -> bool:
        if not host or origin.partition("://")[2] != host:
            return False
        return not self._names or host in self._names or _names_no_other(host)

    def _varying(self, send: Send) -> Send:
        """A cache must not give one origin what was answered to another."""
        if not self._allowed:
            return send

        async def varying(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).add_vary_header("Origin")
            await send(message)

        return varying


def _names_no_other(host: str) -> bool:
    """An address, or this machine: a name might be a stranger's, made to lead here."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or bool(ip_address(name))
    except ValueError:
        return False


def _preflight() -> Response:
    return Response(
        status_code=204,
        headers={
            "Access-Control-Allow-Methods": ALLOWED_METHODS,
            "Access-Control-Allow-Headers": ALLOWED_HEADERS,
            "Access-Control-Max-Age": PREFLIGHT_KEPT_S,
        },
    )
