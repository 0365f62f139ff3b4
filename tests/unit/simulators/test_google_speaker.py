"""What is sent in Dialogflow's name, and whom it is meant for."""

import json
from dataclasses import dataclass, field
from typing import Any

import jwt
import pytest

from assistant.development import GOOGLE_EMAIL, Development
from assistant.simulators.errors import NoSuchRequest
from assistant.simulators.google import Edition, GoogleSpeaker
from assistant.simulators.wire import Answered, Wire

CX = {
    "fulfillmentResponse": {
        "messages": [
            {"text": {"text": ["Found it."]}},
            {"outputAudioText": {"ssml": "<speak>Found &amp; said.</speak>"}},
            {"payload": {"richContent": [[{"type": "info", "title": "Oat Milk"}]]}},
        ]
    }
}
ES = {
    "fulfillmentText": "Found & said.",
    "fulfillmentMessages": [{"card": {"title": "Oat Milk"}}],
    "payload": {"aisle": {"ended": False}},
}


@dataclass(frozen=True, slots=True)
class FakeWire(Wire):
    sent: list[tuple[str, Any, Any]] = field(default_factory=list)

    def call(self, method: str, path: str, *, body: bytes | None = None, headers: Any = None) -> Answered:
        self.sent.append((path, json.loads(body or b"null"), headers))
        return Answered(status=200, headers={}, body=json.dumps(CX if path.endswith("cx") else ES).encode())


@pytest.fixture(scope="module")
def development(tmp_path_factory: pytest.TempPathFactory) -> Development:
    made = Development(tmp_path_factory.mktemp("state") / "development")
    made.ensure()
    return made


@pytest.mark.parametrize("address", ["http://127.0.0.1:8210", "http://localhost:8210"])
def test_a_token_is_for_the_server_that_is_called(development: Development, address: str) -> None:
    wire = FakeWire(address)
    GoogleSpeaker(wire=wire, development=development, notes={}).says("find oat milk")
    _, _, headers = wire.sent[-1]
    claims = jwt.decode(headers["Authorization"].removeprefix("Bearer "), options={"verify_signature": False})
    assert (claims["aud"], claims["email"]) == ("http://127.0.0.1:8210", GOOGLE_EMAIL)


@pytest.mark.parametrize("edition", ["cx", "es"])
def test_each_edition_says_and_tells_the_same(development: Development, edition: Edition) -> None:
    wire = FakeWire("http://127.0.0.1:8210")
    speaker = GoogleSpeaker(wire=wire, development=development, notes={}, edition=edition, access_token="token")
    told = [speaker.says("find oat milk"), speaker.requests("launch")]
    assert [(each.speech, each.is_open, each.shown) for each in told] == [("Found & said.", True, ("Oat Milk",))] * 2
    paths, bodies, _ = zip(*wire.sent, strict=True)
    assert set(paths) == {f"/webhooks/dialogflow/{edition}"}
    sessions = {json.dumps(body.get("sessionInfo", body.get("session"))) for body in bodies}
    assert len(sessions) == 1, "a conversation goes on"
    assert all('"accessToken": "token"' in json.dumps(body) for body in bodies)
    with pytest.raises(NoSuchRequest, match="launch"):
        speaker.requests("dance")


def test_a_session_of_the_same_names_is_kept_apart_by_its_notes(development: Development) -> None:
    wire = FakeWire("http://127.0.0.1:8210")
    for _ in range(2):
        GoogleSpeaker(wire=wire, development=development, notes={}).says("hello")
    assert len({body["sessionInfo"]["session"] for _, body, _ in wire.sent}) == 2
