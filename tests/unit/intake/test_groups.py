"""How rows of one group become a product, and what titles, counts and addresses are made of."""

import pytest

from catalog.intake.items import Defaults, Item, item_from
from catalog.intake.records import product_of, record_to_product
from catalog.product import Product

DOLLARS = Defaults(currency="USD")
LAMP = {"id": "l-1", "title": "Desk Lamp", "price": "19.99"}


def _item(record: dict[str, object]) -> Item:
    item = item_from(record, defaults=DOLLARS).item
    assert item is not None
    return item


def test_items_of_a_group_share_what_is_alike() -> None:
    jacket = {"item_group_id": "j", "price": "40", "fit": "slim"}
    rows = [
        {**jacket, "id": "j1", "title": "Fleece Jacket - navy, M", "color": "navy", "size": "M", "brand": ""},
        {**jacket, "id": "j2", "title": "Fleece Jacket - red, S", "color": "red", "size": "S", "brand": "Kestrel"},
        {**jacket, "id": "j3", "title": "", "color": "red", "size": "M", "fit": "loose"},
    ]
    product = product_of([_item(row) for row in rows[:2]], defaults=DOLLARS)
    assert (product.id, product.title, product.brand) == ("j", "Fleece Jacket", "Kestrel")
    assert product.attributes == {"fit": "slim"}
    assert [variant.attributes for variant in product.variants] == [
        {"color": "navy", "size": "M"},
        {"color": "red", "size": "S"},
    ]
    three = product_of([_item(row) for row in rows], defaults=DOLLARS)
    assert three.attributes == {}
    assert three.variants[2].attributes == {"color": "red", "size": "M", "fit": "loose"}


@pytest.mark.parametrize(
    ("titles", "title"),
    [
        (("Garden Hose 10 m", "Garden Hose 15 m"), "Garden Hose"),
        (("Court Shoe - Dusty Rose, EU 37", "Court Shoe - Dusty Rose, EU 40"), "Court Shoe - Dusty Rose"),
        (("Shirt - navy / M", "Shirt - navy / L"), "Shirt - navy"),
        (("Linen Shirt in red", "Linen Shirt in blue"), "Linen Shirt"),
        (("Shirt Size S", "Shirt Size M"), "Shirt"),
        (("Aero, 15 inch laptop 256 GB", "Aero, 15 inch laptop 512 GB"), "Aero, 15 inch laptop"),
        (("Kettle", "Kettle 2 l"), "Kettle"),
        (("Copper kettle", "Cobalt kettle"), "Copper kettle"),
    ],
)
def test_a_group_is_called_by_what_its_titles_begin_with(titles: tuple[str, ...], title: str) -> None:
    rows = [{**LAMP, "id": str(n), "item_group_id": "g", "title": name} for n, name in enumerate(titles)]
    assert product_of([_item(row) for row in rows], defaults=DOLLARS).title == title


@pytest.mark.parametrize(
    ("shouted", "brand", "title"),
    [
        ("KLEENCO LAUNDRY DETERGENT, 92 FL OZ", "KleenCo", "KleenCo Laundry Detergent, 92 fl oz"),
        ("55\" OLED SMART TV 4K BY O'DELL", "", "55\" OLED Smart TV 4K by O'Dell"),
        ("MEN'S T-SHIRT XL", "", "Men's T-Shirt XL"),
        ("USB HUB", "", "USB HUB"),
        ("LED Lamp FOR TENTS", "", "LED Lamp FOR TENTS"),
    ],
)
def test_a_title_all_in_capitals_is_written_as_people_write(shouted: str, brand: str, title: str) -> None:
    assert _item({**LAMP, "title": shouted, "brand": brand}).title == title


def test_a_groups_id_is_no_variants_id() -> None:
    missing = record_to_product({**LAMP, "id": "", "item_group_id": "g"}, defaults=DOLLARS)
    assert isinstance(missing, tuple)
    assert [problem.code for problem in missing] == ["no_id"]
    handled = record_to_product({**LAMP, "id": "", "handle": "desk-lamp"}, defaults=DOLLARS)
    assert isinstance(handled, Product)
    assert handled.id == "desk-lamp"


@pytest.mark.parametrize(
    ("written", "decimal", "count"),
    [
        ("1.200", ",", 1200),
        ("1.200,0", ",", 1200),
        ("12,0", None, 12),
        ("1,200", None, 1200),
        ("1,200", ".", 1200),
        ("12.0", None, 12),
        ("1 200", None, 1200),
    ],
)
def test_counts_are_read_by_the_sign_before_fractions(written: str, decimal: str | None, count: int) -> None:
    fields = {**LAMP, "quantity": written, "review_count": written}
    item = item_from(fields, defaults=Defaults(currency="USD", decimal=decimal)).item
    assert item is not None
    assert (item.quantity, item.rating_count) == (count, count)


def test_addresses_are_mended_as_browsers_would() -> None:
    item = _item({**LAMP, "link": "https://shop.example/p?size=EU 37|x", "image": "//cdn.example/1.jpg"})
    assert (item.url, item.image_url) == ("https://shop.example/p?size=EU%2037%7Cx", "https://cdn.example/1.jpg")
