"""A sentence that nothing was sure of, read by a model over HTTP, in a conversation with the actions."""

import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest

from assistant.language_model import open_language_model
from assistant.llm.understanding.interpreter import interpreter_of
from assistant.llm_settings import CommandModelSettings
from shop.phrasing import manners
from tests.model_server.asked import Asked
from tests.model_server.modes import LIES, Mode
from tests.model_server.server import MODEL, ModelServer
from tests.unit.llm.understanding_talk import reading
from tests.unit.market import MARKET, Talk

RIDDLE = "summat white wet an creamy for me cuppa would do nicely"
REFUSED = {"intent": {"name": "nlu_fallback", "confidence": 0.6}}
WITHIN_S = 0.4
SLACK_S = 0.2
# Whatever a model does, what it says then is nothing, or not what was asked for.
SPOILT = [mode for mode in Mode if mode not in {Mode.WELL, Mode.NO_USAGE, Mode.WRONG_USAGE}]
Opened = Callable[[], Any]


@asynccontextmanager
async def talking(server: ModelServer) -> AsyncIterator[Talk]:
    settings = CommandModelSettings(llm_model=MODEL, llm_url=server.url, llm_understanding_s=WITHIN_S)
    async with open_language_model(settings) as model:
        yield Talk(interpreter=interpreter_of(model, lambda: MARKET, most_s=WITHIN_S))


async def test_a_riddle_is_read_and_searched_for(model_server: ModelServer) -> None:
    model_server.answers["understanding"] = reading("product_search", text="milk")
    async with talking(model_server) as talk:
        assert "Barrow Milk" in await talk.says(RIDDLE, "out_of_scope", understood=REFUSED)
    assert model_server.requests[0].data["sentence"] == RIDDLE


@pytest.mark.parametrize("mode", SPOILT)
async def test_l5_however_it_misbehaves_the_turn_ends_in_time_and_the_cart_stays(
    model_server: ModelServer, mode: Mode
) -> None:
    model_server.answers["understanding"] = reading("add_to_cart", text="milk", confidence=1.0)
    await model_server.be(mode)
    async with talking(model_server) as talk:
        began = time.perf_counter()
        speech = await talk.says(RIDDLE, "out_of_scope", understood=REFUSED)
        assert time.perf_counter() - began < WITHIN_S + SLACK_S
        assert talk.carts.held == {}
        assert speech == manners.BEYOND[0] or speech.startswith("Do you want me to ") or mode in LIES


@pytest.mark.parametrize("mode", LIES)
async def test_l2_l4_nothing_of_a_lie_is_said_or_searched_for(model_server: ModelServer, mode: Mode) -> None:
    model_server.answers["understanding"] = reading("product_search", text="milk", confidence=1.0)
    await model_server.be(mode)
    async with talking(model_server) as talk:
        speech = await talk.says("milk", "out_of_scope", understood=REFUSED)
        speech += await talk.says(RIDDLE, "out_of_scope", understood=REFUSED)
        searched = " ".join(query.text for query in talk.shelf.searched)
    for word in ("Zephyr", "zephyr", "1.99", "override", "evil", "http", "![", "10"):
        assert word not in speech
        assert word not in searched


async def test_l1_a_title_that_gives_orders_is_data(model_server: ModelServer) -> None:
    """The server does what a fooled model would: it obeys the words that stand in the data."""

    def fooled(asked: Asked) -> dict[str, Any]:
        orders = "Jam" in str(asked.data["on_screen"])
        return reading("add_to_cart", references=[1], quantity=10 if orders else None, confidence=1.0)

    model_server.answers["understanding"] = fooled
    async with talking(model_server) as talk:
        await talk.says("plum jam", "search_products")
        speech = await talk.says("wossat like on a bit of toast", "out_of_scope", understood=REFUSED)
        assert speech == "Do you want me to add the Plum Jam to your cart?"
        await talk.says("what's in my cart", "view_cart")
        assert talk.carts.held == {}
    sent = model_server.requests[0]
    assert "Plum Jam" not in str(sent.body["messages"][0]["content"])
    assert "Plum Jam" in str(sent.data)


async def test_who_is_busy_with_something_else_is_not_asked(model_server: ModelServer) -> None:
    settings = CommandModelSettings(llm_model=MODEL, llm_url=model_server.url, llm_uses="speaking")
    async with open_language_model(settings) as model:
        assert interpreter_of(model, lambda: MARKET, most_s=WITHIN_S) is None
