"""Puts together what lists know of a session's intent: in the gateway as they are made, in the worker ahead of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime

from assistant.background_settings import BackgroundSettings
from assistant.following import every, following
from assistant.llm.port import LanguageModel, Use
from assistant.llm.ranking.scorer import ModelScorer
from assistant.llm_settings import ModelSettings
from assistant.session_settings import SessionSettings
from catalog.connections import Connections
from rerank.candidates.book import Book
from rerank.ranking.leaning import Leaning
from rerank.ranking.model import Chosen, ModelChoice
from rerank.ranking.moment import Moment
from rerank.recommending import Ranks
from rerank.session.fits import Fits, Scorer
from rerank.session.fitted import FittedRanking, SessionMemory
from rerank.session.making import HomeLists
from rerank.session.sessions import Sessions
from rerank.session.stored_fits import StoredFits
from rerank.session.thinking import AT_ONCE, LOOK_EVERY_S, Thinking
from shop.shown import Surface


@asynccontextmanager
async def open_session_fit(
    settings: SessionSettings,
    ranking: Ranks,
    connections: Connections,
    *,
    scorer: Scorer | None,
    book: Callable[[], Book | None],
    now: Callable[[], datetime],
) -> AsyncIterator[Ranks]:
    """The ranking itself, where this is switched on for no surface."""
    if not settings.session_fit_surfaces:
        yield ranking
        return
    fits, sessions = Fits(lasts=settings.session_fit_lasts, now=now), Sessions()
    stored = StoredFits(connections=connections)
    thinking = Thinking(fits, sessions, stored, scorer=scorer, lasts=settings.session_fit_lasts, now=now)
    memory = SessionMemory(sessions=sessions, fits=fits, thinking=thinking, category_of=_category_in(book))
    async with AsyncExitStack() as stack:
        for _ in range(AT_ONCE):
            await stack.enter_async_context(following(thinking.think, what="what fits a session", pause=every(0.0)))
        await stack.enter_async_context(following(thinking.look, what="session fits", pause=every(LOOK_EVERY_S)))
        yield FittedRanking(ranking, memory, surfaces=settings.session_fit_surfaces)


def scorer_of(model: LanguageModel | None, settings: ModelSettings) -> Scorer | None:
    """None without a model, or where it is used for other things only."""
    if model is None or not model.is_used_for(Use.RANKING):
        return None
    return ModelScorer(model, within_s=settings.llm_within_s[Use.RANKING])


def list_making(
    settings: BackgroundSettings, connections: Connections, model: LanguageModel | None, *, now: Callable[[], datetime]
) -> Callable[[], Awaitable[int]]:
    """What the worker does for the home page; nothing in a shop whose home page follows nothing."""
    if Surface.HOME not in settings.session_fit_surfaces:
        return _nothing
    lists = HomeLists(
        connections=connections,
        stored=StoredFits(connections=connections),
        scorer=scorer_of(model, settings),
        lasts=settings.session_fit_lasts,
        now=now,
    )
    return lists.make


async def _nothing() -> int:
    return 0


class LeaningChoice:
    """Everybody's order leans to what fits; the arms of a trial are what they were at its start."""

    def __init__(self, choice: ModelChoice) -> None:
        self._choice = choice

    def choose(self, moment: Moment) -> Chosen:
        chosen = self._choice.choose(moment)
        return chosen if chosen.arm else Chosen(model=Leaning(chosen.model))


def _category_in(book: Callable[[], Book | None]) -> Callable[[str], str | None]:
    def category_of(product_id: str) -> str | None:
        current = book()
        place = current.places.get(product_id) if current else None
        return current.categories[current.of_category[place]] if current and place is not None else None

    return category_of
