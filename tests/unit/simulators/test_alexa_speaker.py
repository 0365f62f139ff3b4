"""What is sent in Alexa's name, and what of every sample of the skill's model arrives as the shopper's words."""

import base64
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from assistant.development import CERTIFICATE_URL, SKILL_ID, Development
from assistant.simulators.alexa import AlexaSpeaker
from assistant.simulators.errors import CallRefused, NoSuchRequest
from assistant.simulators.memory import Memory
from assistant.simulators.wire import Answered, Wire
from webhooks.alexa.carriers import ANSWER_INTENT, CARRIERS, SLOT
from webhooks.alexa.envelope import read
from webhooks.alexa.skill.hearing import FITS, Hearing
from webhooks.alexa.slot_values import FOUR_DIGITS, NUMBER, ORDINAL, SEARCH_QUERY
from webhooks.alexa.wishes import wish_of

OPEN = {
    "version": "1.0",
    "sessionAttributes": {"waiting": True},
    "response": {
        "outputSpeech": {"type": "SSML", "ssml": "<speak>Salt &amp; <break/> pepper?</speak>"},
        "card": {"type": "Simple", "title": "The shop", "content": "Two\nlines"},
        "directives": [{"type": "Dialog.ElicitSlot", "slotToElicit": "answer"}],
        "shouldEndSession": False,
    },
}
CLOSED = {
    "version": "1.0",
    "response": {"outputSpeech": {"type": "PlainText", "text": "Bye."}, "shouldEndSession": True},
}
SAID = {SEARCH_QUERY: "two pints of oat milk", NUMBER: "7", ORDINAL: "second", FOUR_DIGITS: "4711"}


@dataclass(frozen=True, slots=True)
class FakeWire(Wire):
    """Answers with what was put there, and keeps what was sent."""

    answers: list[Any] = field(default_factory=list)
    sent: list[tuple[bytes, Any]] = field(default_factory=list)

    def call(self, method: str, path: str, *, body: bytes | None = None, headers: Any = None) -> Answered:
        assert (method, path) == ("POST", "/webhooks/alexa")
        self.sent.append((body or b"", headers))
        status, answer = self.answers.pop(0) if self.answers else (200, OPEN)
        return Answered(status=status, headers={}, body=json.dumps(answer).encode())

    @property
    def last(self) -> Any:
        return json.loads(self.sent[-1][0])


@pytest.fixture(scope="module")
def development(tmp_path_factory: pytest.TempPathFactory) -> Development:
    made = Development(tmp_path_factory.mktemp("state") / "development")
    made.ensure()
    return made


@pytest.fixture
def wire() -> FakeWire:
    return FakeWire("http://127.0.0.1:8080")


@pytest.fixture
def alexa(wire: FakeWire, development: Development) -> AlexaSpeaker:
    return AlexaSpeaker(wire=wire, development=development, user="amzn1.ask.account.guest", notes={})


def test_a_request_is_signed_by_the_local_authority(
    alexa: AlexaSpeaker, wire: FakeWire, development: Development
) -> None:
    alexa.says("find café au lait")
    body, headers = wire.sent[-1]
    assert headers["SignatureCertChainUrl"] == CERTIFICATE_URL
    key = x509.load_pem_x509_certificates(development.chain())[0].public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    key.verify(base64.b64decode(headers["Signature-256"]), body, padding.PKCS1v15(), SHA256())
    assert read(body).applications == {SKILL_ID}


def test_what_opens_the_skill_needs_words_that_the_skill_knows(alexa: AlexaSpeaker, wire: FakeWire) -> None:
    wire.answers.extend([(200, CLOSED), (200, CLOSED)])
    assert alexa.says("find oat milk").note is None
    assert wire.last["request"]["intent"]["slots"]["query"]["value"] == "oat milk"
    told = alexa.says("oat milk")
    assert told.note is not None
    assert wire.last["request"]["intent"] == {
        "name": "AMAZON.FallbackIntent",
        "confirmationStatus": "NONE",
        "slots": {},
    }


def test_while_the_microphone_is_open_everything_comes_whole(alexa: AlexaSpeaker, wire: FakeWire) -> None:
    told = alexa.requests("launch")
    assert (told.speech, told.is_open, told.shown) == ("Salt & pepper?", True, ("Card: The shop", "Two", "lines"))
    alexa.says("27 Heron Court")
    intent = wire.last["request"]["intent"]
    assert (intent["name"], intent["slots"]["answer"]["value"]) == (ANSWER_INTENT, "27 Heron Court")
    alexa.says("Yes")
    assert wire.last["request"]["intent"]["name"] == "AMAZON.YesIntent"


def test_a_session_goes_on_until_the_microphone_closes(alexa: AlexaSpeaker, wire: FakeWire) -> None:
    wire.answers.extend([(200, OPEN), (200, CLOSED)])
    alexa.requests("launch")
    alexa.requests("stop")
    alexa.requests("launch")
    sessions = [json.loads(body)["session"] for body, _ in wire.sent]
    assert [session["new"] for session in sessions] == [True, False, True]
    assert sessions[0]["sessionId"] == sessions[1]["sessionId"] != sessions[2]["sessionId"]
    assert [session["attributes"] for session in sessions] == [{}, {"waiting": True}, {}]


def test_a_refusal_is_told(alexa: AlexaSpeaker, wire: FakeWire) -> None:
    wire.answers.append((400, {"title": "The request cannot be read"}))
    with pytest.raises(CallRefused, match="400: The request cannot be read"):
        alexa.requests("launch")
    with pytest.raises(NoSuchRequest, match="launch"):
        alexa.requests("dance")


def test_an_account_and_a_screen_are_told(wire: FakeWire, development: Development) -> None:
    speaker = AlexaSpeaker(
        wire=wire, development=development, user="u", notes={}, access_token="token", has_screen=True
    )
    speaker.says("find milk")
    system = wire.last["context"]["System"]
    assert system["user"] == {"userId": "u", "accessToken": "token"}
    assert "Alexa.Presentation.APL" in system["device"]["supportedInterfaces"]


class Unsigned(Development):
    """Signing takes its time, and is tested once."""

    def signature_of(self, body: bytes) -> str:
        return ""


def test_every_sample_of_the_model_arrives_as_words(wire: FakeWire, tmp_path: Path) -> None:
    """Through the requests that Alexa would make of them, and the door's own reading of requests."""
    hearing = Hearing()
    alexa = AlexaSpeaker(wire=wire, development=Unsigned(tmp_path), user="u", notes={}, hearing=hearing)
    for name, carrier in CARRIERS.items():
        if name == ANSWER_INTENT or set(carrier.slots.values()) - FITS.keys():
            continue
        for sample in carrier.samples:
            said = SLOT.sub(lambda slot: SAID[carrier.slots[slot[1]]], sample)  # noqa: B023 - called at once
            alexa.notes.clear()
            alexa.says(said)
            heard = hearing.heard(said)
            arrived = wish_of(read(wire.sent[-1][0])).text
            assert arrived == heard.text, said


def test_what_is_remembered_is_for_its_owner_alone(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "development" / "said.json")
    assert memory.read() == {}
    memory.write({"alexa": {"session": "s"}})
    assert memory.read() == {"alexa": {"session": "s"}}
    assert memory.file.stat().st_mode & 0o777 == 0o600
    memory.file.write_text("[broken")
    assert memory.read() == {}
