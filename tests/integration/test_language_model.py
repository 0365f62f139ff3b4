"""A language model behind real HTTP, in every way a server can misbehave: an answer in time, or none in time."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import pairwise
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict

from assistant.language_model import open_language_model
from assistant.llm.errors import NoAnswer, Why
from assistant.llm.openai_service import Format, OpenAIService
from assistant.llm.port import Ask, LanguageModel, Use
from assistant.llm.request import request_of
from assistant.llm.service import Address
from assistant.llm_settings import ModelSettings
from tests.model_server import Mode, ModelServer
from tests.model_server.server import MODEL

WITHIN_S = 0.6
# Asked for by nobody, but true to the form: whether it is true at all is for those who asked to find out.
FIT_THE_FORM = {
    Mode.WELL,
    Mode.INVENTED_PRODUCT,
    Mode.INJECTED,
    Mode.MARKDOWN_IMAGE,
    Mode.NO_USAGE,
    Mode.WRONG_USAGE,
    Mode.BUSY_ONCE,
    Mode.FAILING_ONCE,
    Mode.KNOWS_NO_SCHEMAS,
    Mode.KNOWS_NO_FORMATS,
    Mode.KNOWS_MAX_TOKENS,
}
WHY = {
    Mode.SLOW: {Why.SLOW},
    Mode.STALLING: {Why.SLOW},
    Mode.DRIPPING: {Why.SLOW},
    Mode.ENDLESS: {Why.SLOW, Why.MALFORMED},
    Mode.ENDLESS_SPACES: {Why.SLOW, Why.MALFORMED},
    Mode.HALF_BODY: {Why.DOWN},
    Mode.REFUSING: {Why.REFUSED},
    Mode.FILTERED: {Why.REFUSED},
    Mode.BUSY: {Why.BUSY},
    Mode.FAILING: {Why.DOWN},
    Mode.UNAUTHORISED: {Why.REFUSED},
    Mode.NO_SUCH_MODEL: {Why.REFUSED},
    Mode.REDIRECTING: {Why.REFUSED},
    Mode.CLOSED: {Why.DOWN},
    Mode.DROPPING: {Why.DOWN},
    Mode.DROPPING_AFTER_HEADERS: {Why.DOWN},
    Mode.DROPPING_MIDWAY: {Why.DOWN},
}


class Meant(BaseModel):
    model_config = ConfigDict(extra="forbid")

    intent: Literal["search", "affirm"]
    words: str


ANSWER = {"intent": "search", "words": "a light tent"}
Open = Callable[..., Any]


@pytest.fixture
def opened(model_server: ModelServer) -> Open:
    # Where no schema is sent, the server is not told what it is asked for.
    model_server.answers |= {"understanding": ANSWER, "": ANSWER}

    @asynccontextmanager
    async def open_(**settings: Any) -> AsyncIterator[LanguageModel]:
        given = {"llm_model": MODEL, "llm_url": model_server.url, **settings}
        async with open_language_model(ModelSettings.model_validate(given)) as model:
            assert model is not None
            yield model

    return open_


def _ask(**changed: Any) -> Ask[Meant]:
    asked: dict[str, Any] = {
        "use": Use.UNDERSTANDING,
        "instructions": "Say what is meant.",
        "data": {"said": "something light to sleep in"},
        "answer": Meant,
        "within_s": WITHIN_S,
        "most_tokens": 200,
    }
    return Ask(**(asked | changed))


@pytest.mark.parametrize("is_streamed", [False, True], ids=["whole", "streamed"])
@pytest.mark.parametrize("mode", list(Mode))
async def test_each_way_of_misbehaving_is_over_in_time(
    mode: Mode, is_streamed: bool, model_server: ModelServer, opened: Open
) -> None:
    await model_server.be(mode)
    heard: list[str] = []
    async with opened() as model:
        began = time.monotonic()
        try:
            told = await model.ask(_ask(), on_text=heard.append if is_streamed else None)
        except NoAnswer as exc:
            took_s, why = time.monotonic() - began, exc.why
            assert mode not in FIT_THE_FORM
            assert why in WHY.get(mode, {Why.MALFORMED} | ({Why.DOWN} if is_streamed else set()))
        else:
            took_s = time.monotonic() - began
            assert mode in FIT_THE_FORM or (is_streamed and mode is Mode.HALF_BODY)
            assert told.intent == "search"
        assert took_s <= WITHIN_S * 1.1
        before = len(heard)
    assert len(heard) == before
    assert not model_server.elsewhere


@pytest.mark.parametrize("is_streamed", [False, True], ids=["whole", "streamed"])
async def test_a_request_is_of_the_recorded_shape(is_streamed: bool, model_server: ModelServer, opened: Open) -> None:
    """What every server has to know: nothing else is asked of it, and nothing is told it."""
    async with opened(llm_key="sk-of-the-test") as model:
        await model.ask(_ask(temperature=0.9), on_text=(lambda _: None) if is_streamed else None)
    (asked,) = model_server.requests
    system, user = asked.body["messages"]
    assert set(asked.body) == {"model", "messages", "temperature", "max_tokens", "response_format"} | (
        {"stream", "stream_options"} if is_streamed else set()
    )
    assert asked.body["model"] == MODEL
    assert (system["role"], user["role"]) == ("system", "user")
    assert system["content"].startswith("Say what is meant.\n\n")
    assert user["content"] == '<data>\n{"said":"something light to sleep in"}\n</data>'
    assert asked.body["temperature"] == 0.2
    assert asked.body["max_tokens"] == 200
    assert asked.body["response_format"] == {
        "type": "json_schema",
        "json_schema": {
            "name": "understanding",
            "strict": True,
            "schema": {
                "type": "object",
                "properties": {"intent": {"type": "string", "enum": ["search", "affirm"]}, "words": {"type": "string"}},
                "required": ["intent", "words"],
                "additionalProperties": False,
            },
        },
    }
    told = {name.lower() for name in asked.headers}
    assert asked.headers["Authorization"] == "Bearer sk-of-the-test"
    assert asked.headers["User-Agent"] == "aisle"
    assert told <= {
        "host", "accept", "accept-encoding", "connection", "user-agent", "content-length", "content-type",
        "authorization",
    }  # fmt: skip


async def test_openai_is_asked_by_its_own_name_for_the_length_of_an_answer() -> None:
    """Its newer models refuse `max_tokens`; nobody is called here."""
    service = OpenAIService(Address(model="gpt", url=None, key="k", is_own_network=False))
    body = service._body(request_of(_ask()), Format.SCHEMA)
    await service.close()
    assert body["max_completion_tokens"] == 200
    assert "max_tokens" not in body


async def test_a_key_of_openais_goes_to_no_other_server(
    model_server: ModelServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, "canary-of-openai")
    async with opened() as model:
        await model.ask(_ask())
    assert "canary" not in model_server.heard


async def test_what_stays_within_goes_by_no_proxy(
    model_server: ModelServer, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with opened() as model:
        assert (await model.ask(_ask())).intent == "search"


async def test_nothing_that_says_who_somebody_is_leaves(
    model_server: ModelServer, opened: Open, caplog: pytest.LogCaptureFixture
) -> None:
    data = {
        "said": "I'm at maya.okafor@example.com, call me Maya, code is 4821, order TL-010034",
        "turns": ["send it to 1428 Elm Street, Springfield, IL 62704", "card 4242 4242 4242 4242", "+1 312 555 0134"],
        "seen": {"title": "Trail tent <b>2</b>", "note": "see https://evil.example/?q=1"},
    }
    with caplog.at_level(logging.DEBUG):
        async with opened() as model:
            await model.ask(_ask(data=data, conversation_id="conversation-canary"))
    for canary in (
        "okafor", "Maya", "4821", "010034", "Elm", "Springfield", "62704", "4242", "555", "evil", "conversation-canary",
    ):  # fmt: skip
        assert canary not in model_server.heard
        assert canary not in caplog.text
    assert "something" not in caplog.text
    assert model_server.requests[0].data["seen"]["title"] == "Trail tent <b>2</b>"


@pytest.mark.parametrize("mode", [Mode.KNOWS_NO_SCHEMAS, Mode.KNOWS_NO_FORMATS])
async def test_what_a_server_knows_is_found_out_once(mode: Mode, model_server: ModelServer, opened: Open) -> None:
    await model_server.be(mode)
    async with opened() as model:
        await model.ask(_ask())
        refused = len(model_server.requests) - 1
        await model.ask(_ask())
        await model.ask(_ask())
    assert len(model_server.requests) == refused + 3
    assert '"additionalProperties": false' in model_server.requests[-1].body["messages"][0]["content"]


async def test_more_at_once_than_allowed_are_told_so_and_never_queue(model_server: ModelServer, opened: Open) -> None:
    await model_server.be(Mode.SLOW)
    model_server.pause_s = 0.2
    async with opened(llm_calls_at_once=3) as model:
        began = time.monotonic()
        told = await asyncio.gather(*(model.ask(_ask()) for _ in range(12)), return_exceptions=True)
        took_s = time.monotonic() - began
    whys = [each.why for each in told if isinstance(each, NoAnswer)]
    assert whys == [Why.BUSY_HERE] * 9
    assert model_server.most_at_once == 3
    assert took_s < 0.5


async def test_an_answer_that_grows_is_told_as_it_grows(model_server: ModelServer, opened: Open) -> None:
    model_server.piece_pause_s = 0.01
    heard: list[tuple[float, str]] = []
    async with opened() as model:
        began = time.monotonic()
        told = await model.ask(_ask(), on_text=lambda text: heard.append((time.monotonic() - began, text)))
        took_s = time.monotonic() - began
    assert all(later.startswith(before) for (_, before), (_, later) in pairwise(heard))
    assert Meant.model_validate_json(heard[-1][1]) == told
    assert heard[0][0] < took_s / 2
