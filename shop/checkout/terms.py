"""What a retailer has set up for selling: who sells, promotions, tax, prices of getting goods there, and windows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time

from shop.checkout.promotions import Promotion
from shop.checkout.window import Fulfilment

# The category under which a tax on shipping stands; without such a rate shipping is not taxed.
SHIPPING = "(shipping)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where goods change hands, as far as tax and shipping care."""

    country: str
    region: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRate:
    """`region` and `category` are empty where they do not matter; 825 basis points are 8.25 %."""

    country: str
    region: str = ""
    category: str = ""
    rate_basis_points: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippingMethod:
    """For a country and a region of it, or for all; free from so much of goods, where that is set."""

    id: str
    how: Fulfilment
    name: str
    price_minor: int
    free_from_minor: int | None = None
    country: str | None = None
    region: str | None = None
    currency: str = "USD"
    position: int = 0

    def reaches(self, how: Fulfilment, place: Place) -> bool:
        here = self.country in {None, place.country} and self.region in {None, place.region}
        return self.how is how and here


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowPattern:
    """A window of every such weekday (1 is Monday), by the clock of `timezone`; of a store if it is for picking up."""

    id: str
    how: Fulfilment
    weekday: int
    starts: time
    ends: time
    timezone: str
    capacity: int
    notice_minutes: int = 60
    store_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """`home` is where the shop is; `store_places` where stores are that are elsewhere. `promotions` are today's."""

    seller: str
    home: Place
    store_places: Mapping[str, Place] = field(default_factory=dict)
    promotions: tuple[Promotion, ...] = ()
    tax_rates: tuple[TaxRate, ...] = ()
    shipping_methods: tuple[ShippingMethod, ...] = ()
    window_patterns: tuple[WindowPattern, ...] = ()

    @property
    def ways(self) -> tuple[Fulfilment, ...]:
        return tuple(how for how in Fulfilment if any(method.how is how for method in self.shipping_methods))

    def place_of_store(self, store_id: str) -> Place:
        return self.store_places.get(store_id, self.home)

    def shipping(self, how: Fulfilment, place: Place) -> ShippingMethod | None:
        fitting = [method for method in self.shipping_methods if method.reaches(how, place)]
        return min(fitting, key=lambda method: (method.position, method.id), default=None)

    def tax_basis_points(self, place: Place, category: Sequence[str]) -> int:
        """What is said of a category comes before what is said of everything, a region's before its country's."""
        rates = {
            (rate.region.casefold(), rate.category.casefold()): rate.rate_basis_points
            for rate in self.tax_rates
            if rate.country == place.country
        }
        found = (rates[key] for key in _keys(place.region.casefold(), category) if key in rates)
        return next(found, 0)

    def windows_for(self, how: Fulfilment, store_id: str | None) -> tuple[WindowPattern, ...]:
        return tuple(
            pattern
            for pattern in self.window_patterns
            if pattern.how is how and pattern.store_id == (store_id if how is Fulfilment.PICKUP else None)
        )

    def timezone_of(self, how: Fulfilment, store_id: str | None) -> str:
        """By whose clocks such an order's days are told; of windows, as nothing else has clocks."""
        patterns = (*self.windows_for(how, store_id), *self.windows_for(Fulfilment.DELIVERY, None))
        return next((pattern.timezone for pattern in (*patterns, *self.window_patterns)), "UTC")


def _keys(region: str, category: Sequence[str]) -> Iterator[tuple[str, str]]:
    everything = () if tuple(category) == (SHIPPING,) else ("",)
    for name in (*reversed([name.casefold() for name in category]), *everything):
        yield region, name
        yield "", name
