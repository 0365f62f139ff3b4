"""Lines of the cart, as shoppers name them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.money import Money
from shop.cart import CartLine
from shop.line_references import line_meant


def line(name: str, title: str, **attributes: str) -> CartLine:
    price = Money(amount_minor=100, currency="USD")
    return CartLine(
        line_id=name,
        product_id=name,
        variant_id=name,
        title=title,
        attributes=attributes,
        quantity=2,
        unit_price=price,
        line_total=price.times(2),
        available=9,
    )


MILK = line("milk", "Barrow Lane Whole Milk, 1 gal", size="1 gal")
OAT = line("oat", "Oatfield Oat Milk, 32 oz")
BOOTS = line("boots", "Tamarack Ridge Hiking Boots", color="brown", size="9")
LINES = (MILK, OAT, BOOTS)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("remove the boots", BOOTS),
        ("take out the oat milk please", OAT),
        ("make the whole milk three", MILK),
        ("delete the last one", BOOTS),
        ("remove the first item", MILK),
        ("get rid of the hiking boots from my cart", BOOTS),
        ("remove the toaster", None),
        ("remove the milk", None),
    ],
)
def test_line_is_found_by_name_or_place(said: str, meant: CartLine | None) -> None:
    assert line_meant(said, LINES) == meant


def test_it_means_the_line_last_talked_about() -> None:
    assert line_meant("make it three", LINES, in_focus="oat") == OAT


def test_it_means_the_only_line() -> None:
    assert line_meant("remove it", (BOOTS,)) == BOOTS


def test_it_is_asked_back_when_unclear() -> None:
    assert line_meant("make it three", LINES) is None


@given(st.text())
def test_any_words_are_survived(said: str) -> None:
    assert line_meant(said, LINES) in (None, *LINES)
