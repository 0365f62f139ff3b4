"""Prices are read as their feeds mean them, or refused with a reason; nothing is guessed and nothing crashes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.intake.prices import PriceReading, PriceUnreadable
from catalog.money import Money

MANY = settings(max_examples=150, deadline=None)
DOLLARS = PriceReading(currency="USD")


@pytest.mark.parametrize(
    ("raw", "minor", "currency"),
    [
        ("19.99 USD", 1999, "USD"),
        ("USD 19.99", 1999, "USD"),
        ("$19.99", 1999, "USD"),
        ("US$ 1,299", 129900, "USD"),
        ("1.299,00 EUR", 129900, "EUR"),
        ("1,299.00", 129900, "USD"),
        ("1.299.000,50 €", 129900050, "EUR"),
        ("€ 0,99", 99, "EUR"),
        ("1\u00a0299,90 zł", 129990, "PLN"),
        ("1'299.00 CHF", 129900, "CHF"),
        ("1500 JPY", 1500, "JPY"),
        ("1,500 JPY", 1500, "JPY"),
        ("1.250 KWD", 1250, "KWD"),
        ("19", 1900, "USD"),
        ("19,-", 1900, "USD"),
        ("0.999", 100, "USD"),
        (19.99, 1999, "USD"),
        (1999, 199900, "USD"),
        (0.1 + 0.2, 30, "USD"),
        ("£12", 1200, "GBP"),
        ("9.99 usd", 999, "USD"),
        ("$9.99 CAD", 999, "CAD"),
    ],
)
def test_prices_of_all_shapes(raw: object, minor: int, currency: str) -> None:
    assert DOLLARS.read(raw) == Money(amount_minor=minor, currency=currency)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "free",
        "1.299",
        "12-15",
        "$10 - $20",
        "from 5",
        "1.2.3",
        "nan",
        "inf",
        True,
        None,
        [],
        {},
        float("nan"),
        1e300,
        "9" * 40,
    ],
)
def test_what_cannot_be_told_for_sure_is_refused(raw: object) -> None:
    with pytest.raises(PriceUnreadable):
        DOLLARS.read(raw)


def test_a_known_decimal_sign_settles_what_is_open() -> None:
    assert PriceReading(currency="EUR", decimal=",").read("1.299").amount_minor == 129900
    assert PriceReading(currency="EUR", decimal=".").read("1.299").amount_minor == 130


def test_without_any_currency_a_price_is_none() -> None:
    with pytest.raises(PriceUnreadable, match="currency"):
        PriceReading(currency=None).read("9.99")


def test_the_row_may_not_contradict_the_price() -> None:
    with pytest.raises(PriceUnreadable, match="says USD"):
        DOLLARS.read("9.99 EUR", currency="USD")


def test_a_shared_sign_is_the_shops_own_currency() -> None:
    assert PriceReading(currency="CAD").read("$5").currency == "CAD"
    assert PriceReading(currency="EUR").read("$5").currency == "USD"


def test_minor_units_are_taken_only_as_whole_numbers() -> None:
    assert DOLLARS.read_minor("1999") == Money(amount_minor=1999, currency="USD")
    with pytest.raises(PriceUnreadable):
        DOLLARS.read_minor("19.99")


@MANY
@given(st.integers(1, 10**9), st.sampled_from(["USD", "EUR", "JPY", "KWD"]))
def test_whatever_is_written_out_plainly_is_read_back(minor: int, currency: str) -> None:
    digits = {"JPY": 0, "KWD": 3}.get(currency, 2)
    text = f"{minor // 10**digits}" + (f".{minor % 10**digits:0{digits}d}" if digits else "")
    assert DOLLARS.read(f"{text} {currency}") == Money(amount_minor=minor, currency=currency)


@MANY
@given(st.integers(0, 10**6), st.integers(0, 99))
def test_both_ways_of_grouping_mean_the_same(whole: int, cents: int) -> None:
    english = f"{whole:,}.{cents:02d}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert DOLLARS.read(english) == DOLLARS.read(german)


@MANY
@given(
    st.one_of(st.text(max_size=40), st.text(alphabet="0123456789.,'$€ -USD", max_size=20), st.floats(), st.integers())
)
def test_nothing_crashes_the_reading(raw: object) -> None:
    try:
        price = DOLLARS.read(raw)
    except PriceUnreadable:
        return
    assert abs(price.amount_minor) < 2**31
