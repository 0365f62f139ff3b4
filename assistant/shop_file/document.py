"""The form of a shop file, section by section, as pydantic checks it."""

import re
from datetime import time
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Self
from zoneinfo import available_timezones

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from shop.checkout.promotions import PromotionKind
from shop.checkout.window import Fulfilment

HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)")
# Two sentences are listened to, a page is not.
LONGEST_SPOKEN = 600
# In hundredths it is still a whole number that Postgres holds.
MOST = 20_000_000


class Weekday(StrEnum):
    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """1 is Monday."""
        return list(Weekday).index(self) + 1


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"{name!r} is not a time zone such as America/Los_Angeles")
    return name


def _hours(hours: str) -> str:
    if hours != "closed" and (not HOURS.fullmatch(hours) or hours[:5] >= hours[6:]):
        raise ValueError(f'{hours!r} is neither "closed" nor hours such as "09:00-18:00"')
    return hours


Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$")]
Text = Annotated[str, Field(min_length=1)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
TimeZone = Annotated[str, AfterValidator(_time_zone)]
Hours = Annotated[str, AfterValidator(_hours)]
Amount = Annotated[Decimal, Field(ge=0, le=MOST)]
Names = Annotated[tuple[Text, ...], Field(min_length=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class ShopSection(_Strict):
    name: Text
    country: Country
    region: str = ""
    currency: Currency
    time_zone: TimeZone
    order_prefix: Annotated[str, Field(pattern=r"^[A-Z]{0,6}$")] = ""


class StoreSection(_Strict):
    name: Text
    address: Text
    city: Text
    hours: dict[Weekday, Hours] = {}
    time_zone: TimeZone | None = None
    country: Country | None = None
    region: str = ""


class PolicySection(_Strict):
    title: Text
    spoken: Annotated[str, Field(min_length=1, max_length=LONGEST_SPOKEN)]
    facts: dict[str, Any] = {}


class HelpDeskSection(_Strict):
    title: Text = "Help desk"
    spoken: Annotated[str, Field(min_length=1, max_length=LONGEST_SPOKEN)]


class ShippingSection(_Strict):
    how: Fulfilment
    name: Text
    price: Amount
    free_from: Amount | None = None
    country: Country | None = None
    region: Text | None = None
    currency: Currency | None = None

    @model_validator(mode="after")
    def _places(self) -> Self:
        if self.region is not None and self.country is None:
            raise ValueError("a region needs its country")
        return self


class TaxSection(_Strict):
    country: Country
    region: str = ""
    category: str = ""
    percent: Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]


class PromotionSection(_Strict):
    name: Text
    kind: PromotionKind
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    buy: Annotated[int, Field(ge=1, le=99)] | None = None
    get: Annotated[int, Field(ge=1, le=99)] | None = None
    amount: Annotated[Decimal, Field(gt=0, le=MOST)] | None = None
    categories: Names | None = None
    brands: Names | None = None
    products: Names | None = None
    minimum: Amount = Decimal(0)
    currency: Currency | None = None
    starts: AwareDatetime | None = None
    ends: AwareDatetime | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        figures = {
            PromotionKind.PERCENT: {"percent"},
            PromotionKind.BUY_GET: {"buy", "get"},
            PromotionKind.AMOUNT: {"amount"},
            PromotionKind.FREE_SHIPPING: set[str](),
        }[self.kind]
        given = {name for name in ("percent", "buy", "get", "amount") if getattr(self, name) is not None}
        if given != figures:
            wanted = " and ".join(sorted(figures)) or "no figure"
            raise ValueError(f"a promotion of kind {self.kind} has {wanted}")
        if sum(names is not None for names in (self.categories, self.brands, self.products)) > 1:
            raise ValueError("either categories, brands or products")
        if self.starts and self.ends and self.starts >= self.ends:
            raise ValueError("it ends before it starts")
        return self


class WindowSection(_Strict):
    how: Fulfilment
    days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    from_: Annotated[time, Field(alias="from")]
    until: time
    capacity: Annotated[int, Field(ge=0, le=100_000)]
    notice_minutes: Annotated[int, Field(ge=0, le=20_160)] = 60
    store: Text | None = None
    time_zone: TimeZone | None = None

    @model_validator(mode="after")
    def _is_one_span(self) -> Self:
        if self.from_ >= self.until:
            raise ValueError("it ends before it starts")
        if len(set(self.days)) < len(self.days):
            raise ValueError("a day is named twice")
        if (self.how is Fulfilment.PICKUP) != (self.store is not None):
            raise ValueError("a window for picking up names its store, and one for delivery none")
        return self


class Document(_Strict):
    """A section that is absent is None, and stays as it is; an empty one takes away what is there."""

    shop: ShopSection | None = None
    stores: dict[Id, StoreSection] | None = None
    policies: dict[Id, PolicySection] | None = None
    help_desk: HelpDeskSection | None = None
    shipping: dict[Id, ShippingSection] | None = None
    taxes: tuple[TaxSection, ...] | None = None
    promotions: dict[Id, PromotionSection] | None = None
    windows: dict[Id, WindowSection] | None = None
