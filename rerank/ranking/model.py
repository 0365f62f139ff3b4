"""What orders candidates, as the ranking sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from rerank.features.feature import Values
from rerank.ranking.moment import Moment
from shop.shown import Surface


class RankingModel(Protocol):
    """The higher the score, the further ahead. `features` are the columns it reads, by id and in their order."""

    @property
    def version(self) -> str: ...

    @property
    def features(self) -> Sequence[str]: ...

    def scores(self, values: Values) -> Values: ...


@runtime_checkable
class OfSurfaces(Protocol):
    """A model that has learned of some surfaces only, and is not asked about others; of all, where there are none."""

    surfaces: frozenset[Surface]


def is_taught(model: RankingModel, surface: Surface) -> bool:
    return not isinstance(model, OfSurfaces) or not model.surfaces or surface in model.surfaces


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The model for one list, and the side of a trial it was chosen for."""

    model: RankingModel
    arm: str | None = None


class ModelChoice(Protocol):
    """Kept in memory and brought up to date behind the turns: choosing asks nobody and never fails."""

    def choose(self, moment: Moment) -> Chosen: ...
