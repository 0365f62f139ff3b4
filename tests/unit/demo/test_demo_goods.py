"""The demo shop's products: enough of them, the same everywhere, and nothing in them that a shopper would trip over."""

import hashlib
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from catalog.contents import Contents
from catalog.demo.stock import SOLD_OUT_PRODUCTS, STORES
from catalog.demo.vocabulary import FOLDER, KINDS_LIST, vocabulary
from catalog.product import Product

ROOT = Path(__file__).resolve().parents[3]
PRINT_DIGEST = (
    "import hashlib; from catalog.demo.products import demo_products;"
    "print(hashlib.sha256(repr(demo_products()).encode()).hexdigest())"
)


def _in_stock(product: Product) -> bool:
    return any(any(variant.stock.values()) for variant in product.variants)


def test_another_process_with_another_hash_seed_makes_the_same_shop(contents: Contents) -> None:
    digest = hashlib.sha256(repr(contents.products).encode()).hexdigest()
    told = subprocess.run(
        [sys.executable, "-c", PRINT_DIGEST],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "4711", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == digest


def test_each_department_is_well_filled(contents: Contents) -> None:
    departments = Counter(product.category[0] for product in contents.products)
    assert sum(departments.values()) >= 3000
    least = {"Grocery": 900, "Outdoor": 550, "Clothing & Shoes": 700, "Electronics": 350, "Home": 450}
    assert all(departments[name] >= count for name, count in least.items())


def test_every_listed_kind_is_sold_and_every_sold_kind_is_listed() -> None:
    listed = {tuple(line.split("\t")[:2]) for line in KINDS_LIST.read_text(encoding="utf-8").splitlines()}
    assert listed == {(kind.department, kind.name) for kind in vocabulary().kinds}


def test_vocabulary_files_stay_short_enough_to_read() -> None:
    assert all(len(path.read_text(encoding="utf-8").splitlines()) <= 300 for path in FOLDER.glob("*.toml"))


def test_ids_are_unique(contents: Contents) -> None:
    products = [product.id for product in contents.products]
    variants = [variant.id for product in contents.products for variant in product.variants]
    assert len(set(products)) == len(products)
    assert len(set(variants)) == len(variants)


def test_every_product_is_complete(contents: Contents) -> None:
    for product in contents.products:
        assert len(product.category) == 3
        assert all(product.category)
        assert product.variants, product.id
        assert product.attributes["kind"]
        assert product.image_url == f"/pictures/{product.id}.svg"
        for variant in product.variants:
            assert (variant.image_url is not None) == ("color" in variant.attributes)
        assert 0 <= product.popularity <= 1
        assert 0 <= product.delivery_days <= 10
        assert product.rating is None or 2.5 <= product.rating <= 5
        assert (product.rating is None) == (product.rating_count == 0)


def test_titles_tell_products_apart(contents: Contents) -> None:
    titles = Counter(product.title for product in contents.products)
    assert len(titles) / len(contents.products) >= 0.995


def test_variants_differ_and_cost_something_plausible(contents: Contents) -> None:
    for product in contents.products:
        seen = {tuple(sorted(variant.attributes.items())) for variant in product.variants}
        assert len(seen) == len(product.variants), product.id
        assert all(39 <= variant.price.amount_minor <= 250_000 for variant in product.variants), product.id
        assert all(variant.price.currency == "USD" for variant in product.variants)


def test_every_color_is_in_the_vocabulary(contents: Contents) -> None:
    known = set(vocabulary().colors)
    used = {
        variant.attributes["color"]
        for product in contents.products
        for variant in product.variants
        if "color" in variant.attributes
    }
    assert used <= known
    assert {color for palette in vocabulary().palettes.values() for color in palette} <= known


def test_sizes_are_those_of_the_size_chart(contents: Contents) -> None:
    charts = {chart.id: {row["size"] for row in chart.rows} for chart in contents.size_charts}
    charted = [product for product in contents.products if product.size_chart_id]
    assert len(charted) > 700
    for product in charted:
        assert {variant.attributes["size"] for variant in product.variants} <= charts[product.size_chart_id or ""]


def test_bigger_tents_of_one_brand_and_style_are_heavier_and_dearer() -> None:
    tent = next(kind for kind in vocabulary().kinds if kind.name == "tent")
    by_style = defaultdict(list)
    for build in tent.builds:
        by_style[build.words["style"]].append(build)
    for builds in by_style.values():
        ordered = sorted(builds, key=lambda build: int(build.words["capacity"].split("-")[0]))
        assert [b.price_minor for b in ordered] == sorted(b.price_minor for b in ordered)
        assert [b.ounces for b in ordered] == sorted(b.ounces or 0 for b in ordered)


def test_rain_jackets_under_eighty_dollars_are_in_stock_in_several_prices_and_colors(contents: Contents) -> None:
    jackets = [
        (product.id, variant)
        for product in contents.products
        if product.attributes["kind"] == "rain jacket"
        for variant in product.variants
        if variant.price.amount_minor <= 8000 and any(variant.stock.values())
    ]
    assert len({product_id for product_id, _ in jackets}) >= 8
    assert len({variant.price.amount_minor for _, variant in jackets}) >= 5
    assert len({variant.attributes["color"] for _, variant in jackets}) >= 6
    assert all(product.attributes["weatherproofing"] == "waterproof" for product in contents.products
               if product.attributes["kind"] == "rain jacket")  # fmt: skip


@pytest.mark.parametrize(
    "kind",
    ["whole milk", "oat milk", "eggs", "white bread", "bananas", "hiking boots", "over-ear headphones", "knife set",
     "electric kettle", "phone case", "wall charger", "running shoes", "jeans", "pasta", "ground coffee", "diapers",
     "dry cat food", "bath towel", "table lamp", "tent", "sleeping bag", "water bottle"],
)  # fmt: skip
def test_what_shoppers_ask_a_demo_for_is_in_stock_from_several_makers(contents: Contents, kind: str) -> None:
    found = [product for product in contents.products if product.attributes["kind"] == kind and _in_stock(product)]
    assert len(found) >= 3
    assert len({product.brand for product in found}) >= 2


def test_some_things_are_sold_out_and_every_store_lacks_something(contents: Contents) -> None:
    gone = sum(not _in_stock(product) for product in contents.products) / len(contents.products)
    assert SOLD_OUT_PRODUCTS - 0.01 < gone < SOLD_OUT_PRODUCTS + 0.01
    variants = [variant for product in contents.products for variant in product.variants]
    assert all(set(variant.stock) == set(STORES) for variant in variants)
    for store in STORES:
        assert 0.3 < sum(variant.stock[store] > 0 for variant in variants) / len(variants) < 0.95
    assert {store.id for store in contents.stores} == set(STORES)


def test_words_and_attributes_do_not_contradict_each_other(contents: Contents) -> None:
    for product in contents.products:
        said = f"{product.title} {product.description}".lower()
        attributes = product.attributes
        dietary = attributes.get("dietary", "").split(", ")
        allergens = attributes.get("allergens", "").split(", ")
        if attributes.get("weatherproofing") == "water-resistant":
            assert "waterproof" not in said, product
        if "vegan" in dietary:
            assert not {"milk", "eggs", "fish", "shellfish"} & set(allergens), product
        if "dairy-free" in dietary:
            assert "milk" not in allergens, product
        if "gluten-free" in dietary:
            assert "wheat" not in allergens, product
        if "nut-free" in dietary:
            assert not {"almonds", "cashews", "pecans", "peanuts", "hazelnuts", "tree nuts"} & set(allergens), product
        if attributes.get("leather") == "leather-free":
            assert not re.search(r"(?<!vegan )\b(leather|suede)\b(?!-free)", attributes.get("material", "")), product


def test_brands_that_serve_children_make_nothing_for_grown_ups(contents: Contents) -> None:
    brands = vocabulary().brands
    for product in contents.products:
        serves = brands[product.brand].serves
        if serves and "audience" in product.attributes and product.category[0] == "Clothing & Shoes":
            assert product.attributes["audience"] in serves, product.title
