"""A language model behind real HTTP, in every way a server can misbehave: an answer in time, or none in time."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict

from assistant.language_model import open_language_model
from assistant.llm.errors import NoAnswer, Why
from assistant.llm.port import Ask, LanguageModel, Use
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
