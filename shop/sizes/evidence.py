"""What speaks for a size: earlier purchases, sizes told, charts, a model; each with how far it can be trusted."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from shop.sizes.charts import Chart
from shop.sizes.measurements import Measurements


class Outcome(StrEnum):
    FITS = "fits"
    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"


class Source(StrEnum):
    """In the order of their worth."""

    KEPT = "kept"
    SENT_BACK = "sent_back"
    USUAL = "usual"
    CHART = "chart"
    MODEL = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """What a size is wanted of, and for whom: empty for the shopper. `offered` are its sizes, in their order."""

    product_id: str
    brand: str
    kind: str
    offered: tuple[str, ...]
    chart: Chart | None = None
    audience: str = ""
    wearer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """How a size turned out; `told` by the shopper, else concluded from what was kept or sent back."""

    product_id: str
    brand: str
    chart_id: str | None
    kind: str
    size: str
    outcome: Outcome
    told: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """A size somebody says they wear: in a brand, of a kind of goods (a chart's id), in a system; as far as told."""

    size: str
    brand: str = ""
    worn: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What has been told of one wearer."""

    body: Measurements = field(default_factory=Measurements)
    usual: tuple[Usual, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One or two sizes. `said` is the size that it follows from, `by` are the measures it goes by."""

    source: Source
    sizes: tuple[str, ...]
    confidence: float
    said: str = ""
    brand: str = ""
    same_product: bool = False
    outcome: Outcome | None = None
    by: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """What others have told of how a product's sizes turned out."""

    fits: int = 0
    too_small: int = 0
    too_large: int = 0

    @property
    def told(self) -> int:
        return self.fits + self.too_small + self.too_large
