"""Lets agents in: who calls is judged before anything is read, and what they say is handed to the protocol's server."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.server.transport_security import TransportSecuritySettings
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from shop.turn import Channel
from webhooks import problems
from webhooks.accounts.access_tokens import AccessTokens
from webhooks.callers import Caller, Callers
from webhooks.errors import AccessTokenRefused
from webhooks.limits.limits import Bucket, Kind
from webhooks.limits.turnstile import Turnstile
from webhooks.mcp.calls import Agent
from webhooks.web.json_requests import NOT_KEPT

PATH = "/mcp"
METADATA = "/.well-known/oauth-protected-resource"
SCOPE = "shopping"
APPLICATION = "mcp"

log = structlog.get_logger("aisle.agents")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorRules:
    """`url` is where agents find us; `issuer` the provider whose tokens are believed, if any is."""

    url: str
    issuer: str | None
    guests: bool

    @property
    def metadata_url(self) -> str:
        return f"{self.url.removesuffix(PATH)}{METADATA}{PATH}"


class AgentDoor:
    def __init__(self, rules: DoorRules, *, tokens: AccessTokens, callers: Callers, turnstile: Turnstile) -> None:
        self._rules = rules
        self._tokens = tokens
        self._callers = callers
        self._turnstile = turnstile

    async def admit(self, request: Request) -> Agent | Response:
        """Who it is, or why not: in the words of RFC 6750, with the way to a token of RFC 9728."""
        await self._turnstile.admit(request, Kind.ADDRESS_MESSAGES)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            if self._rules.guests and not scheme:
                await self._turnstile.admit(request, Kind.MCP)
                return Agent()
            return self._refusal(401)
        try:
            return await self._customer(request, token.strip())
        except AccessTokenRefused as exc:
            log.warning("agent_refused", reason=exc.reason)
            is_narrow = exc.reason == "scope"
            return self._refusal(403 if is_narrow else 401, "insufficient_scope" if is_narrow else "invalid_token")

    async def _customer(self, request: Request, token: str) -> Agent:
        identified = await self._tokens.customer_of(token, scope=SCOPE, resource=self._rules.url)
        await self._turnstile.take(request, Bucket(kind=Kind.MCP, caller=identified.customer_id))
        visit = await self._callers.visit(
            Caller(
                channel=Channel.AGENT,
                application=APPLICATION,
                session=identified.customer_id,
                access_token=token,
                resource=self._rules.url,
            )
        )
        return Agent(customer_shopper_id=visit.shopper_id)

    def _refusal(self, status: int, error: str | None = None) -> Response:
        told = [f'resource_metadata="{self._rules.metadata_url}"', f'scope="{SCOPE}"']
        if error:
            told.insert(0, f'error="{error}"')
        codes = {401: ("unauthenticated", "An access token is needed"), 403: ("scope", "The token is not for shopping")}
        code, title = codes[status]
        problem = problems.Problem(
            status=status, code=code, title=title, headers={"WWW-Authenticate": f"Bearer {', '.join(told)}"}
        )
        return problem.response()


def agents_router(door: AgentDoor, sessions: StreamableHTTPSessionManager, rules: DoorRules) -> APIRouter:
    """Every call stands alone: no gateway has to remember an agent, and no stream is held open."""
    router = APIRouter(include_in_schema=False)

    @router.post(PATH)
    async def call(request: Request) -> Response:
        admitted = await door.admit(request)
        if isinstance(admitted, Response):
            return admitted
        request.state.agent = admitted
        return _HandedOver(sessions)

    @router.get(METADATA)
    @router.get(f"{METADATA}{PATH}")
    async def metadata() -> Response:
        told: dict[str, Any] = {
            "resource": rules.url,
            "authorization_servers": [rules.issuer] if rules.issuer else [],
            "scopes_supported": [SCOPE],
            "bearer_methods_supported": ["header"],
            "resource_name": "Shopping",
        }
        return JSONResponse(told, headers={"Cache-Control": "public, max-age=3600"})

    return router


def sessions_for(server: Any, *, hosts: Sequence[str], max_body_bytes: int) -> StreamableHTTPSessionManager:
    """`hosts` are the names we go by: a page that made its own name lead here is refused by them."""
    return StreamableHTTPSessionManager(
        server,
        json_response=True,
        stateless=True,
        security_settings=TransportSecuritySettings(
            allowed_hosts=[*hosts],
            allowed_origins=[f"{scheme}://{host}" for host in hosts for scheme in ("http", "https")],
        ),
        max_request_body_size=max_body_bytes,
    )


def hosts_of(url: str) -> Sequence[str]:
    """Of the address that the shop is known by; a port that goes without saying may be said."""
    parts = urlsplit(url)
    name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return (name, f"{name}:{parts.port or (443 if parts.scheme == 'https' else 80)}")


class _HandedOver(Response):
    """The protocol's server answers for itself."""

    def __init__(self, sessions: StreamableHTTPSessionManager) -> None:
        super().__init__()
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._sessions.handle_request(scope, receive, _not_kept(send))


def _not_kept(send: Send) -> Send:
    async def sending(message: Any) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message["headers"] if name.lower() != b"cache-control"]
            added = [(name.lower().encode(), value.encode()) for name, value in NOT_KEPT.items()]
            message = {**message, "headers": [*kept, *added]}
        await send(message)

    return sending
