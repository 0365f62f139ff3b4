"""A list of products as it was ordered and shown: what is learned later begins with it."""

from dataclasses import dataclass
from enum import StrEnum


class Surface(StrEnum):
    """Where products are shown, and so what they are shown for."""

    SEARCH = "search"
    HOME = "home"
    ALIKE = "alike"
    GOES_WITH = "goes_with"
    CART = "cart"
    CHECKOUT = "checkout"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """`position` counts from 1. `propensity` is the chance that this product had of standing here.

    An exploring placement was drawn by lot: it says what an order would not have, and is not the order's own choice.
    `seen` are the values of the list's `features`, as the model saw them; None where one was not known.
    """

    product_id: str
    variant_id: str
    position: int
    relevance: float
    score: float
    propensity: float = 1.0
    is_exploration: bool = False
    seen: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownList:
    """`model` is the version of what ordered it; `arm` the side of a trial that it belongs to, if any.

    `features` are the ids of those that belong to the request, and cannot be reckoned again later.
    """

    list_id: str
    surface: Surface
    model: str
    placements: tuple[Placement, ...]
    arm: str | None = None
    features: tuple[str, ...] = ()
