"""What the provider does for clients: grants that customers allow, tokens for them, and their end."""

import time
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Any

import jwt
import structlog
from authlib.common.security import generate_token
from authlib.common.urls import add_params_to_uri
from authlib.oauth2.rfc6749 import OAuth2Error

from catalog.connections import Connection, Connections, connected
from webhooks.accounts.errors import OAuthRefused
from webhooks.accounts.provider import rows
from webhooks.accounts.provider.clients import SHOPPING, Client
from webhooks.accounts.provider.own_keys import ALGORITHM, OwnKey, OwnKeys
from webhooks.accounts.provider.protocol import Answer, Credential, Request, Server
from webhooks.accounts.provider.rows import Granting
from webhooks.accounts.token_reading import AccessToken, TokenRules, key_id_of, read_token
from webhooks.errors import AccessTokenRefused, AssistantUnavailable

CODE_LIFETIME = timedelta(minutes=2)
ACCESS_LIFETIME_S = 3600
REFRESH_LIFETIME = timedelta(days=180)
REFRESH_TOKEN_LENGTH = 48
Parameters = Mapping[str, str]

log = structlog.get_logger("aisle.accounts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """Whom a customer is asked to allow, and where the browser goes afterwards."""

    client: Client
    redirect_uri: str


class Provider:
    def __init__(
        self,
        connections: Connections,
        *,
        clients: Mapping[str, Client],
        keys: OwnKeys,
        issuer: str,
        new_id: Callable[[], str],
    ) -> None:
        self._connections = connections
        self.clients = clients
        self.keys = keys
        self._new_id = new_id
        self.issuer = issuer
        self.rules = TokenRules(issuer=issuer, audience=issuer, scope=SHOPPING)

    def asked(self, parameters: Parameters) -> Consent:
        """Raises OAuthRefused, with the client's own address once that has proved to be the client's.

        Nothing is allowed without a page that asks, so that a client who wants none shown gets nothing.
        """
        _, _, consent = self._validated(parameters)
        if "none" in parameters.get("prompt", "").split():
            raise self._refusal("login_required", "a page has to be shown", consent.redirect_uri, parameters)
        return consent

    def denied(self, parameters: Parameters) -> str:
        """Where the browser goes when the customer does not allow it."""
        server, grant, consent = self._validated(parameters)
        answer: Answer = server.create_authorization_response(grant.request, grant_user=None, grant=grant)
        return self._signed(answer.location or consent.redirect_uri)

    async def allowed(self, connection: Connection, parameters: Parameters, *, customer_id: str) -> str:
        """Where the browser goes with the code; works in the caller's transaction. Raises OAuthRefused."""
        server, grant, consent = self._validated(parameters)
        answer: Answer = server.create_authorization_response(grant.request, grant_user=customer_id, grant=grant)
        if server.code is None or answer.location is None:
            raise AssertionError("what was validated is granted")
        granting = Granting(
            grant_id=self._new_id(),
            client_id=consent.client.client_id,
            customer_id=customer_id,
            redirect_uri=consent.redirect_uri,
            is_redirect_told="redirect_uri" in parameters,
            code_challenge=parameters["code_challenge"],
            resource=parameters.get("resource"),
        )
        if not await rows.add_grant(connection, granting, code=server.code, lifetime=CODE_LIFETIME):
            raise OAuthRefused(code="stale", hint="the customer is gone")
        log.info("account_linked", client_id=granting.client_id, grant_id=granting.grant_id)
        return self._signed(answer.location)

    async def token(self, parameters: Parameters, *, authorization: str | None) -> Answer:
        key = await self.keys.signing()
        async with self._transaction() as connection:
            held = await _held(connection, parameters)
            server = Server(self.clients, held=held, issue=partial(self._issued, key))
            answer: Answer = server.create_token_response(Request(parameters, authorization=authorization))
            if server.is_reused and held is not None:
                await rows.revoke(connection, held.grant_id)
                log.warning("credential_used_twice", client_id=held.client_id, grant_id=held.grant_id)
            elif server.is_guessed:
                await _spend(connection, parameters)
                log.warning("code_verifier_wrong", client_id=held.client_id if held else None)
            elif server.spent is not None and server.token is not None:
                await _spend(connection, parameters)
                await rows.add_refresh_token(
                    connection,
                    server.token["refresh_token"],
                    grant_id=server.spent.grant_id,
                    lifetime=REFRESH_LIFETIME,
                )
        return answer

    async def revoke(self, parameters: Parameters, *, authorization: str | None) -> Answer:
        """An access token ends with everything issued beside it, as a refresh token does."""
        token = parameters.get("token", "")
        access = await self._own(token)
        async with self._transaction() as connection:
            if access is not None and access.grant_id is not None:
                held = await rows.granted(connection, access.grant_id)
            else:
                held = await rows.hold_refresh_token(connection, token)
            server = Server(self.clients, held=held)
            # A token is found without its hint; authlib would refuse one that it does not know.
            told = {name: value for name, value in parameters.items() if name != "token_type_hint"}
            answer: Answer = server.create_endpoint_response("revocation", Request(told, authorization=authorization))
            if server.revoked is not None:
                await rows.revoke(connection, server.revoked.grant_id)
                log.info("account_unlinked", client_id=server.revoked.client_id, grant_id=server.revoked.grant_id)
        return answer

    async def is_live(self, token: AccessToken) -> bool:
        if token.grant_id is None:
            return False
        async with self._transaction() as connection:
            return await rows.is_live(connection, token.grant_id)

    async def _own(self, token: str) -> AccessToken | None:
        try:
            key = await self.keys.find(key_id_of(token))
            return read_token(token, key, replace(self.rules, audience=None)) if key is not None else None
        except AccessTokenRefused:
            return None

    def _validated(self, parameters: Parameters) -> tuple[Server, Any, Consent]:
        server = Server(self.clients)
        try:
            grant = server.get_consent_grant(Request(parameters, method="GET"))
        except OAuth2Error as exc:
            location = self._signed(exc()[2][0][1]) if exc.redirect_uri else None
            raise OAuthRefused(code=exc.error, hint=exc.description or "", location=location) from exc
        resource = parameters.get("resource")
        if resource is not None and resource != self.issuer and not resource.startswith(f"{self.issuer}/"):
            raise self._refusal("invalid_target", "not a resource of this server", grant.redirect_uri, parameters)
        return server, grant, Consent(client=grant.client, redirect_uri=grant.redirect_uri)

    def _refusal(self, code: str, hint: str, redirect_uri: str, parameters: Parameters) -> OAuthRefused:
        state = [("state", parameters["state"])] if "state" in parameters else []
        location = self._signed(add_params_to_uri(redirect_uri, [("error", code), *state]))
        return OAuthRefused(code=code, hint=hint, location=location)

    def _signed(self, location: str) -> str:
        """So that a client who deals with several providers knows which one answers (RFC 9207)."""
        signed: str = add_params_to_uri(location, [("iss", self.issuer)])
        return signed

    def _issued(self, key: OwnKey, held: Credential) -> Mapping[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            # Whoever asks for one resource gets a token that no other door believes.
            "aud": held.resource or self.issuer,
            "sub": held.customer_id,
            "client_id": held.client_id,
            "grant_id": held.grant_id,
            "scope": SHOPPING,
            "jti": self._new_id(),
            "iat": now,
            "exp": now + ACCESS_LIFETIME_S,
        }
        headers = {"kid": key.key_id, "typ": "at+jwt"}
        return {
            "access_token": jwt.encode(claims, key.private, algorithm=ALGORITHM, headers=headers),
            "token_type": "Bearer",
            "expires_in": ACCESS_LIFETIME_S,
            "refresh_token": generate_token(REFRESH_TOKEN_LENGTH),
            "scope": SHOPPING,
        }

    def _transaction(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=lambda: AssistantUnavailable(reason="database"))


async def _held(connection: Connection, parameters: Parameters) -> Credential | None:
    if parameters.get("grant_type") == "authorization_code" and "code" in parameters:
        return await rows.hold_code(connection, parameters["code"])
    if parameters.get("grant_type") == "refresh_token" and "refresh_token" in parameters:
        return await rows.hold_refresh_token(connection, parameters["refresh_token"])
    return None


async def _spend(connection: Connection, parameters: Parameters) -> None:
    if parameters["grant_type"] == "authorization_code":
        await rows.spend_code(connection, parameters["code"])
    else:
        await rows.spend_refresh_token(connection, parameters["refresh_token"])
