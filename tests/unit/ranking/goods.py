"""Cards, candidates and a ranking to try things with."""

import itertools
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import numpy as np

from catalog.money import Money
from catalog.product import ProductCard
from catalog.query import Query
from rerank.features.feature import FeatureReader, FeatureTable, Values
from rerank.ranking.baseline import BaselineOnly
from rerank.ranking.candidate import Candidate
from rerank.ranking.model import Chosen, ModelChoice, RankingModel
from rerank.ranking.moment import Moment
from rerank.ranking.ordered import Ranked
from rerank.ranking.ranking import Ranking, RankingTerms
from rerank.ranking.scoring import Scoring
from rerank.ranking.whys import Why
from shop.shown import Surface

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
FITS = "fits@1"


def card(name: str, *, brand: str = "", rating: float | None = 4.0, in_stock: bool = True, **told: str) -> ProductCard:
    return ProductCard(
        id=name,
        variant_id=f"{name}-only",
        title=told.pop("title", name),
        brand=brand or f"Maker of {name}",
        category=told.pop("category", "Tents"),
        attributes=told,
        price=Money(amount_minor=1000, currency="USD"),
        in_stock=in_stock,
        rating=rating,
        image_url="/p.svg",
        url="/p",
    )


def candidates(*names: str) -> list[Candidate]:
    """Each a little less relevant than the one before."""
    return [Candidate(card=card(name), relevance=1 - place / 100) for place, name in enumerate(names)]


def many(count: int) -> list[Candidate]:
    return candidates(*(f"thing{number}" for number in range(count)))


def moment(surface: Surface = Surface.SEARCH, *, channel: str = "web", query: Query | None = None) -> Moment:
    return Moment(shopper_id="ann", unit="ann", at=NOON, surface=surface, channel=channel, query=query)


class FixedFeatures(FeatureReader):
    """One feature that is told of some products."""

    def __init__(self, fits: dict[str, float] | None = None, *, error: Exception | None = None) -> None:
        self.fits = fits or {}
        self.error = error
        self.reads = 0

    async def read(
        self, shopper_id: str | None, product_ids: Sequence[str], *, at: datetime, device_id: str | None = None
    ) -> FeatureTable:
        self.reads += 1
        if self.error:
            raise self.error
        values = np.array([[self.fits.get(each, np.nan)] for each in product_ids], dtype=np.float32)
        return FeatureTable(names=(FITS,), values=values)


class ByOneFeature:
    """A model that prefers what has more of one feature."""

    def __init__(self, feature: str = FITS, *, version: str = "m-1") -> None:
        self.version = version
        self.features = (feature,)

    def scores(self, values: Values) -> Values:
        return np.nan_to_num(values[:, 0], nan=0.0)


class Always(ModelChoice):
    def __init__(self, model: RankingModel, *, arm: str | None = None) -> None:
        self._chosen = Chosen(model=model, arm=arm)

    def choose(self, moment: Moment) -> Chosen:
        return self._chosen


class TriedRanking:
    """A ranking that remembers what it counted; list ids are numbered."""

    def __init__(
        self,
        choice: ModelChoice | None = None,
        features: FeatureReader | None = None,
        *,
        terms: RankingTerms | None = None,
        whys: Sequence[Why] = (),
        deadline_s: float = 5.0,
    ) -> None:
        self.ranked: list[Ranked] = []
        numbers = itertools.count()
        self.ranking = Ranking(
            choice or BaselineOnly(),
            Scoring(features or FixedFeatures(), executor=ThreadPoolExecutor(1), deadline_s=deadline_s),
            terms=terms or RankingTerms(),
            whys=whys,
            new_id=lambda: f"list-{next(numbers)}",
            on_ranked=self.ranked.append,
        )
