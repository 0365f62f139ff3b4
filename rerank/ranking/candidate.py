"""What may be shown: a product, how well it answers, and what is known of it only now."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.product import ProductCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """`relevance` is comparable within one list only. `hints` are values of request features by their id.

    One that `leads` stands in front of what does not, if it may be shown: so the moment wants it, whatever is usual.
    `why` is told where the candidate is shown, or the first of `otherwise` where it has been told often enough; all
    have to be true of it.
    """

    card: ProductCard
    relevance: float
    hints: Mapping[str, float] = field(default_factory=dict)
    why: str | None = None
    otherwise: tuple[str, ...] = ()
    leads: bool = False
