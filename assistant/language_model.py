"""Opens the language model that was configured, if one was."""

import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

from prometheus_client import CollectorRegistry

from assistant.llm.bookkeeping import Books
from assistant.llm.budget import Budget
from assistant.llm.figures import ModelFigures
from assistant.llm.guard import GuardedModel, Rules
from assistant.llm.port import LanguageModel
from assistant.llm.service import Address
from assistant.llm.stored_spending import Spender, StoredSpending
from assistant.llm_settings import ModelSettings
from catalog.connections import Connections


@asynccontextmanager
async def open_language_model(
    settings: ModelSettings,
    connections: Connections | None = None,
    *,
    registry: CollectorRegistry | None = None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> AsyncIterator[LanguageModel | None]:
    """None where none is configured. Without a database, as in commands, budgets hold for this process alone."""
    if settings.llm_model is None:
        yield None
        return
    # Takes half a second to import, which nobody without a model has to wait for.
    from assistant.llm.openai_service import OpenAIService  # noqa: PLC0415

    async with AsyncExitStack() as stack:
        service = OpenAIService(address_of(settings))
        stack.push_async_callback(service.close)
        budget = Budget(settings.llm_limits, new_id=_new_id, now=now)
        if connections is not None:
            spender = Spender(spender_id=_new_id(), model=settings.llm_model, currency=settings.llm_currency)
            books = Books(budget, StoredSpending(connections, spender), now=now)
            await books.open()
            stack.push_async_callback(books.close)
        model = GuardedModel(service, _rules(settings), budget, ModelFigures(registry))
        stack.push_async_callback(model.close)
        yield model


def address_of(settings: ModelSettings) -> Address:
    return Address(
        model=settings.llm_model or "",
        url=settings.llm_url,
        key=settings.llm_key.get_secret_value() if settings.llm_key else None,
        is_own_network=settings.asks_within,
    )


def model_name(settings: ModelSettings) -> str:
    """The same model of another server is another."""
    host = urlsplit(settings.llm_url).netloc if settings.llm_url else "openai"
    return f"{settings.llm_model}@{host}"


def _rules(settings: ModelSettings) -> Rules:
    within_s = {use: settings.llm_within_s[use] for use in settings.llm_uses}
    return Rules(
        name=model_name(settings), within_s=within_s, prices=settings.llm_prices, at_once=settings.llm_calls_at_once
    )


def _new_id() -> str:
    return uuid.uuid4().hex
