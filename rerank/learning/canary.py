"""Tries on a model the rules that hold whatever it says: what may not be shown must not be, however well it scores."""

import asyncio
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import numpy as np

from catalog.money import Money
from catalog.product import ProductCard
from catalog.query import Query
from rerank.features.feature import FeatureTable
from rerank.ranking.candidate import Candidate
from rerank.ranking.model import Chosen, RankingModel, is_taught
from rerank.ranking.moment import Moment
from rerank.ranking.ranking import Ranking, RankingTerms
from rerank.ranking.scoring import Scoring
from shop.shown import Surface

AT = datetime(2026, 1, 5, 12, tzinfo=UTC)
ALLOWED, LIMIT, DEADLINE_S = 12, 30, 30.0
REFUSED_BRAND, MOST_MINOR = "Refused", 5000


def breaches(model: RankingModel) -> tuple[str, ...]:
    """What was shown though it may not be; synchronous, for a thread that nothing else waits for."""
    return asyncio.run(_tried(model))


async def _tried(model: RankingModel) -> tuple[str, ...]:
    candidates = [*_allowed(), *_forbidden()]
    with ThreadPoolExecutor(1) as executor:
        ranking = Ranking(
            _Only(model),
            Scoring(_AnyFeatures(model.features), executor=executor, deadline_s=DEADLINE_S),
            terms=RankingTerms(),
            whys=(),
            new_id=lambda: "canary",
            on_ranked=lambda _: None,
        )
        query = Query(text="things", not_brands=(REFUSED_BRAND,), max_price_minor=MOST_MINOR, currency="USD")
        ordered = await ranking.order(_moment(query, of=model), candidates, limit=LIMIT)
    shown = [card.id for card in ordered.cards]
    found = [f"it shows what is {each}" for each in shown if not each.startswith("allowed")]
    missing = ALLOWED - sum(each.startswith("allowed") for each in shown)
    if ordered.shown.model != model.version:
        found.append("it does not order at all")
    if missing:
        found.append(f"{missing} of {ALLOWED} things that may be shown are not")
    return tuple(found)


def _moment(query: Query, *, of: RankingModel) -> Moment:
    """Where the model is asked at all."""
    surface = next((surface for surface in Surface if is_taught(of, surface)), Surface.ALIKE)
    return Moment(
        shopper_id="canary", unit="canary", at=AT, surface=surface, channel="web", query=query, beside=("beside",)
    )


def _allowed() -> Iterator[Candidate]:
    for number in range(ALLOWED):
        yield Candidate(card=_card(f"allowed-{number}"), relevance=0.1)


def _forbidden() -> Iterator[Candidate]:
    """The most relevant of all, so that nothing but the rules keeps them away."""
    yield Candidate(card=_card("sold out", in_stock=False), relevance=1.0)
    yield Candidate(card=_card("refused", brand=REFUSED_BRAND), relevance=1.0)
    yield Candidate(card=_card("too dear", price_minor=MOST_MINOR + 1), relevance=1.0)
    yield Candidate(card=_card("beside"), relevance=1.0)


def _card(name: str, *, brand: str = "", price_minor: int = 1000, in_stock: bool = True) -> ProductCard:
    return ProductCard(
        id=name,
        variant_id=f"{name}-only",
        title=name,
        brand=brand or f"Maker of {name}",
        category=f"Shelf of {name}",
        attributes={},
        price=Money(amount_minor=price_minor, currency="USD"),
        in_stock=in_stock,
        rating=5.0,
        image_url="",
        url="",
    )


class _Only:
    def __init__(self, model: RankingModel) -> None:
        self._chosen = Chosen(model=model)

    def choose(self, moment: Moment) -> Chosen:  # noqa: ARG002 - there is but one
        return self._chosen


class _AnyFeatures:
    """What a model reads, out of the air: the rules must not depend on it."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = tuple(names)

    async def read(
        self, shopper_id: str | None, product_ids: Sequence[str], *, at: datetime, device_id: str | None = None
    ) -> FeatureTable:
        del shopper_id, at, device_id
        values = np.random.default_rng(len(product_ids)).random((len(product_ids), len(self._names)))
        return FeatureTable(names=self._names, values=values.astype(np.float32))
