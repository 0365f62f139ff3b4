"""A query while it is being read out of a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from catalog.colors import color_names
from catalog.query import Query, Sort


@dataclass(slots=True)
class Draft:
    max_price_minor: int | None = None
    min_price_minor: int | None = None
    currency: str | None = None
    brands: list[str] = field(default_factory=list)
    not_brands: list[str] = field(default_factory=list)
    colors: list[str] = field(default_factory=list)
    sizes: list[str] = field(default_factory=list)
    attributes: dict[str, list[str]] = field(default_factory=dict)
    exclude: list[str] = field(default_factory=list)
    quantity: int | None = None
    unit: str | None = None
    min_rating: float | None = None
    sort: Sort | None = None
    store: str | None = None

    def require(self, name: str, value: str) -> None:
        values = self.attributes.setdefault(name, [])
        if value not in values:
            values.append(value)

    def query(self, text: str) -> Query:
        """What is refused is not asked for, and bounds the wrong way round are turned."""
        low, high = self.min_price_minor, self.max_price_minor
        if low is not None and high is not None and low > high:
            low, high = high, low
        return Query(
            text=text,
            max_price_minor=high,
            min_price_minor=low,
            currency=self.currency,
            brands=_unique(brand for brand in self.brands if brand not in self.not_brands),
            not_brands=_unique(self.not_brands),
            colors=_unique(color for color in self.colors if color_names(color).isdisjoint(self.exclude)),
            sizes=_unique(self.sizes),
            attributes={name: ", ".join(values) for name, values in self.attributes.items()},
            exclude=_unique(self.exclude),
            quantity=self.quantity,
            unit=self.unit,
            min_rating=self.min_rating,
            sort=self.sort,
            store=self.store,
        )


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
