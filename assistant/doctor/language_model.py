"""Asks the configured language model one small question, and says how quick, how dear and how near its budget it is."""

import asyncio
from collections.abc import Iterable
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant import settings_told
from assistant.doctor.findings import Finding, fine, unknown, wrong
from assistant.language_model import address_of, model_name
from assistant.llm.budget import NOTHING, Amount
from assistant.llm.errors import ServiceFailed, Why
from assistant.llm.port import Ask, Use
from assistant.llm.prices import MICROS
from assistant.llm.request import Request, request_of
from assistant.llm.stored_spending import spent_since
from assistant.llm_settings import CommandModelSettings, ModelSettings

PART = "language model"
EXPLAINED = "docs/language-model.md says what a server has to do."
# A server of one's own may have to load the model first.
PATIENCE_S = 20.0
HEARD_AT_ONCE = (Use.UNDERSTANDING, Use.SPEAKING)
ADVICE = {
    Why.DOWN: "Is it running, and is AISLE_LLM_URL its address (mostly ending in /v1)?",
    Why.BUSY: "Its limits are reached: wait, or raise them there.",
    Why.REFUSED: "Look at AISLE_LLM_KEY and AISLE_LLM_MODEL, and whether AISLE_LLM_URL ends in /v1 or the like.",
    Why.MALFORMED: f"This model does not keep to a schema. {EXPLAINED}",
    Why.SLOW: "Take a smaller model, or more room in AISLE_LLM_UNDERSTANDING_S and AISLE_LLM_SPEAKING_S.",
}


class _Sum(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sum: int


async def look_at_language_model(database_url: str | None) -> Iterable[Finding]:
    try:
        settings = CommandModelSettings()
    except ValidationError as exc:
        advice = "The gateway does not start with it."
        return [wrong(PART, told, advice=advice) for told in settings_told.told(exc)]
    return [*_of_calls(settings), await _of_model(settings, database_url)]


def _of_calls(settings: ModelSettings) -> Iterable[Finding]:
    return () if settings.external_calls else (fine("external calls", "are forbidden (AISLE_EXTERNAL_CALLS=false)"),)


async def _of_model(settings: ModelSettings, database_url: str | None) -> Finding:
    if settings.llm_model is None:
        return unknown(PART, "none is configured; the shop answers without one")
    name = model_name(settings)
    try:
        took_s, told = await _tried(settings)
    except ServiceFailed as exc:
        status = f" (status {exc.status})" if exc.status else ""
        return wrong(PART, f"{name} does not answer as asked: {exc.why.value}{status}", advice=ADVICE[exc.why])
    except TimeoutError:
        return wrong(PART, f"{name} did not answer within {PATIENCE_S:g} s", advice=ADVICE[Why.SLOW])
    heard = [settings.llm_within_s[use] for use in HEARD_AT_ONCE if use in settings.llm_uses]
    if heard and took_s > min(heard):
        says = f"{name} took {took_s:.2f} s for a small question, and has {min(heard):g}"
        return wrong(PART, says, advice=ADVICE[Why.SLOW])
    uses = ", ".join(use.value for use in settings.llm_uses)
    answered = f"{name} answered in {took_s:.2f} s ({told}); asked for {uses}"
    spent = await _spent_today(settings, database_url) if database_url else None
    if used_up := _used_up(settings, spent):
        return wrong(
            PART, f"{name} is asked nothing: {used_up}", advice="The shop answers without it. Raise the budget."
        )
    return fine(PART, "; ".join([answered, _prices(settings), _left(settings, spent)]))


async def _tried(settings: ModelSettings) -> tuple[float, str]:
    """The second answer is measured: the first one may have to open connections and load a model."""
    from assistant.llm.openai_service import OpenAIService  # noqa: PLC0415 - as in assistant.language_model

    service = OpenAIService(address_of(settings))
    try:
        request = _question()
        async with asyncio.timeout(PATIENCE_S):
            await _answered(service, request)
            began = perf_counter()
            await _answered(service, request)
            return perf_counter() - began, service.answers_by
    finally:
        await service.close()


async def _answered(service: Any, request: Request) -> None:
    completion = await service.complete(request, on_text=None)
    try:
        _Sum.model_validate_json(completion.text, strict=True)
    except ValidationError:
        raise ServiceFailed(Why.MALFORMED) from None


def _question() -> Request:
    return request_of(
        Ask(
            use=Use.UNDERSTANDING,
            instructions="Tell the sum of the two numbers.",
            data={"first": 19, "second": 23},
            answer=_Sum,
            within_s=PATIENCE_S,
            most_tokens=50,
        )
    )


def _used_up(settings: ModelSettings, spent: Amount | None) -> str:
    """Why no budget lets a call through; empty if one would."""
    costs = bool(settings.llm_input_price or settings.llm_output_price)
    least, limits = Amount(tokens=1, cost_micros=int(costs)), settings.llm_limits
    if not limits.conversation.holds(least):
        return "a conversation has no budget"
    return "" if limits.day.holds((spent or NOTHING) + least) else "the day's budget is used up"


def _prices(settings: ModelSettings) -> str:
    missing = [
        name
        for name, price in (("INPUT", settings.llm_input_price), ("OUTPUT", settings.llm_output_price))
        if price is None
    ]
    if missing:
        return f"{' and '.join(f'AISLE_LLM_{name}_PRICE' for name in missing)} not set: nothing is reckoned for it"
    return (
        f"{settings.llm_input_price}/{settings.llm_output_price} {settings.llm_currency} a million tokens read/written"
    )


def _left(settings: ModelSettings, spent: Amount | None) -> str:
    limit = settings.llm_limits.day
    if spent is None:
        return f"{limit.tokens:,} tokens a day"
    left = f"{max(0, (limit.tokens or 0) - spent.tokens):,} of {limit.tokens:,} tokens are left today"
    if limit.cost_micros is None:
        return left
    money = max(0, limit.cost_micros - spent.cost_micros) / MICROS
    return f"{left}, and {money:.2f} of {limit.cost_micros / MICROS:.2f} {settings.llm_currency}"


async def _spent_today(settings: ModelSettings, database_url: str) -> Amount | None:
    try:
        async with (
            AsyncConnectionPool(database_url, min_size=1, max_size=1, open=False) as pool,
            pool.connection() as connection,
        ):
            uses = await spent_since(connection, datetime.now(UTC).date())
    except (psycopg.Error, PoolTimeout):
        return None
    money = sum(each.total.cost_micros for each in uses if each.currency == settings.llm_currency)
    return Amount(tokens=sum(each.total.usage.tokens for each in uses), cost_micros=money)
