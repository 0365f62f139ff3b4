"""Asks a search what shoppers ask, one after the other, and notes what it told and how long that took."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter

from assistant.evaluation.progress import Tell, told
from catalog.query import Query
from catalog.search import Found, Search
from catalog.understanding.parser import Understanding

# As deep as recall is measured, and among as many candidates as the assistant asks for.
TOLD, CANDIDATES = 50, 100
# Plans, caches and the network's memory are those of a shop that has been open for a while.
WARM_UP = 100

Ask = Callable[[str], Awaitable[Found]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Ids and scores of what was told, best first; nothing may be told and still something near be offered."""

    query_id: str
    ranked: tuple[str, ...]
    scores: tuple[float, ...]
    near_miss: bool
    ms: float


def understood_ask(
    search: Search, reader: Understanding, *, askable: Callable[[Query], Query] = lambda query: query
) -> Ask:
    """What the assistant does with a request: understand it, then search."""

    async def ask(text: str) -> Found:
        return await search.search(askable(reader.parse(text)), limit=TOLD, candidates=CANDIDATES)

    return ask


async def asked(queries: Mapping[str, str], ask: Ask, *, what: str, tell: Tell) -> list[Answer]:
    for text in list(queries.values())[:WARM_UP]:
        await ask(text)
    return [await _answer(query_id, text, ask) for query_id, text in told(what, [*queries.items()], tell)]


async def _answer(query_id: str, text: str, ask: Ask) -> Answer:
    started = perf_counter()
    found = await ask(text)
    ms = (perf_counter() - started) * 1000
    ids: Sequence[str] = [card.id for card in found.cards]
    return Answer(
        query_id=query_id,
        ranked=tuple(ids),
        scores=found.scores,
        near_miss=found.near_miss is not None,
        ms=ms,
    )
