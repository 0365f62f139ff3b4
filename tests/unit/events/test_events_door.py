"""The door of events, as pages, beacons and strangers use it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from assistant.app import create_app
from rerank.events.event import Event, EventKind
from rerank.events.stored_events import Kept
from tests.unit.public_shop import Shop, is_problem
from webhooks.events.bodies import MOST_EVENTS
from webhooks.events.door import EventDesk, events_router

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OWN = "http://shop.test"
VIEW = {"id": "e1", "type": "view", "at": "2026-03-01T11:59:00Z", "product_id": "kettle"}


class RememberedEvents:
    """Keeps each id once."""

    def __init__(self) -> None:
        self.kept: dict[str, Event] = {}
        self.left_out: dict[str, int] = {}

    async def keep(
        self, events: Sequence[Event], *, channel: str, received_at: datetime, left_out: Mapping[str, int]
    ) -> Kept:
        new = {event.event_id: event for event in events if event.event_id not in self.kept}
        self.kept.update(new)
        self.left_out = dict(left_out)
        return Kept(taken=len(new), duplicates=len(events) - len(new))


class EventShop(Shop):
    def __init__(self, *, presumes_consent: bool = False, keeps_words: bool = False, **settings: Any) -> None:
        super().__init__(**settings)
        self.events = RememberedEvents()
        desk = EventDesk(
            events=self.events,
            sessions=self.sessions,
            presumes_consent=presumes_consent,
            keeps_words=keeps_words,
            now=lambda: NOW,
        )
        services = replace(self.services, doors=[events_router(desk, self.turnstile)])
        app = create_app(self.settings, services)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=OWN)

    async def tell(self, *rows: Any, headers: Mapping[str, str] | None = None, **batch: Any) -> httpx.Response:
        body = {"events": rows, "consent": True, "visit": "v1", "device": "d1", **batch}
        return await self.client.post("/events", json=body, headers=headers)


@pytest.fixture
def shop() -> EventShop:
    return EventShop()


async def test_events_are_taken_and_counted(shop: EventShop) -> None:
    told = await shop.tell(VIEW, {**VIEW, "id": "e2", "type": "add_to_cart", "quantity": 2})

    assert (told.status_code, told.headers["cache-control"]) == (202, "no-store")
    assert told.json() == {"taken": 2, "duplicates": 0, "without_consent": 0, "refused": []}
    kept = shop.events.kept["e1"]
    assert (kept.kind, kept.product_id, kept.occurred_at) == (EventKind.VIEW, "kettle", NOW - timedelta(minutes=1))
    assert (kept.actor.device_id, kept.actor.visit_id, kept.actor.shopper_id) == ("d1", "v1", None)


async def test_what_is_told_again_is_a_duplicate(shop: EventShop) -> None:
    await shop.tell(VIEW)
    assert (await shop.tell(VIEW)).json() | {"refused": None} == {
        "taken": 0,
        "duplicates": 1,
        "without_consent": 0,
        "refused": None,
    }


@pytest.mark.parametrize(
    ("row", "reason", "field"),
    [
        ({**VIEW, "type": "mind_reading"}, "unknown_type", "type"),
        ({**VIEW, "id": "spaces are not for ids"}, "malformed", "id"),
        ({**VIEW, "at": "2026-03-01T11:59:00"}, "malformed", "at"),
        ({**VIEW, "product_id": "nul\x00"}, "malformed", "product_id"),
        ({**VIEW, "value": {"amount_minor": 4.5, "currency": "USD"}}, "malformed", "value.amount_minor"),
        ("not an event", "malformed", None),
        ({"id": "e", "type": "click"}, "incomplete", "product_id"),
        ({**VIEW, "type": "impression"}, "incomplete", "position"),
        ({**VIEW, "type": "dwell"}, "incomplete", "dwell_ms"),
        ({**VIEW, "at": "2026-02-01T00:00:00Z"}, "too_old", "at"),
        ({**VIEW, "at": "2026-03-01T13:00:00Z"}, "in_future", "at"),
    ],
)
async def test_a_row_that_cannot_be_kept_does_not_cost_the_others(
    shop: EventShop, row: Any, reason: str, field: str | None
) -> None:
    told = await shop.tell(row, {**VIEW, "id": "good"})

    assert told.json()["refused"] == [{"row": 0, "reason": reason, "field": field}]
    assert list(shop.events.kept) == ["good"]
    assert shop.events.left_out[reason] == 1


async def test_who_shops_is_known_by_the_token_and_never_told_by_the_page(shop: EventShop) -> None:
    bearer = await shop.open_session()
    await shop.tell({**VIEW, "shopper_id": "maya"}, shopper_id="maya", headers=bearer)
    await shop.tell({**VIEW, "id": "e2", "shopper_id": "maya"}, shopper_id="maya")

    assert shop.events.kept["e1"].actor.shopper_id == "ann"
    assert shop.events.kept["e1"].actor.conversation_id == "talk-1"
    assert shop.events.kept["e2"].actor.shopper_id is None


async def test_a_beacon_is_plain_text_with_the_token_in_it(shop: EventShop) -> None:
    token = (await shop.open_session())["Authorization"].removeprefix("Bearer ")
    body = json.dumps({"events": [VIEW], "consent": True, "token": token})

    told = await shop.client.post(
        "/events", content=body, headers={"Content-Type": "text/plain;charset=UTF-8", "Origin": OWN}
    )

    assert told.status_code == 202
    assert shop.events.kept["e1"].actor.shopper_id == "ann"


async def test_a_token_that_opens_nothing_is_refused_wherever_it_stands(shop: EventShop) -> None:
    assert is_problem(await shop.tell(VIEW, token="stolen"), 401, "unauthenticated")
    assert is_problem(await shop.tell(VIEW, headers={"Authorization": "Bearer stolen"}), 401, "unauthenticated")
    assert not shop.events.kept


async def test_w2_plain_text_of_a_foreign_page_is_refused(shop: EventShop) -> None:
    told = await shop.client.post(
        "/events",
        content=json.dumps({"events": [VIEW], "consent": True}),
        headers={"Content-Type": "text/plain", "Origin": "https://elsewhere.test"},
    )

    assert is_problem(told, 403, "foreign_origin")
    assert not shop.events.kept


async def test_w2_plain_text_of_an_allowed_page_is_taken_and_still_nothing_else_takes_it() -> None:
    shop = EventShop(allowed_origins="https://www.shop.example")
    plain = {"Content-Type": "text/plain", "Origin": "https://www.shop.example"}
    told = await shop.client.post("/events", content=json.dumps({"events": [VIEW], "consent": True}), headers=plain)
    assert (told.status_code, told.headers["access-control-allow-origin"]) == (202, "https://www.shop.example")

    said = json.dumps({"request_id": "r", "text": "hello"})
    bearer = await shop.open_session()
    chat = await shop.client.post("/chat/messages", content=said, headers={**plain, **bearer})
    assert is_problem(chat, 415, "not_json")


@pytest.mark.parametrize("media_type", ["text/html", "application/x-www-form-urlencoded", ""])
async def test_other_kinds_of_content_are_refused(shop: EventShop, media_type: str) -> None:
    told = await shop.client.post("/events", content=b"{}", headers={"Content-Type": media_type})
    assert is_problem(told, 415, "not_json")


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b'{"events": 1}', b"\xff", b'{"events": [], "device": "a b"}', b"[" * 5000]
)
async def test_what_is_no_batch_is_told_so(shop: EventShop, body: bytes) -> None:
    told = await shop.client.post("/events", content=body, headers={"Content-Type": "application/json"})
    assert is_problem(told, 422, "invalid_request")


async def test_a_batch_has_its_bounds(shop: EventShop) -> None:
    rows = [{**VIEW, "id": f"e{number}"} for number in range(MOST_EVENTS)]
    assert (await shop.tell(*rows)).json()["taken"] == MOST_EVENTS
    told = await shop.tell(*rows, VIEW)
    assert is_problem(told, 422, "invalid_request")
    assert [error["pointer"] for error in told.json()["errors"]] == ["/body/events"]


@pytest.mark.parametrize(
    ("presumes", "batch", "headers", "taken"),
    [
        (False, {"consent": True}, {}, 1),
        (False, {"consent": None}, {}, 0),
        (False, {"consent": False}, {}, 0),
        (True, {"consent": None}, {}, 1),
        (True, {"consent": False}, {}, 0),
        (True, {"consent": True}, {"Sec-GPC": "1"}, 0),
        (False, {"consent": True}, {"DNT": "1"}, 0),
        (False, {"consent": True}, {"DNT": "0"}, 1),
    ],
)
async def test_nothing_is_kept_without_consent(
    presumes: bool, batch: dict[str, Any], headers: dict[str, str], taken: int
) -> None:
    shop = EventShop(presumes_consent=presumes)

    told = await shop.tell(VIEW, headers=headers, **batch)

    assert (told.json()["taken"], told.json()["without_consent"]) == (taken, 1 - taken)
    assert len(shop.events.kept) == taken


@pytest.mark.parametrize(("keeps_words", "kept"), [(False, None), (True, "a kettle, and my card is [card number]")])
async def test_what_was_searched_for_is_kept_only_where_words_are(keeps_words: bool, kept: str | None) -> None:
    shop = EventShop(keeps_words=keeps_words)
    await shop.tell({"id": "s", "type": "search", "query": "a kettle, and my card is 4111 1111 1111 1111"})
    assert shop.events.kept["s"].query == kept


async def test_an_event_without_a_time_happened_when_it_came(shop: EventShop) -> None:
    await shop.tell({"id": "s", "type": "search"})
    kept = shop.events.kept["s"]
    assert (kept.occurred_at, kept.is_time_told) == (NOW, False)


async def test_too_many_batches_are_turned_away() -> None:
    shop = EventShop(limit_events="2 0.001/s")
    answers = [(await shop.tell({**VIEW, "id": f"e{number}"})).status_code for number in range(3)]
    assert answers == [202, 202, 429]
