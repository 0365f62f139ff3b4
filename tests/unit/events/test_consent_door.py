"""The shopper's say in what is learned from them, as pages use it."""

from dataclasses import replace

import httpx
import pytest

from assistant.app import create_app
from rerank.events.event import Actor
from shop.learning_refusals import Gone
from tests.unit.public_shop import Shop, is_problem
from webhooks.events.consent import ConsentDesk, consent_router

OWN = "http://shop.test"


class RememberedConsents:
    def __init__(self) -> None:
        self.heard: list[tuple[str, str | None, str | None]] = []

    async def withdraw(self, actor: Actor) -> Gone:
        self.heard.append(("withdraw", actor.shopper_id, actor.device_id))
        return Gone(events=3, lists=1)

    async def refuse(self, actor: Actor) -> None:
        self.heard.append(("refuse", actor.shopper_id, actor.device_id))

    async def agree(self, actor: Actor) -> None:
        self.heard.append(("agree", actor.shopper_id, actor.device_id))


class ConsentShop(Shop):
    def __init__(self) -> None:
        super().__init__()
        self.consents = RememberedConsents()
        desk = ConsentDesk(consents=self.consents, sessions=self.sessions)
        services = replace(self.services, doors=[consent_router(desk, self.turnstile)])
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(create_app(self.settings, services)), base_url=OWN
        )


@pytest.fixture
def shop() -> ConsentShop:
    return ConsentShop()


async def test_a_session_takes_back_what_its_shopper_and_browser_did(shop: ConsentShop) -> None:
    token = (await shop.sessions.open()).token
    answer = await shop.client.delete("/events", params={"device": "d1"}, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()) == (200, {"events": 3, "lists": 1})
    assert answer.headers["cache-control"] == "no-store"
    assert shop.consents.heard == [("withdraw", "ann", "d1")]


async def test_a_browser_without_a_session_takes_back_its_own(shop: ConsentShop) -> None:
    assert (await shop.client.delete("/events", params={"device": "d1"})).status_code == 200
    assert shop.consents.heard == [("withdraw", None, "d1")]


@pytest.mark.parametrize(("consent", "heard"), [(True, "agree"), (False, "refuse")])
async def test_a_decision_is_heard(shop: ConsentShop, consent: bool, heard: str) -> None:
    answer = await shop.client.post("/events/consent", json={"consent": consent, "device": "d1"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert shop.consents.heard == [(heard, None, "d1")]


async def test_nobody_takes_back_nothing(shop: ConsentShop) -> None:
    assert is_problem(await shop.client.delete("/events"), 422, "invalid_request")
    assert is_problem(await shop.client.post("/events/consent", json={"consent": True}), 422, "invalid_request")
    assert shop.consents.heard == []


async def test_a_token_that_opens_nothing_decides_nothing(shop: ConsentShop) -> None:
    for_nobody = {"Authorization": "Bearer nonsense"}
    refused = await shop.client.delete("/events", params={"device": "d1"}, headers=for_nobody)
    assert is_problem(refused, 401, "unauthenticated")
    assert shop.consents.heard == []


async def test_a_page_elsewhere_decides_nothing(shop: ConsentShop) -> None:
    elsewhere = {"Origin": "https://evil.example"}
    told = await shop.client.post("/events/consent", json={"consent": True, "device": "d1"}, headers=elsewhere)
    assert told.status_code == 403
    assert (await shop.client.delete("/events?device=d1", headers=elsewhere)).status_code == 403
    plain = await shop.client.post("/events/consent", content='{"consent": true, "device": "d1"}')
    assert plain.status_code == 415
    assert shop.consents.heard == []
