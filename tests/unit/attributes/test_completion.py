"""Completing a product adds what the feed lacks, changes nothing it says, and can be done again."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.attributes import Assortment, completed
from catalog.attributes.assortment import Learned
from catalog.attributes.finding import LEAST, LIKELY
from catalog.demo.products import demo_products
from catalog.product import Product
from tests.unit.attributes.goods import product

_WORDS = """Red Navy/White XL W32 L34 size EU 42 12 x 330 ml (Pack of 6) 52x84 inch for iPhone 15/14, fits Dyson V8 -
& | : ; , faux leather gluten-free vegan Orange Juice Women's Kids 3-5 Years Contains: milk 100% cotton \u2019 \u201d
\u00d7 \ud55c\uad6d 1/2 1,000 . w/o ( [ Shoes Mattress Candle scent flavored by"""
_PIECES = st.sampled_from(_WORDS.split())
_TEXTS = st.one_of(st.text(max_size=80), st.lists(_PIECES, max_size=25).map(" ".join))
_ATTRIBUTES = st.dictionaries(
    st.sampled_from(["color", "size", "kind", "title", "material", "pack"]), _TEXTS, max_size=3
)
_ASSORTMENT = Assortment(brands={"red": "Red", "dyson": "Dyson"}, kinds=frozenset({"orange juice"}))


@st.composite
def products(draw: st.DrawFn) -> Product:
    made = product(
        draw(_TEXTS),
        text=draw(_TEXTS),
        category=tuple(
            draw(st.lists(st.sampled_from(["", "Grocery", "Shoes", "Books", "Home"]), min_size=1, max_size=3))
        ),
        brand=draw(st.sampled_from(["", "Red", "Dyson"])),
        attributes=draw(_ATTRIBUTES),
        variants=tuple(draw(st.lists(_ATTRIBUTES, min_size=1, max_size=3))),
    )
    return replace(made, extracted=draw(st.dictionaries(st.sampled_from(["color", "kind", "brand"]), st.just(0.9))))


@settings(max_examples=300, deadline=None)
@given(products())
def test_completing_twice_is_completing_once(made: Product) -> None:
    once = completed(made, _ASSORTMENT)
    assert completed(once, _ASSORTMENT) == once


@settings(max_examples=300, deadline=None)
@given(products())
def test_the_feed_is_never_overwritten(made: Product) -> None:
    fed = replace(made, extracted={})
    done = completed(fed, _ASSORTMENT)
    assert done.brand == fed.brand or not fed.brand
    assert {**done.attributes, **{name: value for name, value in fed.attributes.items() if value}} == done.attributes
    for before, after in zip(fed.variants, done.variants, strict=True):
        assert {**after.attributes, **{n: v for n, v in before.attributes.items() if v}} == after.attributes
    assert all(LEAST <= sure <= 1 for sure in done.extracted.values())
    read = {name for name, value in done.attributes.items() if fed.attributes.get(name) != value}
    assert read == set(done.extracted) - {"brand"}


def test_the_demo_shop_keeps_all_its_feed_says() -> None:
    shop = demo_products()[::40]
    assortment = Assortment.of(shop)
    for made in shop:
        done = completed(made, assortment)
        assert {name: done.attributes[name] for name in made.attributes} == made.attributes
        assert done.variants == made.variants
        assert (done.brand, "kind" in done.extracted, "brand" in done.extracted) == (made.brand, False, False)


def test_what_variants_differ_in_is_not_the_products() -> None:
    done = completed(
        product("Red Shirt", category=("Clothing",), variants=({"color": "red"}, {"color": "blue"})), Assortment()
    )
    assert "color" not in done.attributes


def test_a_variant_called_navy_xl_is_navy_and_xl() -> None:
    done = completed(product("Shirt", category=("Clothing",), variants=({"title": "Navy / XL"},)), Assortment())
    (variant,) = done.variants
    assert variant.attributes == {"title": "Navy / XL", "color": "navy", "size": "xl"}
    assert set(variant.extracted) == {"color", "size"}
    assert "color" not in done.attributes


def test_the_finish_of_a_variant_is_its_colour() -> None:
    finishes = ({"finish": "Brass"}, {"finish": "Matte Black"}, {"finish": "Smooth"})
    done = completed(product("Desk Lamp", category=("Home Decor",), variants=finishes), Assortment())
    assert [variant.attributes.get("color") for variant in done.variants] == ["brass", "matte black", None]
    assert done.variants[0].attributes["material"] == "brass"
    assert "color" not in done.attributes


def test_brands_are_learned_where_the_feed_has_them() -> None:
    assortment = Assortment.of(
        [product("Silver Ridge Speaker", brand="Silver Ridge"), product("Lamp", brand="Generic")]
    )
    done = completed(product("Silver Ridge Portable Speaker"), assortment)
    assert (done.brand, done.attributes.get("color")) == ("Silver Ridge", None)
    assert completed(product("Speaker for Silver Ridge fans"), assortment).brand == ""
    assert completed(product("Speaker by Silver Ridge"), assortment).brand == "Silver Ridge"
    assert completed(product("Generic Lamp"), assortment).brand == ""


def test_brands_are_guessed_where_no_product_has_one() -> None:
    titles = [
        "Kestor Lamp",
        "Kestor Desk",
        "Kestor Wall Clock",
        "Wireless Mouse",
        "Mouse, Wireless",
        "Red Mouse, Wireless",
    ]
    assortment = Assortment.of([product(title) for title in titles])
    assert [completed(product(title), assortment).brand for title in titles] == ["Kestor"] * 3 + [""] * 3


def test_guessed_brands_have_all_their_words_and_their_usual_spelling() -> None:
    things = ("Oat Milk", "Gala Apples", "Paper Towels", "Green Tea")
    brands = ("Farmstead Lane", "Old Mill", "Kleen Co", "Mara & Finch")
    titles = ["OLD MILL OAT MILK", *(f"{brand} {thing}" for brand in brands for thing in things)]
    titles += [f"Kestor Turbo {thing}" for thing in things] + [f"{thing}, Turbo" for thing in things]
    assortment = Assortment.of([product(title) for title in titles])
    assert set(assortment.brands.values()) == {*brands, "Kestor"}
    done = completed(product("Old Mill Oat Milk"), assortment)
    assert (done.brand, done.attributes["kind"]) == ("Old Mill", "oat milk")
    assert done.extracted["brand"] == LIKELY


def test_brands_are_guessed_by_what_one_feed_says_whatever_others_say() -> None:
    learned = Learned()
    for number in range(20):
        learned.add(f"Lamp {number}", "Silver Ridge", elsewhere=True)
    for title in ("Kestor Lamp", "Kestor Desk", "Kestor Wall Clock"):
        learned.add(title, "")
    assert learned.assortment().brands == {"silver ridge": "Silver Ridge", "kestor": "Kestor"}


def test_phrases_many_brands_use_are_kinds_and_a_brands_own_lines_are_not() -> None:
    titles = [(f"{brand} Quokka Slide Shoes", brand) for brand in ("Anva", "Belo", "Cirr")]
    titles += [("Dorn Zephyr Shoes", "Dorn")] * 3
    assortment = Assortment.of([product(title, brand=brand) for title, brand in titles])
    assert completed(product("Quokka Slide Shoes"), assortment).attributes["kind"] == "quokka slide shoes"
    assert completed(product("Zephyr Shoes"), assortment).attributes["kind"] == "shoes"
