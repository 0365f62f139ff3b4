"""What came of putting candidates in order, for those who show it and for those who count it."""

from dataclasses import dataclass
from enum import StrEnum

from catalog.product import ProductCard
from shop.shown import ShownList, Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """A why for each card, or None."""

    cards: tuple[ProductCard, ...]
    whys: tuple[str | None, ...]
    shown: ShownList


class Outcome(StrEnum):
    """By what a list was ordered; the last four are why it was not by the model that was chosen."""

    LEARNED = "learned"
    BASELINE = "baseline"
    AS_ASKED = "as_asked"
    NOT_TAUGHT = "not_taught"
    LATE = "late"
    NO_FEATURES = "no_features"
    MODEL_BROKEN = "model_broken"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One list, as the metrics see it."""

    surface: Surface
    outcome: Outcome
    explored: int
    took_s: float
