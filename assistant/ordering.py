"""Opens what products are recommended from and put in order by: models, candidates, and what sessions are after."""

from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime

from assistant.database import Pool
from assistant.learned_models import open_models
from assistant.llm.port import LanguageModel
from assistant.metrics import Metrics
from assistant.ranking import open_ranking
from assistant.recommending import follow_books
from assistant.session_fit import LeaningChoice, open_session_fit, scorer_of
from assistant.settings import GatewaySettings
from rerank.candidates.stored_books import BookKeeper
from rerank.learning.served_models import Serving
from rerank.recommending import Ranks


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What products are recommended from, and put in order by; `serving` tells by which model."""

    books: BookKeeper
    ranking: Ranks
    serving: Callable[[], Serving]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordering:
    """`records` are connections whose statements no shopper waits for."""

    settings: GatewaySettings
    shop: Pool
    records: Pool
    metrics: Metrics
    new_id: Callable[[], str]
    now: Callable[[], datetime]

    async def open(self, model: LanguageModel | None, stack: AsyncExitStack) -> Order:
        settings, metrics = self.settings, self.metrics
        models = await stack.enter_async_context(
            open_models(self.records, on_refused=metrics.model_refused, on_missing=metrics.arm_missing)
        )
        choice = LeaningChoice(models.choice) if settings.session_fit_leans else models.choice
        plain = await stack.enter_async_context(open_ranking(settings, choice, metrics, new_id=self.new_id))
        books = await follow_books(self.shop, stack)
        ranking = await stack.enter_async_context(
            open_session_fit(
                settings,
                plain,
                self.records,
                scorer=scorer_of(model, settings),
                book=books.current,
                now=self.now,
            )
        )
        return Order(books=books, ranking=ranking, serving=models.serving)
