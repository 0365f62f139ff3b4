"""Puts candidates into the order that this shopper would want: by a model, within bounds, and not all alike."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

import numpy as np

from catalog.product import ProductCard
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
from rerank.ranking.scoring import Scored, Scoring
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


class _Row(NamedTuple):
    """A candidate with what it is ranked by, and its place among all candidates. A list makes a hundred of them."""

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
        request = request_features(moment, allowed)
        scored = await self._scored(chosen, moment, allowed, request)
        leaning = _leaning(chosen, scored.outcome, request)
        rows = _ranked(moment, allowed, scored, leaning)
        terms = self._terms_for(moment, rows, scored.outcome, limit=limit)
        rows = _one_of_each_family(rows, skip, most=limit + terms.pool)
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
        return self._told([rows[each.index] for each in placed], scored, shown)

    async def _scored(
        self, chosen: Chosen, moment: Moment, candidates: Sequence[Candidate], request: FeatureTable
    ) -> Scored:
        if moment.query and moment.query.sort:
            return Scored(outcome=Outcome.AS_ASKED)
        if leaning_from(chosen.model.version) == BASELINE or not candidates:
            return Scored(outcome=Outcome.BASELINE)
        if not is_taught(chosen.model, moment.surface):
            return Scored(outcome=Outcome.NOT_TAUGHT)
        return await self._scoring.scored(chosen.model, moment, candidates, request)

    def _terms_for(self, moment: Moment, rows: Sequence[_Row], outcome: Outcome, *, limit: int) -> Terms:
        """A search that nothing is learned for is left as it is, and so is what was asked for by name or in order."""
        is_search = moment.surface is Surface.SEARCH
        is_plain = outcome is not Outcome.LEARNED
        is_left = outcome is Outcome.AS_ASKED or (is_search and is_plain) or not moment.explores
        query = moment.query
        is_left = is_left or bool(
            query and self._terms.exploration and names_one_thing(query, [row.candidate.card for row in rows])
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


def _ranked(
    moment: Moment, candidates: Sequence[Candidate], scored: Scored, leaning: Values | None = None
) -> list[_Row]:
    """Among equals the one that would be ahead without a model."""
    at = {each.card.id: place for place, each in enumerate(candidates)}
    if scored.outcome is Outcome.AS_ASKED:
        return [_Row(candidate=each, at=place, score=-float(place)) for place, each in enumerate(candidates)]
    plain, worth = _plain(moment, candidates, leaning)
    scores = worth if scored.scores is None else scored.scores.tolist()
    places = [at[card.id] for card in plain]
    if scored.scores is not None:
        places.sort(key=lambda place: -scores[place])
    return _leading_first([_Row(candidates[place], place, scores[place]) for place in places])


def _leading_first(rows: list[_Row]) -> list[_Row]:
    led = [row for row in rows if row.candidate.leads][:MOST_LEADING]
    in_front = {row.at for row in led}
    return [*led, *(row for row in rows if row.at not in in_front)] if led else rows


def _plain(
    moment: Moment, candidates: Sequence[Candidate], leaning: Values | None
) -> tuple[Sequence[ProductCard], list[float]]:
    """The order without a model, and what each candidate is worth by it."""
    cards, worth = [each.card for each in candidates], [each.relevance for each in candidates]
    if leaning is None or np.isnan(leaning).all():
        return (cards if moment.in_order else ordered(cards, worth)), worth
    own = [1 - place / len(cards) for place in range(len(cards))] if moment.in_order else worth
    worth = leant(np.array(own, dtype=np.float32), leaning).tolist()
    if moment.in_order:
        return [cards[place] for place in sorted(range(len(cards)), key=lambda place: -worth[place])], worth
    return ordered(cards, worth), worth


def _one_of_each_family(rows: Sequence[_Row], skip: Collection[str], *, most: int) -> list[_Row]:
    of_card = {row.candidate.card.id: row for row in rows}
    cards = [row.candidate.card for row in rows]
    skipped = {family_of(card) for card in cards if card.id in skip}
    return [of_card[card.id] for card in islice(first_of_each(cards, but=skipped), most)]


def _placed(rows: Sequence[_Row], moment: Moment, terms: Terms, *, list_id: str, by_score: bool) -> list[Placed]:
    """Rows that have no score of a model stay in their order, and what leads stays in front: no lot falls on it."""
    led = sum(row.candidate.leads for row in rows[: min(MOST_LEADING, terms.limit)])
    others = rows[led:]
    terms = replace(terms, limit=terms.limit - led, first_explored=max(terms.first_explored - led, 1))
    scores = [row.score if by_score else -float(place) for place, row in enumerate(others)]
    has_brands = bool(moment.query and moment.query.brands)
    alike = likeness_of([row.candidate.card for row in others], of_asked_brands=has_brands)
    head = [Placed(index=place, propensity=1.0, is_exploration=False) for place in range(led)]
    rest = arranged(scores, alike, terms, dice=dice_of(list_id))
    return [*head, *(replace(each, index=each.index + led) for each in rest)] if led else rest


def _model_of(chosen: Chosen, outcome: Outcome, *, leans: bool) -> str:
    if outcome is Outcome.AS_ASKED:
        return AS_ASKED
    return chosen.model.version if outcome is Outcome.LEARNED else f"{BASELINE}{LEANING if leans else ''}"


def _placements(rows: Sequence[_Row], placed: Sequence[Placed], request: FeatureTable) -> tuple[Placement, ...]:
    return tuple(
        Placement(
            product_id=(row := rows[each.index]).candidate.card.id,
            variant_id=row.candidate.card.variant_id,
            position=position,
            relevance=row.candidate.relevance,
            score=row.score,
            propensity=each.propensity,
            is_exploration=each.is_exploration,
            seen=seen,
        )
        for position, (each, seen) in enumerate(
            zip(placed, kept(request, [rows[each.index].at for each in placed]), strict=True), start=1
        )
    )
