"""The embedded provider while the database cannot be asked: told as a problem that passes, at each of its addresses."""

from contextlib import AbstractAsyncContextManager

import httpx
import pytest
from fastapi import FastAPI
from psycopg import OperationalError

from assistant.settings import GatewaySettings
from catalog.connections import Connection
from tests.unit.public_shop import SECRETS, is_problem, turnstile_in_memory
from webhooks import problems
from webhooks.accounts.provider.clients import Client
from webhooks.accounts.provider.metadata import provider_metadata_router
from webhooks.accounts.provider.own_keys import OwnKeys
from webhooks.accounts.provider.provider import Provider
from webhooks.accounts.provider.tokens_router import tokens_router

ISSUER = "https://assistant.shop.example"
CLIENT = Client(client_id="agent", name="Agent", redirect_uris=("https://agent.example/callback",))
UNKNOWN_KEY = "eyJhbGciOiJFUzI1NiIsImtpZCI6IngifQ.e30.AAAA"


class LostDatabase:
    def connection(self) -> AbstractAsyncContextManager[Connection]:
        raise OperationalError("connection refused")


@pytest.mark.parametrize(
    ("method", "path", "form"),
    [
        ("GET", "/oauth/jwks", None),
        ("POST", "/oauth/token", {"grant_type": "authorization_code", "code": "c", "client_id": "agent"}),
        ("POST", "/oauth/revoke", {"token": "t", "client_id": "agent"}),
        ("POST", "/oauth/revoke", {"token": UNKNOWN_KEY, "client_id": "agent"}),
    ],
)
async def test_lost_database_is_no_fault_of_the_client(method: str, path: str, form: dict[str, str] | None) -> None:
    lost = LostDatabase()
    keys = OwnKeys(lost, secret="s" * 32, new_id=lambda: "id")
    provider = Provider(lost, clients={"agent": CLIENT}, keys=keys, issuer=ISSUER, new_id=lambda: "id")
    app = FastAPI()
    problems.install(app)
    app.include_router(tokens_router(provider, turnstile_in_memory(GatewaySettings.model_validate(SECRETS))))
    app.include_router(provider_metadata_router(ISSUER, keys))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=ISSUER) as client:
        assert is_problem(await client.request(method, path, data=form), 503, "unavailable")
