"""What the doctor says of a language model, and what `aisle llm cost` reckons without asking it."""

from collections.abc import Callable
from typing import Any

import pytest

from assistant.doctor.findings import Finding
from assistant.doctor.language_model import look_at_language_model
from assistant.llm.port import Use
from assistant.llm.sample_questions import ask_samples
from catalog.writing import CatalogWriter
from tests.conftest import OneConnection
from tests.integration.small_shop import CONTENTS
from tests.model_server import Mode, ModelServer
from tests.model_server.server import MODEL

Configure = Callable[..., None]


@pytest.fixture
def configured(model_server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> Configure:
    model_server.answers |= {"understanding": {"sum": 42}, "": {"sum": 42}}

    def set_(**more: Any) -> None:
        for name, value in {"llm_model": MODEL, "llm_url": model_server.url, **more}.items():
            monkeypatch.setenv(f"AISLE_{name.upper()}", str(value))

    return set_


async def _only(database_url: str | None = None) -> Finding:
    (finding,) = await look_at_language_model(database_url)
    return finding


async def test_a_shop_without_a_model_is_told_so() -> None:
    assert (await _only()).state == "unknown"


async def test_one_that_answers_is_told_with_its_price_and_what_is_left(
    configured: Configure, database_url: str
) -> None:
    configured(llm_input_price="0.40", llm_output_price="1.60", llm_day_tokens=12_345, llm_day_money="2")
    finding = await _only(database_url)
    assert finding.state == "ok"
    for told in (
        f"{MODEL}@127.0.0.1",
        "json_schema",
        "understanding, speaking",
        "0.40/1.60 USD",
        "12,345 tokens are left",
    ):
        assert told in finding.says
    assert "2.00 of 2.00 USD" in finding.says


@pytest.mark.parametrize(
    ("mode", "says", "advises"),
    [
        (Mode.CLOSED, "down", "AISLE_LLM_URL"),
        (Mode.UNAUTHORISED, "status 401", "AISLE_LLM_KEY"),
        (Mode.NO_SUCH_MODEL, "status 404", "AISLE_LLM_MODEL"),
        (Mode.NO_SUCH_MODEL, "status 404", "AISLE_LLM_URL"),
        (Mode.WRONG_SCHEMA, "malformed", "docs/language-model.md"),
        (Mode.NO_JSON, "malformed", "docs/language-model.md"),
        (Mode.BUSY, "status 429", "limits"),
    ],
)
async def test_what_is_wrong_is_told_with_what_to_do(
    mode: Mode, says: str, advises: str, configured: Configure, model_server: ModelServer
) -> None:
    configured()
    await model_server.be(mode)
    finding = await _only()
    assert finding.state == "wrong"
    assert says in finding.says
    assert advises in finding.advice


async def test_one_that_takes_longer_than_a_use_has_is_too_slow(
    configured: Configure, model_server: ModelServer
) -> None:
    configured(llm_understanding_s="0.1")
    await model_server.be(Mode.SLOW)
    model_server.pause_s = 0.2
    finding = await _only()
    assert finding.state == "wrong"
    assert "has 0.1" in finding.says


@pytest.mark.parametrize(
    ("budget", "says"),
    [
        ({"llm_day_tokens": 0}, "the day's budget is used up"),
        ({"llm_conversation_tokens": 0}, "a conversation has no budget"),
        ({"llm_day_money": 0, "llm_input_price": "0.4", "llm_output_price": "1.6"}, "the day's budget is used up"),
    ],
)
async def test_one_that_no_budget_lets_be_asked_is_not_well(
    budget: dict[str, Any], says: str, configured: Configure
) -> None:
    configured(**budget)
    finding = await _only()
    assert finding.state == "wrong"
    assert says in finding.says


async def test_what_costs_nothing_needs_no_money(configured: Configure) -> None:
    configured(llm_day_money=0, llm_input_price=0, llm_output_price=0)
    assert (await _only()).state == "ok"


async def test_a_price_that_is_missing_is_named(configured: Configure) -> None:
    configured(llm_input_price="0.4")
    assert "AISLE_LLM_OUTPUT_PRICE not set" in (await _only()).says


async def test_a_setting_that_cannot_be_used_is_told_by_its_name(configured: Configure) -> None:
    configured(llm_url="http://api.example.com")
    finding = await _only()
    assert (finding.state, "AISLE_LLM_URL" in finding.says) == ("wrong", True)


async def test_what_questions_would_cost_is_reckoned_from_the_shops_own_goods(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    asked = await ask_samples(database)
    assert set(asked) == set(Use)
    for usages in asked.values():
        assert all(usage.input_tokens > 300 and usage.output_tokens > 50 for usage in usages)
