"""What a feature is, and the table of them that a model reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]


class Entity(StrEnum):
    """Whose feature it is."""

    PERSON = "person"
    ITEM = "item"
    PAIR = "person and item"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """`words` says it as one would to a shopkeeper. A change of meaning is a new `version`, never the old one's."""

    name: str
    words: str
    entity: Entity
    version: int = 1

    @property
    def id(self) -> str:
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureTable:
    """A row for each item asked for, in their order; what is not known is NaN. `names` are ids of features."""

    names: tuple[str, ...]
    values: Values


class FeatureReader(Protocol):
    async def read(
        self, shopper_id: str | None, product_ids: Sequence[str], *, at: datetime, device_id: str | None = None
    ) -> FeatureTable:
        """One read of the database for a shopper and all candidates, as of `at`."""
