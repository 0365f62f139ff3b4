"""The demo shop's unit prices: they follow from price and pack, and a bigger pack is the better bargain."""

import re

import pytest

from catalog.contents import Contents
from catalog.demo.prices import unit_price
from catalog.product import Variant


def _pack(variant: Variant) -> str:
    several = re.match(r"(\d+)-pack", variant.attributes.get("pack", ""))
    return f"{several[1]} x {variant.attributes['size']}" if several else variant.attributes["size"]


def test_unit_prices_follow_from_price_and_pack(contents: Contents) -> None:
    priced = [(product, variant) for product in contents.products for variant in product.variants if variant.unit_price]
    assert len(priced) > 1300
    for _, variant in priced:
        assert variant.unit_price == unit_price(variant.price.amount_minor, _pack(variant))


def test_every_grocery_has_a_unit_price(contents: Contents) -> None:
    bare = [
        variant.id
        for product in contents.products
        if product.category[0] == "Grocery"
        for variant in product.variants
        if variant.unit_price is None
    ]
    assert not bare


@pytest.mark.parametrize(
    ("price_minor", "pack", "expected"),
    [
        (400, "1 gal", (100, "qt")),
        (300, "half gal", (150, "qt")),
        (600, "6 x 16 fl oz", (200, "qt")),
        (350, "8 oz", (700, "lb")),
        (360, "12 ct", (30, "each")),
        (350, "72 ct", (486, "100 ct")),
        (900, "6 rolls", (150, "roll")),
    ],
)
def test_unit_price_by_hand(price_minor: int, pack: str, expected: tuple[int, str]) -> None:
    told = unit_price(price_minor, pack)
    assert told is not None
    assert (told.price.amount_minor, told.unit) == expected


def test_a_bigger_pack_of_the_same_costs_more_in_all_and_less_by_unit(contents: Contents) -> None:
    cheaper = total = 0
    for product in contents.products:
        priced = [
            (variant.price.amount_minor, variant.unit_price.price.amount_minor)
            for variant in product.variants
            if variant.unit_price and "pack" not in variant.attributes
        ]
        for price, by_unit in priced:
            dearer = [other_by_unit for other_price, other_by_unit in priced if other_price > price]
            total += len(dearer)
            cheaper += sum(other <= by_unit * 1.03 for other in dearer)
    assert total > 100
    assert cheaper / total > 0.98
