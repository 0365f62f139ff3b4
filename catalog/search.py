"""Finds products for a request as understood: what it means, what holds of it, and the nearest when nothing does."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

import numpy as np

from catalog.connections import Connections, reading
from catalog.embedding.network import Vectors
from catalog.embedding.queries import Embedded, QueryModels
from catalog.errors import IndexGone, translated
from catalog.product import ProductCard
from catalog.query import Query, Sort
from catalog.retrieval.among import read_fitting
from catalog.retrieval.analyser import terms_of
from catalog.retrieval.asking import searched_words
from catalog.retrieval.calling import any_called
from catalog.retrieval.candidates import Candidate, Lookup, read_candidates
from catalog.retrieval.cards import read_cards
from catalog.retrieval.filters import Filters
from catalog.retrieval.fusion import DEFAULT, Weights
from catalog.retrieval.knowledge import Knowledge, KnowledgeKeeper
from catalog.retrieval.meaning import Meaning, Sense, embedded_texts, meaning_of
from catalog.retrieval.relevance import ordered, relevant
from catalog.retrieval.signals import signals_of
from catalog.retrieval.synonyms import in_shop_words
from catalog.retrieval.wording import asking_words
from catalog.stages import Stopwatch

# A sort is among all that are relevant, not among the few most relevant.
SORTED_CANDIDATES = 300
_EVERYTHING = Meaning(sense=Sense.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMiss:
    """The best there is once some bounds, named as in `Query`, are given up."""

    card: ProductCard
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Cards in the order to be told, with a score and the number of ratings each; `total` counts all that fit, as far
    as was looked. `signals` has a row for each card, for whoever fits weights.

    `left_out` says in words what was kept back because this shopper avoids it, and `no_size` the size that this
    shopper wears and nothing found is in stock in.
    """

    cards: tuple[ProductCard, ...]
    scores: tuple[float, ...]
    total: int
    rating_counts: tuple[int, ...] = ()
    near_miss: NearMiss | None = None
    signals: tuple[tuple[float, ...], ...] = ()
    left_out: tuple[str, ...] = ()
    no_size: str = ""

    @property
    def nearest(self) -> ProductCard | None:
        return self.near_miss.card if self.near_miss else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """`words` are what is looked for in texts; where it is `leaning`, wishes weigh and only the rest are bounds.

    `said` are the shopper's own words where the shop has others for the same.
    """

    query: Query
    words: str
    leaning: bool = False
    said: str = ""

    @property
    def described(self) -> str:
        """What products are compared with: their texts speak of the brand, so the request shall too."""
        return self.words if self.leaning else " ".join((*self.query.brands, self.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Understood:
    terms: tuple[str, ...]
    vector: tuple[float, ...] | None
    meaning: Meaning


class Search:
    """The network runs in `executor`, which the composition root bounds."""

    def __init__(
        self, connections: Connections, models: QueryModels, *, executor: Executor, weights: Weights = DEFAULT
    ) -> None:
        self._connections = connections
        self._executor = executor
        self._weights = weights
        self._keeper = KnowledgeKeeper(connections, models, executor=executor)

    async def refresh(self) -> None:
        """Learn at once what a change of the catalogue would teach within a minute; also warms up a new process."""
        await self._keeper.refresh()

    @property
    def has_model(self) -> bool:
        """Whether shoppers' words can be embedded; without, words alone have to find."""
        return self._keeper.has_model

    async def embedded(self, texts: Sequence[str]) -> Embedded | None:
        """Vectors by the model that is searched with; None while there is none, or where it takes too long."""
        space = (await self._keeper.current()).space
        if space is None or not await space.embedder.foresee(texts):
            return None
        embed = asyncio.get_running_loop().run_in_executor(self._executor, space.embedder.embed, list(texts))
        return Embedded(vectors=await embed, index_id=space.embedder.manifest.index_id)

    async def search(
        self, query: Query, *, limit: int = 10, candidates: int = 100, stopwatch: Stopwatch | None = None
    ) -> Found:
        """What fits and is in stock, best first; with nothing to tell, the nearest that gives up a bound."""
        request = _Request(query=query, words=query.text)
        return await self._found(request, stopwatch or Stopwatch(), limit=limit, candidates=candidates)

    async def browse(self, query: Query, *, said: str, limit: int = 50, candidates: int = 100) -> Found:
        """A page of results to look through: what is nearest to what was said comes first, whether or not it meets each
        wish for a brand, a colour, a size or another attribute. Prices, ratings and what is refused are still bounds.
        """
        request = _Request(query=query, words=asking_words(said, query), leaning=True)
        return await self._found(request, Stopwatch(), limit=limit, candidates=candidates)

    async def among(self, query: Query, variant_ids: Sequence[str], *, stopwatch: Stopwatch) -> frozenset[str]:
        """Which of these variants are what is asked for, whether or not they are in stock."""
        known = await self._keeper.current()
        with stopwatch.measure("embed"):
            request, understood = await self._understood(_Request(query=query, words=query.text), known)
        with stopwatch.measure("retrieve"), translated():
            async with reading(self._connections) as connection:
                return await read_fitting(connection, request.query, understood.meaning, among=variant_ids)

    async def _found(self, request: _Request, watch: Stopwatch, *, limit: int, candidates: int) -> Found:
        try:
            return await self._search(request, watch, limit=limit, candidates=candidates)
        except IndexGone:
            # Cut off for longer than an index outlives its use: read which one is in use, and search there.
            await self._keeper.refresh()
            return await self._search(request, watch, limit=limit, candidates=candidates)

    async def _search(self, request: _Request, watch: Stopwatch, *, limit: int, candidates: int) -> Found:
        known = await self._keeper.current()
        with watch.measure("embed"):
            request, understood = await self._understood(request, known)
        with watch.measure("retrieve"):
            fitting = await self._fitting(request, understood, known, candidates)
            if not fitting and understood.meaning.sense is Sense.PARTLY:
                # Washing powder is none of the powders: perhaps something else means it.
                understood = replace(understood, meaning=Meaning(sense=Sense.UNKNOWN))
                fitting = await self._fitting(request, understood, known, candidates)
            near_miss = None if fitting else await self._near_miss(request, understood, known, candidates)
            told = await self._shown(request, understood, fitting[:limit])
        return Found(
            cards=tuple(card for _, card in told),
            scores=tuple(candidate.score for candidate, _ in told),
            total=len(fitting),
            rating_counts=tuple(candidate.rating_count for candidate, _ in told),
            near_miss=near_miss,
            signals=tuple(candidate.signals for candidate, _ in told),
        )

    async def _understood(self, request: _Request, known: Knowledge) -> tuple[_Request, _Understood]:
        request = _in_shop_words(request, known)
        texts = (request.described, *embedded_texts(request.query.text, known.names))
        foreseen = known.space is not None and await known.space.embedder.foresee(texts)
        running = asyncio.get_running_loop()
        return request, await running.run_in_executor(self._executor, self._understand, request, known, foreseen)

    async def _shown(
        self, request: _Request, understood: _Understood, chosen: list[Candidate]
    ) -> list[tuple[Candidate, ProductCard]]:
        if not chosen:
            return []
        filters = Filters(request.query, understood.meaning, leaning=request.leaning)
        with translated():
            async with reading(self._connections) as connection:
                return await read_cards(connection, chosen, filters)

    def _understand(self, request: _Request, known: Knowledge, foreseen: bool) -> _Understood:  # noqa: FBT001 - run_in_executor hands on positions
        query, words = request.query, searched_words(request.words) or request.leaning * request.words
        if not words:
            return _Understood(terms=(), vector=None, meaning=_EVERYTHING)
        space = known.space if foreseen else None
        vectors: dict[str, Vectors] = {}

        def embed(phrase: str) -> Vectors:
            if phrase not in vectors:
                vectors[phrase] = space.embedder.embed([phrase])[0] if space else known.names.no_likeness
            return vectors[phrase]

        meaning = meaning_of(query.text, known.names, embed=embed)
        vector = tuple(embed(request.described).tolist()) if space and space.index_id else None
        measure = f"{query.quantity or 1} {query.unit}" if query.unit and meaning.sense is Sense.NAMED else ""
        terms = dict.fromkeys(terms_of(f"{words} {request.said} {measure}"))
        return _Understood(terms=tuple(terms), vector=vector, meaning=meaning)

    async def _fitting(
        self, request: _Request, understood: _Understood, known: Knowledge, candidates: int
    ) -> list[Candidate]:
        query, leaning = request.query, request.leaning
        restricting = Query() if leaning else query, _EVERYTHING if leaning else understood.meaning
        lookup = Lookup(
            query=query,
            terms=understood.terms,
            vector=understood.vector,
            index_id=(known.space.index_id if known.space else None) or "",
            meaning=understood.meaning,
            most=known.most(*restricting),
            statistics=known.statistics,
            leaning=leaning,
        )
        limit = max(candidates, SORTED_CANDIDATES) if query.sort else candidates
        with translated():
            async with reading(self._connections) as connection:
                found = await read_candidates(connection, lookup, limit=limit)
                absent = understood.meaning.sense is Sense.ABSENT and not leaning
                if absent and not await any_called(connection, found, understood.meaning):
                    return []
        if understood.terms:
            reference = known.space.scale.reference if known.space else float
            told = found if leaning else relevant(found, understood.meaning, reference=reference)
            found = self._ranked(told, reference, most=len(told) if query.sort else candidates)
        return ordered(found, query.sort)[:candidates]

    def _ranked(self, found: list[Candidate], reference: Callable[[float], float], *, most: int) -> list[Candidate]:
        if not found:
            return []
        signals = signals_of(found, reference=reference)
        scores = self._weights.scores(signals)
        # The likest first among equals, as they came.
        best = np.argsort(-scores, kind="stable")[:most].tolist()
        return [
            replace(found[place], signals=tuple(signals[place].tolist()), score=float(scores[place])) for place in best
        ]

    async def _near_miss(
        self, request: _Request, understood: _Understood, known: Knowledge, candidates: int
    ) -> NearMiss | None:
        """With all wishes given up first: if there is nothing even so, a single one need not be tried."""
        *single, (without, loosest) = [*loosenings(request.query)] or [((), request.query)]
        found = await self._fitting(replace(request, query=loosest), understood, known, candidates) if without else []
        if not found:
            return None
        chosen, given_up, asked = found[0], without, loosest
        for one, loosened in single:
            if nearer := await self._fitting(replace(request, query=loosened), understood, known, candidates):
                chosen, given_up, asked = nearer[0], one, loosened
                break
        shown = await self._shown(replace(request, query=asked), understood, [chosen])
        return NearMiss(card=shown[0][1], without=given_up) if shown else None


def _in_shop_words(request: _Request, known: Knowledge) -> _Request:
    text = in_shop_words(request.query.text, known.names)
    if text == request.query.text:
        return request
    words = f"{request.words} {text}" if request.leaning else text
    return replace(request, query=replace(request.query, text=text), words=words, said=request.words)


def loosenings(query: Query) -> Iterator[tuple[tuple[str, ...], Query]]:
    """One wish given up after the other, then all; what must not be in it, or not of whom, is never given up."""
    nearest_price_first = Sort.MOST_EXPENSIVE if query.max_price_minor is None else Sort.CHEAPEST
    wishes: dict[tuple[str, ...], dict[str, object]] = {
        ("store",): {"store": None},
        ("max_price_minor", "min_price_minor"): {
            "max_price_minor": None,
            "min_price_minor": None,
            "sort": nearest_price_first,
        },
        ("sizes",): {"sizes": ()},
        ("colors",): {"colors": ()},
        ("attributes",): {"attributes": {}},
        ("min_rating",): {"min_rating": None},
        ("brands",): {"brands": ()},
    }
    given = {names: change for names, change in wishes.items() if any(getattr(query, name) for name in names)}
    for names, change in given.items():
        yield _given(query, names), replace(query, **change)  # type: ignore[arg-type] # names are those of Query
    if len(given) > 1:
        every = {name: value for change in given.values() for name, value in change.items()}
        yield _given(query, every), replace(query, **every)  # type: ignore[arg-type] # names are those of Query


def _given(query: Query, names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name != "sort" and getattr(query, name))
