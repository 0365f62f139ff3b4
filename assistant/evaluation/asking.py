"""Asks a search what shoppers ask, one after the other, and notes what it told and how long that took."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from time import perf_counter

from assistant.evaluation.progress import Tell, told
from catalog.query import Query
from catalog.search import Found, Search
from catalog.understanding.parser import Understanding

# As deep as recall is measured, and among as many candidates as the assistant asks for.
TOLD, CANDIDATES, DEEP = 50, 100, 1000
# Plans, caches and the network's memory are those of a shop that has been open for a while.
WARM_UP = 100

Ask = Callable[[str], Awaitable[Found]]
Askable = Callable[[Query], Query]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Ids of what was told, best first, with the signals of each; nothing may be told and something near be offered."""

    query_id: str
    ranked: tuple[str, ...]
    signals: tuple[tuple[float, ...], ...]
    near_miss: bool
    ms: float


def as_is(query: Query) -> Query:
    return query


def answering(search: Search, reader: Understanding, *, askable: Askable = as_is) -> Ask:
    """What the assistant tells: nothing that breaks a wish, and rather nothing than something else."""

    async def ask(text: str) -> Found:
        return await search.search(askable(reader.parse(text)), limit=TOLD, candidates=CANDIDATES)

    return ask


def browsing(search: Search, reader: Understanding, *, askable: Askable = as_is, limit: int = TOLD) -> Ask:
    """A page of results to look through: the nearest first."""

    async def ask(text: str) -> Found:
        return await search.browse(askable(reader.parse(text)), said=text, limit=limit, candidates=CANDIDATES)

    return ask


def browsing_unread(search: Search) -> Ask:
    """The same without understanding the request: all its words are looked for.

    Among so many candidates that it does not matter by what else than the weights they were chosen.
    """

    async def ask(text: str) -> Found:
        return await search.browse(Query(text=text), said=text, limit=TOLD, candidates=DEEP)

    return ask


async def asked(queries: Mapping[str, str], ask: Ask, *, what: str, tell: Tell) -> list[Answer]:
    for text in list(queries.values())[:WARM_UP]:
        await ask(text)
    return [await _answer(query_id, text, ask) for query_id, text in told(what, [*queries.items()], tell)]


async def _answer(query_id: str, text: str, ask: Ask) -> Answer:
    started = perf_counter()
    found = await ask(text)
    ms = (perf_counter() - started) * 1000
    return Answer(
        query_id=query_id,
        ranked=tuple(card.id for card in found.cards),
        signals=found.signals,
        near_miss=found.near_miss is not None,
        ms=ms,
    )
