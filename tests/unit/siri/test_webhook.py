"""The Siri webhook over fakes: who may speak, what is answered, and that every refusal can be spoken."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI

from assistant.settings import GatewaySettings
from shop.reply import Reply
from shop.turn import Buying, Channel
from tests.unit.fakes import FOUND, NOON, FakeAssistant, reply
from tests.unit.public_shop import SECRETS, turnstile_in_memory
from webhooks import problems
from webhooks.callers import Visit
from webhooks.errors import AssistantUnavailable, NotFound, RequestIdReused, TurnInProgress, Unauthenticated
from webhooks.siri.bodies import SaidToSiri
from webhooks.siri.device_rows import TOKEN_PREFIX, Device, IssuedDevice
from webhooks.siri.speech import spoken
from webhooks.siri.webhook import OTHERWISE, SPOKEN, SPOKEN_BY_CODE, rendered, siri_router

SETTINGS = GatewaySettings.model_validate({**SECRETS})
TOKEN = f"{TOKEN_PREFIX}maya"
CART = "https://shop.example/cart"


class OneDevice:
    """Maya's: "phone-1" is its conversation."""

    async def issue(self, shopper_id: str, *, name: str) -> IssuedDevice:
        return IssuedDevice(device_id="phone", name=name, issued_at=NOON, token=TOKEN)

    async def of_shopper(self, shopper_id: str) -> Sequence[Device]:
        return ()

    async def revoke(self, shopper_id: str, device_id: str) -> None: ...

    async def heard(self, token: str, *, request_id: str, conversation_id: str | None) -> Visit:
        if token != TOKEN:
            raise Unauthenticated
        if conversation_id not in {None, "phone-1"}:
            raise NotFound(what="conversation")
        return Visit(shopper_id="maya", conversation_id="phone-1")


class Siri:
    def __init__(self) -> None:
        self.assistant = FakeAssistant()
        app = FastAPI()
        problems.install(app)
        router: APIRouter = siri_router(
            assistant=self.assistant, devices=OneDevice(), turnstile=turnstile_in_memory(SETTINGS)
        )
        app.include_router(router)
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.test")

    async def hears(self, token: str | None = TOKEN, *, query: str = "", **body: Any) -> httpx.Response:
        said = {"text": "a rain jacket", "request_id": "r1", **body}
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return await self.client.post(f"/webhooks/siri{query}", json=said, headers=headers)


@pytest.fixture
def siri() -> Siri:
    return Siri()


def is_speakable(response: httpx.Response, status: int) -> bool:
    body = response.json()
    return (
        response.status_code == status
        and response.headers["content-type"] == "application/problem+json"
        and response.headers["cache-control"] == "no-store"
        and body["status"] == status
        and body["speech"] == spoken(body["speech"])
    )


async def test_an_answer_has_the_fields_of_the_contract_and_no_other(siri: Siri) -> None:
    answered = await siri.hears()
    assert answered.status_code == 200
    assert answered.json() == {
        "speech": FOUND.speech,
        "display": FOUND.text,
        "expects_reply": True,
        "conversation_id": "phone-1",
        "link": None,
    }


async def test_what_is_said_reaches_the_assistant_as_a_turn_that_may_not_order(siri: Siri) -> None:
    await siri.hears(locale="en_US@calendar=gregorian", conversation_id="phone-1")
    [turn] = siri.assistant.heard
    assert (turn.channel, turn.buying, turn.locale) == (Channel.SIRI, Buying.BY_LINK, "en-US")
    assert (turn.shopper_id, turn.conversation_id, turn.request_id) == ("maya", "phone-1", "r1")


async def test_s1_a_token_in_the_address_is_refused_even_beside_the_right_header(siri: Siri) -> None:
    for query in (f"?token={TOKEN}", f"?access_token={TOKEN}", f"?a={TOKEN}"):
        assert is_speakable(await siri.hears(None, query=query), 401)
        assert is_speakable(await siri.hears(query=query), 401)
    assert siri.assistant.heard == []


