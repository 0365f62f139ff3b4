"""The public server over fakes, as a client reaches it."""

import time
from collections.abc import Mapping
from typing import Any

import httpx
from prometheus_client import CollectorRegistry

from assistant.app import PublicServices, create_app
from assistant.metrics import Metrics
from assistant.readiness import Readiness
from assistant.settings import GatewaySettings
from rerank.ranking.stored_lists import ToldList
from tests.unit.fake_banners import FakeBanners
from tests.unit.fake_slips import FakeSlips
from tests.unit.fakes import NOON, FakeAssistant, FakeCarts, FakeIdentity, FakeResults, FakeSessions, FakeShelves
from webhooks.limits.local import LocalLimits
from webhooks.limits.operators import OperatorPasses
from webhooks.limits.turnstile import Turnstile
from webhooks.web.assets import Asset
from webhooks.web.visitors import Visitors

SECRET = "0123456789abcdef0123456789abcdef"
SVG = "http://www.w3.org/2000/svg"
PLAIN_ASSETS = {
    "index.html": Asset.of(b"<!doctype html>" + b" " * 600, "text/html"),
    "widget.js": Asset.of(b"(() => {})();", "text/javascript"),
}
SECRETS = {"action_secret": SECRET, "dialogue_secret": SECRET, "sender_secret": SECRET}


class Shop:
    """The public server with everything behind it in hand."""

    def __init__(self, *, assets: Mapping[str, Asset] | None = None, **settings: Any) -> None:
        self.assistant = FakeAssistant()
        self.sessions = FakeSessions()
        self.slips = FakeSlips()
        self.results = FakeResults()
        self.banners = FakeBanners()
        self.listed: list[ToldList] = []
        self.is_ready = True
        self.metrics = Metrics(CollectorRegistry())
        configured = GatewaySettings.model_validate({**SECRETS, **settings})
        self.turnstile = turnstile_in_memory(configured)
        services = PublicServices(
            assistant=self.assistant,
            carts=FakeCarts(),
            sessions=self.sessions,
            identity=FakeIdentity(self.sessions),
            slips=self.slips.wired(),
            turnstile=self.turnstile,
            shelves=FakeShelves(),
            results=self.results,
            banners=self.banners,
            visitors=Visitors(self.sessions, listed=self.listed.append, now=lambda: NOON),
            draw=lambda product, color: f'<svg xmlns="{SVG}">{product.title}{color or ""}</svg>',
            assets=assets or PLAIN_ASSETS,
            metrics=self.metrics,
            readiness=Readiness({"database": self._ready}),
        )
        self.settings, self.services = configured, services
        self.app = create_app(configured, services)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://shop.test")

    async def _ready(self) -> bool:
        return self.is_ready

    async def open_session(self) -> dict[str, str]:
        opened = await self.client.post("/chat/sessions")
        assert opened.status_code == 201
        return {"Authorization": f"Bearer {opened.json()['token']}"}

    async def say(self, *, headers: Mapping[str, str] | None = None, **body: Any) -> httpx.Response:
        message = {"request_id": "r1", "text": "a rain jacket", **body}
        return await self.client.post("/chat/messages", json=message, headers=headers)


def turnstile_in_memory(settings: GatewaySettings) -> Turnstile:
    limits = LocalLimits(settings.rates, clock=time.monotonic)
    return Turnstile(limits=limits, passes=OperatorPasses(secret=SECRET))


def is_problem(response: httpx.Response, status: int, code: str) -> bool:
    body = response.json()
    return (
        response.status_code == status
        and response.headers["content-type"] == "application/problem+json"
        and body["status"] == status
        and body["type"] == f"urn:aisle:problem:{code}"
        and bool(body["title"])
    )
