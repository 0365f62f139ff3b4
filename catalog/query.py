"""A request for products, as understood: the words to look for and the bounds that hold."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any


class Sort(StrEnum):
    CHEAPEST = "cheapest"
    MOST_EXPENSIVE = "most_expensive"
    BEST_RATED = "best_rated"
    MOST_POPULAR = "most_popular"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Bounds are hard: a result outside them is wrong. `text` is what is left to search for.

    `currency` is that of the price bounds, where the shopper named another than the shop's own. `colors` are plain
    names, any of which will do; `store` is the id of the one that must have the goods.
    """

    text: str = ""
    max_price_minor: int | None = None
    min_price_minor: int | None = None
    brands: tuple[str, ...] = ()
    not_brands: tuple[str, ...] = ()
    colors: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    quantity: int | None = None
    unit: str | None = None
    min_rating: float | None = None
    sort: Sort | None = None
    currency: str | None = None
    store: str | None = None

    def as_dict(self) -> dict[str, Any]:
        plain = asdict(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()}

    @classmethod
    def from_dict(cls, plain: Mapping[str, Any]) -> "Query":
        known = {f.name for f in fields(cls)}
        values: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in plain.items() if name in known
        }
        if sort := values.get("sort"):
            values["sort"] = Sort(sort)
        return cls(**values)
