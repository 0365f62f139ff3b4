"""Puts in order what is no product: banners, articles, whatever has an id and features; no I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rerank.features.feature import FeatureTable
from rerank.ranking.arrangement import Likeness, Terms, arranged, dice_of
from rerank.ranking.errors import ModelBroken
from rerank.ranking.model import RankingModel
from rerank.ranking.scoring import columns_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """`kind` is what it is too much of: two banners of one campaign, two articles on one subject."""

    content_id: str
    features: Mapping[str, float]
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedContent:
    content_id: str
    position: int
    propensity: float
    is_exploration: bool


def order_content(
    contents: Sequence[Content], model: RankingModel, terms: Terms, *, list_id: str
) -> list[PlacedContent]:
    """What the model reads and a content does not have is not known of it. Raises ModelBroken and FeatureUnknown."""
    if not contents:
        return []
    names = tuple(model.features)
    values = [[content.features.get(name, np.nan) for name in names] for content in contents]
    table = FeatureTable(names=names, values=np.array(values, dtype=np.float32).reshape(len(contents), len(names)))
    scores = model.scores(columns_of(table, names))
    if not np.isfinite(scores).all():
        raise ModelBroken("scores are not numbers")
    kinds = np.array([content.kind or content.content_id for content in contents])
    alike: Likeness = (kinds[:, None] == kinds).astype(np.float64)
    placed = arranged(scores.tolist(), alike, terms, dice=dice_of(list_id))
    return [
        PlacedContent(
            content_id=contents[each.at].content_id,
            position=position,
            propensity=each.propensity,
            is_exploration=each.is_exploration,
        )
        for position, each in enumerate(placed, start=1)
    ]
