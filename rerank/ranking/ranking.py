"""Puts candidates into the order that this shopper would want: by a model, within bounds, and not all alike."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

import numpy as np

from catalog.similar.families import family_of, first_of_each
from rerank.features.feature import FeatureTable, Values
from rerank.order import ordered
from rerank.ranking.arrangement import Placed, Terms, arranged, dice_of
from rerank.ranking.baseline import BASELINE
from rerank.ranking.bounds import names_one_thing, within_bounds
from rerank.ranking.candidate import Candidate
from rerank.ranking.leaning import LEANING, Leaning, leaning_from, leant
from rerank.ranking.likeness import likeness_of
from rerank.ranking.model import Chosen, ModelChoice, is_taught
from rerank.ranking.moment import Moment
from rerank.ranking.ordered import Ordered, Outcome, Ranked
from rerank.ranking.request_features import SESSION_FIT, kept, request_features
from rerank.ranking.scoring import Begun, Scored, Scoring
from rerank.ranking.whys import Why, whys_of
from shop.shown import Placement, ShownList, Surface

AS_ASKED = "as-asked"
# What leads is taken for advice, on a page as by voice: it is never drawn by lot.
FIRST_DRAWN = 2
# A moment has its say in front, and what is usual in all other places.
MOST_LEADING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RankingTerms:
    """`exploration` is the share of places drawn by lot, and `pool` from how many of the best that are left.

    In a search what is drawn by lot has to answer the question too: the pool is smaller there.
    """

    exploration: float = 0.0
    diversity: float = 0.15
    pool: int = 20
    pool_of_search: int = 8


class _Ranked(NamedTuple):
    """The places of candidates, best first, and the score of each candidate by its place."""

    places: Sequence[int]
    scores: Sequence[float]


class _Row(NamedTuple):
    """A candidate with what it is ranked by, and its place among all candidates."""

    candidate: Candidate
    at: int
    score: float


class Ranking:
    def __init__(
        self,
        choice: ModelChoice,
        scoring: Scoring,
        *,
        terms: RankingTerms,
        whys: Sequence[Why],
        new_id: Callable[[], str],
        on_ranked: Callable[[Ranked], None],
    ) -> None:
        self._choice = choice
        self._scoring = scoring
        self._terms = terms
        self._whys = whys
        self._new_id = new_id
        self._on_ranked = on_ranked

    async def order(
        self, moment: Moment, candidates: Sequence[Candidate], *, limit: int, skip: Collection[str] = ()
    ) -> Ordered:
        """Of what is sold under several numbers one is told, and none if one is among those to `skip`.

        Where the shopper asked for an order the candidates come in it, and stay in it.
        """
        started = time.perf_counter()
        allowed = within_bounds(candidates, moment)
        chosen = self._choice.choose(moment)
        request, plain, scored = await self._scored(chosen, moment, allowed)
        leaning = _leaning(chosen, scored.outcome, request)
        if leaning is not None:
            plain = _plain(moment, allowed, leaning)
        terms = self._terms_for(moment, allowed, scored.outcome, limit=limit)
        ranked = _ranked(allowed, scored, plain)
        rows = _one_of_each_family(allowed, ranked, skip, most=limit + terms.pool)
        list_id = self._new_id()
        placed = _placed(rows, moment, terms, list_id=list_id, by_score=scored.scores is not None)
        shown = ShownList(
            list_id=list_id,
            surface=moment.surface,
            model=_model_of(chosen, scored.outcome, leans=leaning is not None),
            arm=chosen.arm,
            features=request.names,
            placements=_placements(rows, placed, request),
        )
        explored = sum(each.is_exploration for each in placed)
        took_s = time.perf_counter() - started
        self._on_ranked(Ranked(surface=moment.surface, outcome=scored.outcome, explored=explored, took_s=took_s))
        return self._told([rows[each.at] for each in placed], scored, shown)

    async def _scored(
        self, chosen: Chosen, moment: Moment, candidates: Sequence[Candidate]
    ) -> tuple[FeatureTable, _Ranked, Scored]:
        """With what is reckoned while the database answers: the request features, and the order without a model."""
        begun = await self._begun(chosen, moment, candidates)
        if isinstance(begun, Outcome):
            return request_features(moment, candidates), _plain(moment, candidates), Scored(outcome=begun)
        with begun:
            request, plain = request_features(moment, candidates), _plain(moment, candidates)
            return request, plain, await self._scoring.finish(begun, request)

    async def _begun(self, chosen: Chosen, moment: Moment, candidates: Sequence[Candidate]) -> Begun | Outcome:
        """Or why nothing is to be scored."""
        if moment.query and moment.query.sort:
            return Outcome.AS_ASKED
        if leaning_from(chosen.model.version) == BASELINE or not candidates:
            return Outcome.BASELINE
        if not is_taught(chosen.model, moment.surface):
            return Outcome.NOT_TAUGHT
        return await self._scoring.begin(chosen.model, moment, candidates)

    def _terms_for(self, moment: Moment, candidates: Sequence[Candidate], outcome: Outcome, *, limit: int) -> Terms:
        """A search that nothing is learned for is left as it is, and so is what was asked for by name or in order."""
        is_search = moment.surface is Surface.SEARCH
        is_plain = outcome is not Outcome.LEARNED
        is_left = outcome is Outcome.AS_ASKED or (is_search and is_plain) or not moment.explores
        query = moment.query
        is_left = is_left or bool(
            query and self._terms.exploration and names_one_thing(query, [each.card for each in candidates])
        )
        return Terms(
            limit=limit,
            diversity=0.0 if is_plain else self._terms.diversity,
            exploration=0.0 if is_left else self._terms.exploration,
            first_explored=FIRST_DRAWN,
            pool=self._terms.pool_of_search if is_search else self._terms.pool,
        )

    def _told(self, rows: Sequence[_Row], scored: Scored, shown: ShownList) -> Ordered:
        table = scored.table
        if table is not None:
            table = FeatureTable(names=table.names, values=table.values[[row.at for row in rows]])
        candidates = [row.candidate for row in rows]
        whys = whys_of(table, candidates, self._whys)
        return Ordered(cards=tuple(each.card for each in candidates), whys=tuple(whys), shown=shown)


def _leaning(chosen: Chosen, outcome: Outcome, request: FeatureTable) -> Values | None:
    """What is known to fit, where the order leans to it and no learned order has leant to it already."""
    if not isinstance(chosen.model, Leaning) or outcome not in {Outcome.BASELINE, Outcome.NOT_TAUGHT}:
        return None
    fits: Values = request.values[:, request.names.index(SESSION_FIT.id)]
    return fits


def _plain(moment: Moment, candidates: Sequence[Candidate], leaning: Values | None = None) -> _Ranked:
    """The order without a model."""
    cards, worth = [each.card for each in candidates], [each.relevance for each in candidates]
    places: Sequence[int] = range(len(cards))
    if leaning is not None and not np.isnan(leaning).all():
        own = [1 - place / len(cards) for place in places] if moment.in_order else worth
        worth = leant(np.array(own, dtype=np.float32), leaning).tolist()
        places = sorted(places, key=lambda place: -worth[place])
    if not moment.in_order:
        at = {card.id: place for place, card in enumerate(cards)}
        places = [at[card.id] for card in ordered(cards, worth)]
    return _Ranked(places, worth)


def _ranked(candidates: Sequence[Candidate], scored: Scored, plain: _Ranked) -> _Ranked:
    """Among equals the one that would be ahead without a model."""
    if scored.outcome is Outcome.AS_ASKED:
        places = range(len(candidates))
        return _Ranked(places, [-float(place) for place in places])
    if scored.scores is None:
        return _Ranked(_leading_first(plain.places, candidates), plain.scores)
    by_place = np.array(plain.places, dtype=np.intp)
    best_first = by_place[np.argsort(-scored.scores[by_place], kind="stable")].tolist()
    return _Ranked(_leading_first(best_first, candidates), scored.scores.tolist())


def _leading_first(places: Sequence[int], candidates: Sequence[Candidate]) -> Sequence[int]:
    led = [place for place in places if candidates[place].leads][:MOST_LEADING]
    return [*led, *(place for place in places if place not in led)] if led else places


def _one_of_each_family(
    candidates: Sequence[Candidate], ranked: _Ranked, skip: Collection[str], *, most: int
) -> list[_Row]:
    cards = [each.card for each in candidates]
    at = {card.id: place for place, card in enumerate(cards)}
    skipped = {family_of(card) for card in cards if card.id in skip}
    found = islice(first_of_each((cards[place] for place in ranked.places), but=skipped), most)
    return [_Row(candidates[place := at[card.id]], place, ranked.scores[place]) for card in found]


def _placed(rows: Sequence[_Row], moment: Moment, terms: Terms, *, list_id: str, by_score: bool) -> list[Placed]:
    """Rows that have no score of a model stay in their order, and what leads stays in front: no lot falls on it."""
    led = sum(row.candidate.leads for row in rows[: min(MOST_LEADING, terms.limit)])
    others = rows[led:]
    if led:
        terms = replace(terms, limit=terms.limit - led, first_explored=max(terms.first_explored - led, 1))
    scores = [row.score if by_score else -float(place) for place, row in enumerate(others)]
    has_brands = bool(moment.query and moment.query.brands)
    alike = likeness_of([row.candidate.card for row in others], of_asked_brands=has_brands)
    head = [Placed(place, 1.0, is_exploration=False) for place in range(led)]
    rest = arranged(scores, alike, terms, dice=dice_of(list_id))
    return [*head, *(each._replace(at=each.at + led) for each in rest)] if led else rest


def _model_of(chosen: Chosen, outcome: Outcome, *, leans: bool) -> str:
    if outcome is Outcome.AS_ASKED:
        return AS_ASKED
    return chosen.model.version if outcome is Outcome.LEARNED else f"{BASELINE}{LEANING if leans else ''}"


def _placements(rows: Sequence[_Row], placed: Sequence[Placed], request: FeatureTable) -> tuple[Placement, ...]:
    return tuple(
        Placement(
            product_id=(row := rows[each.at]).candidate.card.id,
            variant_id=row.candidate.card.variant_id,
            position=position,
            relevance=row.candidate.relevance,
            score=row.score,
            propensity=each.propensity,
            is_exploration=each.is_exploration,
            seen=seen,
        )
        for position, (each, seen) in enumerate(
            zip(placed, kept(request, [rows[each.at].at for each in placed]), strict=True), start=1
        )
    )
