"""Prices as feeds write them, in minor units: `19.99 USD`, `$19.99`, `1.299,00 €`, 19.99."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from catalog.money import Money

# By ISO 4217 all others have hundredths.
_WHOLE = frozenset({
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF",
    "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF",
})  # fmt: skip
_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_SIGNS = {
    "US$": "USD", "CA$": "CAD", "C$": "CAD", "A$": "AUD", "AU$": "AUD", "NZ$": "NZD", "R$": "BRL", "HK$": "HKD",
    "S$": "SGD", "MX$": "MXN", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB", "₫": "VND",
    "₪": "ILS", "₱": "PHP", "₴": "UAH", "zł": "PLN", "Kč": "CZK",
}  # fmt: skip
# These stand for several currencies: for the shop's own if it is one of them.
_SHARED_SIGNS = {
    "$": ("USD", "CAD", "AUD", "NZD", "MXN", "SGD", "HKD", "CLP", "COP", "ARS", "TWD"),
    "¥": ("JPY", "CNY"),
    "kr": ("SEK", "NOK", "DKK", "ISK"),
}
_LARGEST_MINOR = 2**31 - 1
_AMOUNT = re.compile(r"-?\d[\d.,'\u2019 \u00a0\u202f]*")
_CODE = re.compile(r"[A-Za-z]{3}")
_GROUPED = re.compile(r"-?\d{1,3}(?P<sign>[.,'\u2019 \u00a0\u202f])\d{3}(?:(?P=sign)\d{3})*")
_SPACES = re.compile(r"[ \u00a0\u202f'\u2019]")


class PriceUnreadable(ValueError):
    """Says in words why; a price is never guessed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceReading:
    """`currency` is what a price without one is in; `decimal` says which sign parts off the cents, if known."""

    currency: str | None
    decimal: str | None = None

    def read(self, raw: object, *, currency: str | None = None) -> Money:
        """From a text or a number in major units; `currency` is what the row says beside it."""
        stated = currency_code(currency) if currency else None
        if isinstance(raw, bool):
            raise PriceUnreadable("is not a number")
        if isinstance(raw, list | tuple | dict) or raw is None:
            raise PriceUnreadable("is not one price")
        if isinstance(raw, int | float | Decimal):
            return self._money(_number(str(raw)), stated or self.currency)
        amount, written = self._parts(str(raw).strip(), stated or self.currency)
        if stated and written and stated != written:
            raise PriceUnreadable(f"is in {written}, but the row says {stated}")
        code = written or stated or self.currency
        return self._money(_decimal(amount, decimal=self.decimal, digits=minor_digits(code)), code)

    def read_minor(self, raw: object, *, currency: str | None = None) -> Money:
        """From a field that says by its name that it counts minor units."""
        amount = _number(str(raw).strip())
        if amount != amount.to_integral_value():
            raise PriceUnreadable(f"{raw} is not a whole number of minor units")
        code = (currency_code(currency) if currency else None) or self.currency
        return _checked(int(amount) if abs(amount) <= _LARGEST_MINOR else _LARGEST_MINOR + 1, code)

    def _parts(self, text: str, default: str | None) -> tuple[str, str | None]:
        amounts = _AMOUNT.findall(text)
        if not amounts:
            raise PriceUnreadable(f"no amount in {_quoted(text)}")
        if len(amounts) > 1:
            raise PriceUnreadable(f"several amounts in {_quoted(text)}")
        around = text.replace(amounts[0], " ", 1).strip()
        return amounts[0].strip(" .,\u00a0\u202f'\u2019"), self._written(around, default, text)

    @staticmethod
    def _written(around: str, default: str | None, text: str) -> str | None:
        if not around or around in {".-", ",-", "-"}:
            return None
        if around in _SHARED_SIGNS:
            several = _SHARED_SIGNS[around]
            return default if default in several else several[0]
        if around in _SIGNS:
            return _SIGNS[around]
        if _CODE.fullmatch(around):
            return around.upper()
        words = around.split()
        if len(words) == 2 and _CODE.fullmatch(words[1]) and (words[0] in _SIGNS or words[0] in _SHARED_SIGNS):
            return words[1].upper()
        raise PriceUnreadable(f"{_quoted(text)} is not a price")

    @staticmethod
    def _money(amount: Decimal, currency: str | None) -> Money:
        if abs(amount) > _LARGEST_MINOR:
            raise PriceUnreadable("is larger than any price")
        return _checked(int((amount * 10 ** minor_digits(currency)).quantize(Decimal(1))), currency)


def minor_digits(currency: str | None) -> int:
    """How many digits its minor units have: two for dollars, none for yen."""
    return 0 if currency in _WHOLE else 3 if currency in _THOUSANDTHS else 2


def currency_code(raw: str) -> str:
    code = raw.strip()
    if code in _SIGNS:
        return _SIGNS[code]
    if code in _SHARED_SIGNS:
        return _SHARED_SIGNS[code][0]
    if not _CODE.fullmatch(code):
        raise PriceUnreadable(f"{_quoted(raw)} is not a currency")
    return code.upper()


def _checked(amount_minor: int, currency: str | None) -> Money:
    if currency is None:
        raise PriceUnreadable("names no currency; --currency says which")
    if abs(amount_minor) > _LARGEST_MINOR:
        raise PriceUnreadable("is larger than any price")
    return Money(amount_minor=amount_minor, currency=currency)


def _number(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        raise PriceUnreadable(f"{_quoted(text)} is not a number") from None
    if not amount.is_finite():
        raise PriceUnreadable("is not a finite number")
    return amount


def _decimal(text: str, *, decimal: str | None, digits: int) -> Decimal:
    """With both signs the last one parts off the cents; a single one followed by three digits is looked at closely."""
    plain = _SPACES.sub("", text)
    if decimal:
        return _number(plain.replace("," if decimal == "." else ".", "").replace(decimal, "."))
    dot, comma = plain.rfind("."), plain.rfind(",")
    if dot >= 0 and comma >= 0:
        thousands, cents = (",", ".") if dot > comma else (".", ",")
        return _number(plain.replace(thousands, "").replace(cents, "."))
    sign = "." if dot >= 0 else ","
    if plain.count(sign) > 1 and _GROUPED.fullmatch(plain):
        return _number(plain.replace(sign, ""))
    if digits != 3 and _GROUPED.fullmatch(plain) and not plain.lstrip("-").startswith("0"):
        if sign == ".":
            raise PriceUnreadable(f"{text} may mean thousands or a fraction; --decimal says which")
        return _number(plain.replace(",", ""))
    return _number(plain.replace(",", "."))


def _quoted(text: str) -> str:
    return f"{text[:40]!r}"
