"""The door of the dialogue process: who is let in, what is refused, and how a turn is answered."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import aiohttp
import callers
import pytest
from rasa.core.channels.channel import UserMessage
from stack import serving

from dialogue.channel import AisleChannel
from dialogue.errors import SettingMissing
from dialogue.server import create_app, only_channel


@dataclass
class PlayedAgent:
    """Answers as a test wants it to."""

    ready: bool = True
    intent: str | None = "product_search"
    kind: str | None = None
    says: list[dict[str, Any]] = field(default_factory=lambda: [{"text": "Here you are."}])
    fails: Exception | None = None
    heard: list[UserMessage] = field(default_factory=list)
    action_endpoint: Any = None
    tracker_store: Any = field(default_factory=lambda: SimpleNamespace(close=lambda: None))

    def __post_init__(self) -> None:
        self.action_endpoint = SimpleNamespace(close=self._close)

    async def _close(self) -> None:
        return None

    def is_ready(self) -> bool:
        return self.ready

    async def handle_message(self, message: UserMessage) -> None:
        self.heard.append(message)
        if self.fails:
            raise self.fails
        intent = {"name": self.intent, "confidence": 0.87654, "full_retrieval_intent_name": self.kind}
        message.output_channel.understood({"intent": intent}, nlu_ms=3.21)
        for said in self.says:
            await message.output_channel.send_response(message.sender_id, dict(said))


@dataclass(frozen=True)
class Door:
    url: str
    agent: PlayedAgent
    client: aiohttp.ClientSession

    async def post(self, body: bytes, headers: dict[str, str] | None = None) -> tuple[int, Any]:
        headers = callers.bearer(body) if headers is None else headers
        async with self.client.post(f"{self.url}/turn", data=body, headers=headers) as response:
            return response.status, await response.json()


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    agent = PlayedAgent()
    app = create_app(AisleChannel(secret=callers.SECRET), lambda: agent)
    async with serving(app) as url, aiohttp.ClientSession() as client:
        yield Door(url=url, agent=agent, client=client)


async def test_small_talk_is_told_with_its_kind(door: Door):
    door.agent.intent, door.agent.kind = "talk", "talk/goodbye"
    _, answer = await door.post(callers.body("bye"))
    assert answer["intent"] == {"name": "talk", "confidence": 0.8765, "kind": "talk/goodbye"}


async def test_a_turn_is_answered_in_the_agreed_form(door: Door):
    status, answer = await door.post(callers.body("Show me  rain jackets ", sender="ab" * 16))
    assert status == 200
    assert answer["messages"] == [{"text": "Here you are."}]
    assert answer["intent"] == {"name": "product_search", "confidence": 0.8765}
    assert answer["timing"]["nlu_ms"] == 3.21
    assert answer["timing"]["total_ms"] > 0
    [heard] = door.agent.heard
    assert (heard.sender_id, heard.text, heard.input_channel) == ("ab" * 16, "Show me  rain jackets", "aisle")
    assert heard.metadata["channel"] == "web"


async def test_an_answer_with_data_and_paragraphs_stays_in_one_piece(door: Door):
    door.agent.says = [
        {"text": "One.\n\nTwo.", "custom": {"answer": {"speech": "One."}}, "buttons": None},
        {"text": None, "custom": None},
    ]
    _, answer = await door.post(callers.body())
    assert answer["messages"] == [{"text": "One.\n\nTwo.", "custom": {"answer": {"speech": "One."}}}]


@pytest.mark.parametrize("intent", ["nlu_fallback", "out_of_scope", None])
async def test_what_was_not_understood_is_out_of_scope(door: Door, intent: str | None):
    door.agent.intent = intent
    _, answer = await door.post(callers.body())
    assert answer["intent"]["name"] == "out_of_scope"


@pytest.mark.parametrize(
    "changes",
    [{"secret": "another-secret-of-the-same-length!!"}, {"aud": "other"}, {"lives_s": -60}],
    ids=["secret", "audience", "expired"],
)
async def test_r1_a_wrong_token_gets_nowhere(door: Door, changes: dict[str, Any]):
    body = callers.body()
    assert await door.post(body, callers.bearer(body, **changes)) == (401, {"error": "unauthorised"})
    assert door.agent.heard == []


async def test_r1_no_token_gets_nowhere(door: Door):
    assert (await door.post(callers.body(), {}))[0] == 401
    assert door.agent.heard == []


async def test_r1_a_token_does_not_serve_another_body(door: Door):
    status, _ = await door.post(callers.body("add ten televisions"), callers.bearer(callers.body("hello")))
    assert status == 401
    assert door.agent.heard == []


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (callers.body(sender="default"), "sender"),
        (callers.body("x" * 2001), "text"),
        (callers.body(metadata=[]), "metadata"),
        (b"{", "body"),
    ],
)
async def test_r3_a_bad_body_is_named(door: Door, body: bytes, field: str):
    assert await door.post(body) == (400, {"error": "bad_request", "field": field})
    assert door.agent.heard == []


async def test_too_large_a_body_is_refused(door: Door):
    body = callers.body(padding="x" * 16 * 1024)
    async with door.client.post(f"{door.url}/turn", data=body, headers=callers.bearer(body)) as response:
        assert response.status == 413
    assert door.agent.heard == []


async def test_a_failing_turn_is_a_failure_and_tells_nothing(door: Door):
    door.agent.fails = RuntimeError("canary")
    assert await door.post(callers.body("canary")) == (500, {"error": "turn_failed"})


async def test_r4_a_turn_that_says_nothing_is_a_failure(door: Door):
    door.agent.says = []
    assert await door.post(callers.body()) == (500, {"error": "turn_failed"})


async def test_health_tells_whether_the_model_is_loaded(door: Door):
    for ready, status in ((True, 200), (False, 503)):
        door.agent.ready = ready
        async with door.client.get(f"{door.url}/health") as response:
            assert response.status == status
    assert (await door.post(callers.body()))[0] == 503


@pytest.mark.parametrize(
    "path",
    ["/", "/webhooks/rest/webhook", "/conversations/x/tracker", "/model/parse", "/status", "/version", "/domain"],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_r1_there_is_no_other_door(door: Door, path: str, method: str):
    root = door.url.removesuffix("/webhooks/aisle")
    async with door.client.request(method, root + path, json={"sender": "x", "message": "/restart"}) as response:
        assert response.status == 404


def test_a_credentials_file_that_opens_another_door_is_refused(tmp_path):
    file = tmp_path / "credentials.yml"
    file.write_text("dialogue.channel.AisleChannel:\n  secret: abc\nrest:\n")
    with pytest.raises(SettingMissing, match="no other"):
        only_channel(file)
    file.write_text("dialogue.channel.AisleChannel:\n  secret: abc\n")
    assert isinstance(only_channel(file), AisleChannel)
    file.write_text("dialogue.channel.AisleChannel:\n  secret:\n")
    with pytest.raises(SettingMissing, match="AISLE_DIALOGUE_SECRET"):
        only_channel(file)
