"""The private server that runs the actions for Rasa."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
import pytest
from prometheus_client import CollectorRegistry, Counter
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import ActionExecutionRejection

from actions.replies import tell
from assistant.action_server import create_action_app
from catalog.stages import Stopwatch
from tests.logs import Written, captured_logs
from tests.unit.fakes import FOUND

SECRET = "0123456789abcdef0123456789abcdef"


async def find(dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
    stopwatch = Stopwatch()
    with stopwatch.measure("parse"):
        tell(dispatcher, FOUND, stopwatch)
    return [{"event": "slot", "name": "said", "value": tracker.latest_message["text"]}]


async def break_(dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> None:
    raise ValueError(tracker.latest_message["text"])


async def reject(dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> None:
    raise ActionExecutionRejection("action_reject")


@pytest.fixture(autouse=True)
def logs() -> Iterator[Written]:
    with captured_logs() as written:
        yield written


@pytest.fixture
async def rasa() -> AsyncIterator[httpx.AsyncClient]:
    executor = ActionExecutor()
    for name, run in (("action_find", find), ("action_break", break_), ("action_reject", reject)):
        executor.register_function(name, run)
    figures = CollectorRegistry()
    Counter("aisle_lists_ordered", "Lists", registry=figures).inc()
    transport = httpx.ASGITransport(create_action_app(executor, secret=SECRET, figures=figures))
    headers = {"Authorization": f"Bearer {SECRET}"}
    async with httpx.AsyncClient(transport=transport, base_url="http://actions.test", headers=headers) as client:
        yield client


def call(action: str) -> dict[str, Any]:
    message = {"text": "canary", "metadata": {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}}
    return {
        "next_action": action,
        "sender_id": "s",
        "tracker": {"sender_id": "s", "slots": {}, "latest_message": message, "events": []},
        "domain": {"actions": []},
    }


async def test_action_runs_and_its_time_comes_back(rasa: httpx.AsyncClient) -> None:
    answered = await rasa.post("/actions", json=call("action_find"))
    assert answered.status_code == 200
    body = answered.json()
    assert body["events"] == [{"event": "slot", "name": "said", "value": "canary"}]
    (response,) = body["responses"]
    assert response["custom"]["answer"]["speech"] == FOUND.speech
    stages = response["custom"]["stages"]
    assert stages["action"] >= stages["parse"] > 0


async def test_figures_are_told_to_the_gateway_only(rasa: httpx.AsyncClient) -> None:
    assert "aisle_lists_ordered_total 1.0" in (await rasa.get("/figures")).text
    assert (await rasa.get("/figures", headers={"Authorization": "Bearer x"})).status_code == 401


@pytest.mark.parametrize("credentials", ["", "Bearer", f"Bearer {SECRET}x", f"bearer {SECRET}", "Bearer é"])
async def test_stranger_runs_nothing(rasa: httpx.AsyncClient, credentials: str) -> None:
    headers = {"Authorization": credentials.encode()}
    answered = await rasa.post("/actions", json=call("action_break"), headers=headers)
    assert answered.status_code == 401


@pytest.mark.parametrize(("action", "status"), [("action_reject", 400), ("action_unknown", 404), ("action_break", 500)])
async def test_failure_tells_rasa_its_kind_and_nothing_else(
    rasa: httpx.AsyncClient, logs: Written, action: str, status: int
) -> None:
    answered = await rasa.post("/actions", json=call(action))
    assert answered.status_code == status
    assert answered.json()["action_name"] == action
    assert "canary" not in answered.text
    assert "canary" not in logs.text


async def test_broken_action_is_logged_with_its_place(rasa: httpx.AsyncClient, logs: Written) -> None:
    await rasa.post("/actions", json=call("action_break"))
    (broke,) = logs.named("action_broke")
    assert (broke["action"], broke["error"]) == ("action_break", "ValueError")
    assert "break_" in broke["raised_at"][-1]


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'"x"', b'{"next_action": "action_find"}', b"[" * 100_000])
async def test_call_that_is_none_is_refused(rasa: httpx.AsyncClient, content: bytes) -> None:
    assert (await rasa.post("/actions", content=content)).status_code == 400


async def test_health_needs_no_secret(rasa: httpx.AsyncClient) -> None:
    assert (await rasa.get("/health", headers={"Authorization": ""})).json() == {"status": "ok"}
