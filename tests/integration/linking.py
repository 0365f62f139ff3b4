"""A provider on the test's database, and a client that walks a customer through it as a browser would."""

import base64
import hashlib
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
from fastapi import FastAPI

from assistant.settings import GatewaySettings
from shop.shoppers.shoppers import Shoppers
from tests.integration.conftest import CUSTOMER_SECRET, SECRET, Gateway, new_id
from tests.unit.public_shop import turnstile_in_memory
from webhooks import problems
from webhooks.accounts.provider.clients import Client, by_id
from webhooks.accounts.provider.linking import Linking
from webhooks.accounts.provider.logins import Logins
from webhooks.accounts.provider.metadata import provider_metadata_router
from webhooks.accounts.provider.own_keys import OwnKeys
from webhooks.accounts.provider.pages_router import linking_router
from webhooks.accounts.provider.provider import Provider
from webhooks.accounts.provider.sealing import Seal
from webhooks.accounts.provider.tokens_router import tokens_router
from webhooks.accounts.verified_tokens import VerifiedTokens
from webhooks.web.assertions import Assertions, Trust
from webhooks.web.security import Origins, SecurityHeaders

SECRETS = dict.fromkeys(("action_secret", "dialogue_secret", "sender_secret"), SECRET)
ISSUER = "https://assistant.shop.example"
SIGN_IN = "https://www.shop.example/sign-in?for=assistant"
CALLBACK = "https://pitangui.amazon.com/api/skill/link/M1"
CLIENT_SECRET = "alexa-0123456789abcdef0123456789abcdef"
ALEXA = Client(
    client_id="alexa",
    name='Amazon <Alexa> & "friends"',
    redirect_uris=(CALLBACK, "https://layla.amazon.com/api/skill/link/M1"),
    secret_sha256=hashlib.sha256(CLIENT_SECRET.encode()).hexdigest(),
)
AGENT = Client(client_id="agent", name="An agent", redirect_uris=("http://127.0.0.1/callback", "com.agent.app:/done"))
BASIC = {"Authorization": "Basic " + base64.b64encode(f"alexa:{CLIENT_SECRET}".encode()).decode()}


@dataclass
class Provided:
    """`page` is the retailer's own for signing in; without one, customers of the demo shop are lent."""

    gateway: Gateway
    page: str | None = SIGN_IN
    demo_since: datetime | None = None
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    def __post_init__(self) -> None:
        keys = OwnKeys(self.gateway.shop_pool, secret=SECRET, new_id=new_id)
        pool = self.gateway.shop_pool
        self.provider = Provider(pool, clients=by_id([ALEXA, AGENT]), keys=keys, issuer=ISSUER, new_id=new_id)
        self.tokens = VerifiedTokens(keys, self.provider.rules, is_live=self.provider.is_live)
        logins = Logins(
            page=self.page,
            assertions=Assertions(Trust(key=CUSTOMER_SECRET, algorithms=("HS256",), audience="aisle")),
            shoppers=Shoppers(new_id=new_id),
            demo_since=self._demo_since,
        )
        linking = Linking(connections=pool, provider=self.provider, logins=logins, seal=Seal(secret=SECRET))
        turnstile = turnstile_in_memory(GatewaySettings.model_validate(SECRETS))
        app = FastAPI()
        problems.install(app)
        app.include_router(linking_router(linking, turnstile, https=True))
        app.include_router(tokens_router(self.provider, turnstile))
        app.include_router(provider_metadata_router(ISSUER, keys))
        transport = httpx.ASGITransport(SecurityHeaders(Origins(app, allowed=()), https=True))
        self.browser = httpx.AsyncClient(transport=transport, base_url=ISSUER)
        self.client = httpx.AsyncClient(transport=transport, base_url=ISSUER)

    async def _demo_since(self) -> datetime | None:
        return self.demo_since

    def asking(self, **others: Any) -> dict[str, Any]:
        told = {
            "response_type": "code",
            "client_id": "alexa",
            "redirect_uri": CALLBACK,
            "scope": "shopping",
            "state": 'a b&c="d"/é'.encode("ascii", "ignore").decode(),
            "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
            **others,
        }
        return {name: value for name, value in told.items() if value is not None}

    async def authorize(self, **others: Any) -> httpx.Response:
        return await self.browser.get("/oauth/authorize", params=self.asking(**others))

    async def consent(self, assertion: str, **others: Any) -> httpx.Response:
        """The page that asks, after the retailer's page has sent the browser back."""
        back = told_by(await self.authorize(**others))["return_to"]
        return await self.browser.get(f"{back}&assertion={assertion}")

    async def decide(self, page: httpx.Response, *, decision: str = "allow", **fields: str) -> httpx.Response:
        data = {"request": sealed_in(page), "decision": decision, **fields}
        return await self.browser.post("/oauth/authorize", data=data, headers={"Origin": ISSUER})

    async def code(self, assertion: str, **others: Any) -> str:
        return told_by(await self.decide(await self.consent(assertion, **others)))["code"]

    async def exchange(self, code: str, *, headers: dict[str, str] | None = None, **others: Any) -> httpx.Response:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": self.verifier,
            **others,
        }
        sent = {name: value for name, value in form.items() if value is not None}
        return await self.client.post("/oauth/token", data=sent, headers=BASIC if headers is None else headers)

    async def refresh(self, token: str, *, headers: dict[str, str] | None = None, **others: Any) -> httpx.Response:
        form = {"grant_type": "refresh_token", "refresh_token": token, **others}
        return await self.client.post("/oauth/token", data=form, headers=BASIC if headers is None else headers)

    async def linked(self, assertion: str) -> dict[str, Any]:
        answered = await self.exchange(await self.code(assertion))
        assert answered.status_code == 200, answered.text
        told: dict[str, Any] = answered.json()
        return told


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def told_by(response: httpx.Response) -> dict[str, str]:
    """What the address says that the browser is sent to."""
    assert response.status_code == 303, response.text
    return dict(parse_qsl(urlsplit(response.headers["location"]).query, keep_blank_values=True))


def sealed_in(page: httpx.Response) -> str:
    assert page.status_code == 200, page.text
    found = re.search(r'name="request" value="([^"]*)"', page.text)
    assert found is not None
    return unescape(found[1])


def error_of(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, response.json()["error"]
