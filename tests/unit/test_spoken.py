"""Prices and lists as a voice says them."""

import pytest

from catalog.money import Money
from shop.spoken import counted, listing, price_in_words, price_written


@pytest.mark.parametrize(
    ("amount_minor", "currency", "spoken", "written"),
    [
        (4999, "USD", "forty-nine ninety-nine", "$49.99"),
        (8000, "USD", "eighty dollars", "$80.00"),
        (100, "USD", "one dollar", "$1.00"),
        (11499, "USD", "one hundred fourteen ninety-nine", "$114.99"),
        (99, "USD", "ninety-nine cents", "$0.99"),
        (1, "USD", "one cent", "$0.01"),
        (105, "USD", "one oh five", "$1.05"),
        (
            123456,
            "USD",
            "one thousand, two hundred thirty-four dollars and fifty-six cents",
            "$1,234.56",
        ),
        (50, "GBP", "fifty pence", "£0.50"),
        (20000, "INR", "two hundred rupees", "₹200.00"),
        (300, "NOK", "three NOK", "3.00 NOK"),
    ],
)
def test_price_is_said_as_a_shop_assistant_would(amount_minor: int, currency: str, spoken: str, written: str) -> None:
    money = Money(amount_minor=amount_minor, currency=currency)
    assert (price_in_words(money), price_written(money)) == (spoken, written)


def test_lists_end_in_and() -> None:
    assert [listing(["a"]), listing(["a", "b"]), listing(["a", "b", "c"]), listing([])] == [
        "a",
        "a and b",
        "a, b and c",
        "",
    ]


def test_counts_agree_in_number() -> None:
    assert [counted(1, "item"), counted(2, "item"), counted(3, "box", "boxes")] == [
        "one item",
        "two items",
        "three boxes",
    ]
