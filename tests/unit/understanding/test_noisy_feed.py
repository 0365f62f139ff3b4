"""A feed full of junk, with makers that are words and colours that are labels, is read like a tidy shop."""

import pytest

from catalog.query import Query
from catalog.understanding.parser import Understanding
from catalog.understanding.usage import Usage
from catalog.understanding.vocabulary import Vocabulary

PRODUCTS_BY_BRAND = {
    "Blue": 1, "Salt": 3, "Vibe": 2, "Cotton": 4, "Women": 2, "BENZOYL PEROXIDE": 1, "Listen Without Prejudice": 1,
    "Apple": 22, "NIKE": 9, "Michael Kors": 45, "Champion": 50, "New Balance": 6, "Hazel Wren": 1,
}  # fmt: skip
EVERYDAY = {
    "blue": 126, "salt": 48, "vibe": 7, "benzoyl": 18, "peroxide": 29, "listen": 33, "apple": 11, "champion": 3,
    "new": 384, "balance": 93, "original": 60, "hazel": 4, "wren": 2, "lemon": 40,
}  # fmt: skip
COLORS = {
    "red": 30, "navy": 12, "Black/White": 9, "gal2-red": 1, "brick red": 7, "school bus yellow": 1, "design 1": 6,
    "picture 1": 2, "magnetic 11-in-1": 1, "small": 8, "original": 9, "camo": 6, "40 names for red": 1, "white": 8,
    "light grey": 6, "Forest Green": 8, "brushed brass": 6, "lemon": 5,
}  # fmt: skip
KINDS = {"socks": 90, "mattress": 20, "suit": 30, "dog bowl": 25, "earbuds": 30, "faucet drain": 40, "toy gun": 60}
FACTS = [
    *((kind, "color", color) for kind in ("socks", "suit", "dog bowl") for color in COLORS),
    ("socks", "material", "cotton"),
    ("faucet drain", "material", "brass"),
    ("socks", "audience", "women"),
    ("socks", "audience", "men"),
    ("suit", "audience", "baby"),
    ("suit", "audience", "kids"),
    ("socks", "scent", "lavender"),
    ("mattress", "dietary", "vegan"),
    *((kind, "kind", kind) for kind in ("mattress", "earbuds", "toy gun")),
]
CARRIED = {
    **{(kind, "color"): KINDS[kind] for kind in ("socks", "suit", "dog bowl")},
    ("socks", "material"): 60, ("faucet drain", "material"): 30, ("socks", "audience"): 80, ("suit", "audience"): 30,
    ("socks", "scent"): 1, ("mattress", "dietary"): 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def feed() -> Understanding:
    usage = Usage(
        brands=PRODUCTS_BY_BRAND,
        everyday=EVERYDAY,
        borrowed=frozenset({"BENZOYL PEROXIDE"}),
        colors=COLORS,
        kinds=KINDS,
        carried=CARRIED,
    )
    return Understanding(Vocabulary.of(brands=PRODUCTS_BY_BRAND, categories=(), facts=FACTS, usage=usage))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("blue suit for a baby boy", Query(text="suit", colors=("blue",), attributes={"audience": "baby"})),
        ("salt gun", Query(text="salt gun")),
        ("vibe mattress", Query(text="vibe mattress")),
        ("a mattress by Vibe", Query(text="mattress", brands=("Vibe",))),
        ("vibe brand mattress", Query(text="mattress", brands=("Vibe",))),
        ("benzoyl peroxide face wash", Query(text="benzoyl peroxide face wash")),
        ("listen without prejudice shirt", Query(text="listen without prejudice shirt")),
        ("cotton socks for women", Query(text="socks", attributes={"material": "cotton", "audience": "women"})),
        ("apple earbuds", Query(text="earbuds", brands=("Apple",))),
        ("nike socks", Query(text="socks", brands=("NIKE",))),
        ("red champion socks", Query(text="socks", brands=("Champion",), colors=("red",))),
        ("new balance socks", Query(text="socks", brands=("New Balance",))),
        ("hazel wren socks", Query(text="socks", brands=("Hazel Wren",))),
        ("socks but not nike", Query(text="socks", not_brands=("NIKE",))),
    ],
)
def test_a_maker_that_is_a_word_first_is_one_where_it_is_said(said: str, meant: Query, feed: Understanding) -> None:
    assert feed.parse(said) == meant


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1/2 inch binder", Query(text="1/2 inch binder")),
        ("small socks", Query(text="small socks")),
        ("original socks", Query(text="original socks")),
        ("camo socks", Query(text="socks", colors=("camo",))),
        ("red dog bowl", Query(text="dog bowl", colors=("red",))),
        ("brick red dog bowl", Query(text="dog bowl", colors=("brick red",))),
        ("school bus yellow socks", Query(text="school bus socks", colors=("yellow",))),
        ("lemon socks", Query(text="lemon socks")),
        ("light gray socks", Query(text="socks", colors=("light gray",))),
        ("mens socks black and white", Query(text="socks", colors=("black", "white"), attributes={"audience": "men"})),
        ("socks, not green", Query(text="socks", exclude=("green",))),
        (
            "faucet drain without overflow solid brass",
            Query(text="faucet drain", attributes={"material": "brass"}, exclude=("overflow",)),
        ),
    ],
)
def test_a_colour_is_what_shoppers_call_one(said: str, meant: Query, feed: Understanding) -> None:
    assert feed.parse(said) == meant


def test_a_wish_hardly_any_product_can_answer_stays_words(feed: Understanding) -> None:
    assert feed.parse("lavender scented socks") == Query(text="lavender scented socks")
    assert feed.parse("socks in size 9") == Query(text="socks in size 9")


def test_what_may_do_harm_binds_however_few_products_tell_it(feed: Understanding) -> None:
    assert feed.parse("vegan mattress") == Query(text="mattress", attributes={"dietary": "vegan"})
    told_by_none = Understanding(Vocabulary.of(brands=(), categories=(), facts=[("mattress", "size", "Queen")]))
    assert told_by_none.parse("vegan mattress") == Query(text="vegan mattress")


@pytest.mark.parametrize("said", ["a five by eight rug", "5 x 8 rug", "rug five by eight feet", "rug in size 5x8"])
def test_a_rug_is_measured_with_or_without_its_unit(said: str) -> None:
    shop = Understanding(
        Vocabulary.of(brands=(), categories=(), facts=[("rug", "size", "3 x 5 ft"), ("rug", "size", "5 x 8 ft")])
    )
    assert shop.parse(said) == Query(text="rug", sizes=("5 x 8 ft",))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("the one for whom food is not enough", Query(text="for whom food is not enough")),
        ("gift batteries not included", Query(text="gift batteries not included")),
        ("baby shower gifts", Query(text="baby shower gifts")),
        ("suit without cotton lining", Query(text="suit", exclude=("cotton lining",))),
        ("no cotton socks", Query(text="socks", exclude=("cotton",))),
        ("1/2gallon water bottle without straw", Query(text="1/2gallon water bottle", exclude=("straw",))),
    ],
)  # fmt: skip
def test_words_that_only_look_like_bounds_are_kept(said: str, meant: Query, feed: Understanding) -> None:
    assert feed.parse(said) == meant