@pytest.mark.parametrize("token", [None, "nobody", f"{TOKEN}x", ""])
async def test_s1_no_token_and_a_wrong_one_are_refused_alike(siri: Siri, token: str | None) -> None:
    refused = await siri.hears(token)
    assert is_speakable(refused, 401)
    assert refused.headers["www-authenticate"] == "Bearer"
    assert siri.assistant.heard == []


async def test_s1_another_s_conversation_is_unknown(siri: Siri) -> None:
    assert is_speakable(await siri.hears(conversation_id="tablet-1"), 404)
    assert siri.assistant.heard == []


async def test_a_stranger_s_nonsense_tells_only_that_a_token_is_needed(siri: Siri) -> None:
    assert is_speakable(await siri.client.post("/webhooks/siri", content=b"{", headers={}), 401)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"text": " \x00 "},
        {"text": "x" * 501},
        {"text": None},
        {"request_id": ""},
        {"request_id": "has blanks"},
        {"request_id": "x" * 129},
        {"locale": "no locale!"},
        {"conversation_id": "x" * 129},
        {"conversation_id": 7},
    ],
)
async def test_what_is_no_request_is_told_to_say_it_again(siri: Siri, wrong: dict[str, Any]) -> None:
    assert is_speakable(await siri.hears(**wrong), 422)
    assert siri.assistant.heard == []


async def test_five_hundred_signs_and_unknown_fields_are_heard(siri: Siri) -> None:
    answered = await siri.hears(text="x" * 500, conversation_id="", device={"os": "27.1"})
    assert answered.status_code == 200


async def test_only_json_is_read(siri: Siri) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "text/plain"}
    answered = await siri.client.post("/webhooks/siri", content=b'{"text": "hi", "request_id": "r"}', headers=headers)
    assert is_speakable(answered, 415)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (TurnInProgress(conversation_id="phone-1"), 409),
        (RequestIdReused(request_id="r1"), 422),
        (AssistantUnavailable(reason="database"), 503),
    ],
)
async def test_what_keeps_the_assistant_from_answering_is_spoken(siri: Siri, error: Exception, status: int) -> None:
    siri.assistant.refusal = error
    assert is_speakable(await siri.hears(), status)


async def test_a_request_id_that_was_used_before_is_no_fault_of_the_words(siri: Siri) -> None:
    siri.assistant.refusal = RequestIdReused(request_id="r1")
    assert (await siri.hears()).json()["speech"] == "Sorry, that didn't get through. Please say it again."


async def test_too_many_at_once_are_told_to_wait(siri: Siri) -> None:
    answers = [await siri.hears(request_id=f"r{n}") for n in range(60)]
    refused = [answer for answer in answers if answer.status_code != 200]
    assert refused
    assert all(is_speakable(answer, 429) for answer in refused)
    assert int(refused[0].headers["retry-after"]) >= 1


def test_every_refusal_is_said_in_plain_words() -> None:
    assert all(words == spoken(words) for words in (*SPOKEN.values(), *SPOKEN_BY_CODE.values(), OTHERWISE))


def with_link(link: str | None) -> Reply:
    return replace(reply(), link=link)


@pytest.mark.parametrize("link", ["/cart", "javascript:alert(1)", "ftp://shop.example"])
def test_only_what_a_browser_opens_is_a_link(link: str) -> None:
    assert rendered(with_link(link), conversation_id="phone-1").link is None


def test_a_link_is_handed_on_and_not_spoken() -> None:
    answer = rendered(with_link(CART), conversation_id="phone-1")
    assert answer.link == CART
    assert "shop.example" not in answer.speech


def test_s3_the_speech_of_an_answer_is_plain_and_short() -> None:
    long = replace(reply(), speech='Tom & "J" <b> 🎉 at https://shop.example/x. ' * 60)
    said = rendered(long, conversation_id="phone-1").speech
    assert len(said) <= 600
    assert not set("<>🎉") & set(said)
    assert "shop.example" not in said


def test_a_shortcut_may_leave_out_what_it_does_not_know() -> None:
    said = SaidToSiri.model_validate({"text": "hello", "request_id": "r"})
    assert (said.locale, said.conversation_id) == ("en-US", None)
