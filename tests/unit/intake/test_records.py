"""One row of any retailer's file becomes a product, or problems that name field and reason."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.intake.items import Defaults, Item, item_from
from catalog.intake.names import ATTRIBUTES, FIELDS
from catalog.intake.packing import packed, unpacked
from catalog.intake.problems import Severity
from catalog.intake.records import product_of, record_to_product
from catalog.money import Money
from catalog.product import Product

MANY = settings(max_examples=150, deadline=None)
DOLLARS = Defaults(currency="USD", now=datetime(2026, 5, 1, tzinfo=UTC))
PRICED = Defaults(price=Money(amount_minor=1000, currency="USD"))
LAMP = {"id": "l1", "title": "Desk Lamp", "price": "19.99"}


def _product(record: dict[str, object], defaults: Defaults = DOLLARS) -> Product:
    product = record_to_product(record, defaults=defaults)
    assert isinstance(product, Product), product
    return product


def _item(record: dict[str, object]) -> Item:
    item = item_from(record, defaults=DOLLARS).item
    assert item is not None
    return item


def test_a_google_row() -> None:
    product = _product(
        {
            "g:id": "TS-1",
            "g:title": "Merino Tee",
            "g:description": "<p>Soft.</p>",
            "g:link": "https://shop.example/ts-1",
            "g:image_link": "https://shop.example/ts-1.jpg",
            "g:price": "45.00 EUR",
            "g:sale_price": "39.00 EUR",
            "g:availability": "in_stock",
            "g:brand": "Larkmoor",
            "g:product_type": "Home > Men > Tops > T-Shirts",
            "g:google_product_category": "212",
            "g:gender": "male",
            "g:age_group": "adult",
            "g:color": "Navy",
            "g:size": "M",
            "g:material": "merino wool",
            "g:gtin": "4006381333931",
            "g:product_highlight": ["Does not itch", "Dries fast"],
            "g:product_detail": {"section_name": "General", "attribute_name": "Fit", "attribute_value": "slim"},
            "g:shipping": {"country": "DE", "price": "4 EUR"},
        }
    )
    (variant,) = product.variants
    assert (product.title, product.brand, product.category) == ("Merino Tee", "Larkmoor", ("Men", "Tops", "T-Shirts"))
    assert product.attributes == {"material": "merino wool", "fit": "slim", "audience": "men"}
    assert product.description == "Soft.\nDoes not itch\nDries fast"
    assert variant.attributes == {"color": "navy", "size": "M"}
    assert variant.price == Money(amount_minor=3900, currency="EUR")
    assert variant.stock == {"online": 50}


def test_rows_of_search_corpora() -> None:
    furniture = _product(
        {
            "product_id": 7,
            "product_name": "solid wood platform bed",
            "product_class": "Beds",
            "category hierarchy": "Furniture / Bedroom Furniture / Beds & Headboards / Beds",
            "product_description": "good , deep sleep",
            "product_features": "overallheight:35|style : modern|woodspecies : pine|style : rustic",
            "rating_count": 15.0,
            "average_rating": 4.5,
        },
        PRICED,
    )
    assert furniture.id == "7"
    assert furniture.category == ("Furniture", "Beds & Headboards", "Beds")
    assert furniture.attributes["kind"] == "beds"
    assert furniture.attributes["style"] == "modern, rustic"
    assert (furniture.rating, furniture.rating_count) == (4.5, 15)
    beir = _product({"_id": "d9", "title": "", "text": "x", "metadata": {"title": "Kettle", "brand": "Fern"}}, PRICED)
    assert (beir.id, beir.title, beir.brand, beir.description) == ("d9", "Kettle", "Fern", "x")
    listing = _product(
        {"id": "B0", "title": "Cable", "price": None, "category": [], "rating": None, "color": None}, PRICED
    )
    assert listing.variants[0].price == PRICED.price
    assert listing.rating is None


def test_a_row_of_a_shop_table_groups_by_its_handle() -> None:
    item = _item(
        {
            "Handle": "tee", "Title": "Tee", "Vendor": "V", "Type": "Shirts", "Option1 Name": "Size",
            "Option1 Value": "M",
            "Variant SKU": "T-M", "Variant Price": "9.99", "Variant Inventory Qty": "4", "Published": "true",
        }
    )  # fmt: skip
    assert (item.id, item.group, item.quantity) == ("T-M", "tee", 4)
    assert item.attributes == {"size": "M", "kind": "shirts"}


def test_numbered_attributes_of_a_shop_table() -> None:
    item = _item({**LAMP, "Attribute 1 name": "Colour", "Attribute 1 value(s)": "Brass", "Type": "simple"})
    assert item.attributes == {"color": "brass"}


@pytest.mark.parametrize(
    ("fields", "minor"),
    [
        ({"sale_price": "15"}, 1500),
        ({"sale_price": "0"}, 1999),
        ({"sale_price": "25"}, 1999),
        ({"sale_price": "15", "sale_price_effective_date": "2026-04-01T00:00+01:00/2026-06-01T00:00+01:00"}, 1500),
        ({"sale_price": "15", "sale_price_effective_date": "2025-04-01T00:00+01:00/2025-06-01T00:00+01:00"}, 1999),
        ({"sale_price": "15", "sale_price_effective_date": "May"}, 1999),
        ({"compare_at_price": "30"}, 1999),
        ({"price": {"amount": "12.50", "currency_code": "USD"}}, 1250),
        ({"price": None, "price_cents": 350}, 350),
        ({"price": "", "offers": {"price": 7, "priceCurrency": "USD"}}, 700),
        ({"price": "", "regular_price": "8"}, 800),
        ({"price": "", "price_usd": "6"}, 600),
    ],
)
def test_what_a_thing_costs_now(fields: dict[str, object], minor: int) -> None:
    assert _item({**LAMP, **fields}).price == Money(amount_minor=minor, currency="USD")


@pytest.mark.parametrize(
    ("fields", "quantity"),
    [
        ({}, 50),
        ({"availability": "in stock"}, 50),
        ({"availability": "out_of_stock", "quantity": 5}, 0),
        ({"availability": "https://schema.org/OutOfStock"}, 0),
        ({"quantity": "12.0"}, 12),
        ({"quantity": "-3"}, 0),
        ({"quantity": 0, "inventory_policy": "continue"}, 50),
        ({"available": False}, 0),
        ({"in_stock": "yes", "stock": "1,200"}, 1200),
        ({"quantity": "plenty"}, 50),
    ],
)
def test_availability_and_quantities_become_stock(fields: dict[str, object], quantity: int) -> None:
    assert _item({**LAMP, **fields}).quantity == quantity


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ({"title": "Lamp", "price": "1"}, "id"),
        ({"id": "1", "price": "1"}, "title"),
        ({"id": "1", "title": "  <b></b> ", "price": "1"}, "title"),
        ({"id": "1", "title": "Lamp"}, "price"),
        ({"id": "1", "title": "Lamp", "Price": "-5"}, "price"),
        ({"id": "1", "title": "Lamp", "price": "cheap"}, "price"),
        ({"id": "x" * 200, "title": "Lamp", "price": "1"}, "id"),
    ],
)
def test_what_keeps_a_row_out_is_named(record: dict[str, object], field: str) -> None:
    problems = record_to_product(record, defaults=DOLLARS)
    assert isinstance(problems, tuple)
    assert field in {problem.field for problem in problems}
    assert all(problem.reason for problem in problems)


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"Published": "0"}, {"type": "variable"}, {"pause": "all"}])
def test_what_is_not_to_be_sold_is_left_out_without_being_a_mistake(fields: dict[str, object]) -> None:
    reading = item_from({**LAMP, **fields}, defaults=DOLLARS)
    assert reading.item is None
    assert [problem.severity for problem in reading.problems] == [Severity.NOTE]


def test_other_fields_become_attributes_but_not_ids_addresses_or_emptiness() -> None:
    item = _item(
        {
            **LAMP, "Bulb Type": "E27", "waterproof": True, "is_book": False, "wattage": 8.0,
            "supplier_id": "77", "datasheet": "https://x.example/a.pdf",
            "ean13": "4006381333931", "notes": "N/A", "Unnamed: 0": 4,
            "created_at": "2020-01-01", "condition": "new", "tags": ["a", "b"],
        }
    )  # fmt: skip
    assert item.attributes == {"bulb_type": "E27", "waterproof": "yes", "wattage": "8", "tags": "a, b"}


def test_many_columns_do_not_push_out_the_colour() -> None:
    item = _item({**{f"feature {n}": f"word{n}" for n in range(200)}, **LAMP, "colour": "Teal"})
    assert item.attributes["color"] == "teal"
    assert len(item.attributes) == 32
    assert "feature 150: word150" in item.description


def test_addresses_of_other_schemes_never_come_in() -> None:
    reading = item_from({**LAMP, "link": "javascript:alert(1)", "image": "data:image/png;base64,AA"}, defaults=DOLLARS)
    assert reading.item is not None
    assert (reading.item.url, reading.item.image_url) == ("", "")
    assert {problem.code for problem in reading.problems} == {"bad_url"}
    based = item_from({**LAMP, "link": "/lamps/1"}, defaults=Defaults(currency="USD", base_url="https://shop.example"))
    assert based.item is not None
    assert based.item.url == "https://shop.example/lamps/1"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
NAMES = st.sampled_from([*sum(FIELDS.values(), ()), *ATTRIBUTES, "metadata", "offers", "status", "weight_unit"])
NAMES |= st.sampled_from(["id", "title", "price", "attribute_1_name", "attribute_1_value"]) | st.text(max_size=12)


@MANY
@given(st.dictionaries(NAMES, VALUES, max_size=8))
def test_any_row_becomes_an_item_or_named_problems(record: dict[str, object]) -> None:
    reading = item_from(record, defaults=DOLLARS)
    if reading.item is None:
        assert reading.problems
        assert all(problem.field and problem.reason for problem in reading.problems)
        return
    assert reading.item.id
    assert reading.item.price.amount_minor > 0
    assert reading.item.quantity >= 0
    assert reading.item.rating is None or 0 <= reading.item.rating <= 5
    assert 0 <= reading.item.popularity <= 1
    assert unpacked(json.loads(json.dumps(packed(reading.item)))) == reading.item
    if reading.item.title:
        assert 1 <= len(product_of([reading.item], defaults=DOLLARS).category) <= 3
