"""What a thing costs now: the regular price, or the sale price while it holds."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from catalog.intake.fields import Fields, every, first, name_used, text_of
from catalog.intake.names import NOTHING
from catalog.intake.prices import PriceReading, PriceUnreadable
from catalog.intake.problems import Problems
from catalog.money import Money

_NAMED_CURRENCY = re.compile(r"^(price|sale_price|regular_price)_([a-z]{3})$")


class Offered(Protocol):
    """What `Defaults` says of prices."""

    @property
    def price(self) -> Money | None: ...

    @property
    def reading(self) -> PriceReading: ...

    @property
    def now(self) -> datetime | None: ...


def price_of(fields: Fields, problems: Problems, *, defaults: Offered) -> Money | None:
    """None where a price is missing or cannot be: then a problem says why."""
    offer = _Offer(fields, problems, defaults)
    regular, asked, sale = offer.read("regular"), offer.asked(), offer.sale()
    price = asked or regular
    if regular and asked and asked.amount_minor > regular.amount_minor:
        problems.warn(
            "sale_above_regular", name_used(fields, "price"), f"is above the regular price ({_told(regular)})"
        )
    if sale and price:
        if sale.currency == price.currency and sale.amount_minor <= price.amount_minor:
            return sale
        problems.warn(
            "sale_above_regular", name_used(fields, "sale"), f"{_told(sale)} is not below {_told(price)}; ignored"
        )
    price = price or sale
    if price is None:
        if not offer.failed:
            problems.error("no_price", name_used(fields, "price"), "is missing or empty")
        return None
    return price


class _Offer:
    def __init__(self, fields: Fields, problems: Problems, defaults: Offered) -> None:
        self._fields = fields
        self._problems = problems
        self._defaults = defaults
        self._currency = text_of(first(fields, "currency")) or None
        self.failed = False

    def asked(self) -> Money | None:
        minor = first(self._fields, "price_minor")
        if minor is not None:
            price = self._checked(name_used(self._fields, "price_minor"), minor, minor=True)
        else:
            price = self.read("price") or self._by_currency()
        if price is None and self._defaults.price is not None:
            self.failed = True
            return self._defaults.price
        return price

    def sale(self) -> Money | None:
        return self.read("sale") if self._sale_holds() else None

    def read(self, what: str) -> Money | None:
        """Of several names for it the first whose value is one; only the price itself must be."""
        for raw in every(self._fields, what):
            if isinstance(raw, Mapping) or text_of(raw).strip().casefold() not in NOTHING:
                return self._checked(name_used(self._fields, what), raw, needed=what == "price")
        return None

    def _by_currency(self) -> Money | None:
        named = ((found, raw) for name, raw in self._fields.items() if (found := _NAMED_CURRENCY.match(name)))
        for found, raw in named:
            if found[1] == "price" and found[2] != "min":
                return self._checked(found[0], raw, currency=found[2].upper())
        return None

    def _checked(
        self, name: str, raw: object, *, minor: bool = False, needed: bool = True, currency: str | None = None
    ) -> Money | None:
        currency = currency or self._currency
        if isinstance(raw, Mapping):
            raw, currency = _within(raw, currency)
        needed = needed and self._defaults.price is None
        reading = self._defaults.reading
        try:
            price = reading.read_minor(raw, currency=currency) if minor else reading.read(raw, currency=currency)
        except PriceUnreadable as why:
            self._tell(name, str(why), needed=needed)
            return None
        if price.amount_minor > 0:
            return price
        if needed or price.amount_minor < 0:  # shops write 0 where there is no sale
            self._tell(name, f"{text_of(raw)} is not above zero", needed=needed)
        return None

    def _tell(self, name: str, why: str, *, needed: bool) -> None:
        if needed:
            self.failed = True
            self._problems.error("price", name, why)
        else:
            self._problems.warn("price", name, f"{why}; ignored")

    def _sale_holds(self) -> bool:
        raw = text_of(first(self._fields, "sale_dates")).strip()
        if not raw:
            return True
        start, _, end = raw.partition("/")
        now = self._defaults.now
        try:
            return now is not None and _moment(start) <= now <= _moment(end)
        except ValueError:
            self._problems.warn(
                "sale_dates", name_used(self._fields, "sale_dates"), f"{raw[:60]!r} are not two dates; ignored"
            )
            return False


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is None:
        raise ValueError("without a zone")
    return moment


def _within(raw: Mapping[str, object], currency: str | None) -> tuple[object, str | None]:
    """`{"amount": "19.99", "currency_code": "USD"}`, under the names different feeds use."""
    amount = next((raw[name] for name in ("amount", "value", "price", "current") if name in raw), None)
    told = next(
        (raw[name] for name in ("currency", "currency_code", "currencyCode", "priceCurrency") if name in raw), None
    )
    return amount, told if isinstance(told, str) else currency


def _told(money: Money) -> str:
    return f"{money.amount_minor} minor units of {money.currency}"
