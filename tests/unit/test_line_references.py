"""Lines of the cart, as shoppers name them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.money import Money
from shop.cart import CartLine
from shop.errors import NotInCart
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
        ("remove the boot", BOOTS),
        ("remove the milk", None),
    ],
)
def test_line_is_found_by_name_or_place(said: str, meant: CartLine | None) -> None:
    assert line_meant(said, LINES, names_goods=False) == meant


def test_it_means_the_line_last_talked_about() -> None:
    assert line_meant("make it three", LINES, names_goods=False, in_focus="oat") == OAT


def test_it_means_the_only_line() -> None:
    assert line_meant("remove it", (BOOTS,), names_goods=False) == BOOTS


def test_it_is_asked_back_when_unclear() -> None:
    assert line_meant("make it three", LINES, names_goods=False) is None


def test_politeness_around_it_is_no_name() -> None:
    assert line_meant("actually, could you maybe make it two", (BOOTS,), names_goods=False) == BOOTS


def test_what_is_not_in_the_cart_is_not_guessed_at() -> None:
    with pytest.raises(NotInCart):
        line_meant("remove the toaster", (BOOTS,), names_goods=True)


def test_line_is_found_by_its_title_and_choice() -> None:
    small = line("small", "Men's Basic Tee", color="navy", size="S")
    large = line("large", "Men's Basic Tee", color="navy", size="L")
    said = "Remove the Men's Basic Tee in navy, size L from my cart"
    assert line_meant(said, (small, large), names_goods=True) == large


@given(st.text())
def test_any_words_are_survived(said: str) -> None:
    assert line_meant(said, LINES, names_goods=False) in (None, *LINES)
