"""What must hold of an answer, judged by the facts of product and variant."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.evaluation.errors import BrokenSet
from assistant.evaluation.progress import unheard
from assistant.evaluation.spoken import ask_requests, spoken_figures
from assistant.evaluation.spoken_set import Request, never_given_up, read_requests, rightness, violations
from catalog.money import Money
from catalog.product import Product, ProductCard, Variant
from catalog.search import Found, NearMiss


def _variant(variant_id: str = "j-1", *, price: int = 7900, stock: int = 2, **attributes: str) -> Variant:
    money = Money(amount_minor=price, currency="USD")
    return Variant(id=variant_id, product_id="j", attributes=attributes, price=money, stock={"north": stock})


NAVY = _variant(color="navy", size="M")
JACKET = Product(
    id="j",
    title="Stonecairn Ridgeline Rain Jacket, Women's",
    brand="Stonecairn",
    category=("Outdoor", "Clothing", "Jackets"),
    description="As tough as leather.",
    attributes={
        "kind": "rain jacket",
        "material": "recycled nylon, leather trim",
        "audience": "women",
        "compatibility": "iPhone 15 Pro",
        "dietary": "nut-free",
    },
    variants=(NAVY, _variant("j-2", price=9900, color="red", size="S", stock=0)),
    rating=4.4,
    rating_count=10,
    popularity=0.5,
    delivery_days=1,
    image_url="",
    url="",
)


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        (Request(say="", max_price=78.99), "costs 79.00"),
        (Request(say="", min_price=79.01), "costs 79.00"),
        (Request(say="", color=("red", "rust")), "is navy"),
        (Request(say="", size=("S",)), "is of size M"),
        (Request(say="", brand=("Kestrel",)), "is of Stonecairn"),
        (Request(say="", not_brand=("Stonecairn",)), "is of Stonecairn"),
        (Request(say="", not_color=("navy",)), "is navy"),
        (Request(say="", without=("leather",)), "has leather"),
        (Request(say="", has={"material": ("wool",)}), "is not wool"),
        (Request(say="", audience="men"), "is for women"),
        (Request(say="", min_rating=4.5), "is rated 4.4"),
        (Request(say="", compatibility="iPhone 15"), "fits iPhone 15 Pro"),
        (Request(say="", kinds=("umbrella",), only_these=True), "is rain jacket"),
    ],
)
def test_what_does_not_hold_is_named(request_: Request, why: str) -> None:
    assert violations(request_, JACKET, NAVY) == [why]


@pytest.mark.parametrize(
    "request_",
    [
        Request(say="", max_price=79, min_price=79, color=("navy",), size=("M", "L"), brand=("Stonecairn",)),
        Request(say="", not_brand=("Kestrel",), not_color=("red",), audience="women", min_rating=4.4),
        Request(say="", has={"material": ("nylon",)}, compatibility="iPhone 15 Pro"),
        # What is only told in the description, or pardoned, or said to be lacking, is not in it.
        Request(say="", without=("tough", "nut", "leatherette")),
        Request(say="", without=("leather",), pardon=("leather trim",)),
        Request(say="", kinds=("umbrella",)),
    ],
)
def test_what_holds_breaks_nothing(request_: Request) -> None:
    assert violations(request_, JACKET, NAVY) == []


def test_what_is_told_must_be_in_stock() -> None:
    assert violations(Request(say=""), JACKET, JACKET.variants[1]) == ["is out of stock"]


def test_a_near_miss_may_give_up_wishes_but_not_what_was_refused() -> None:
    request = Request(say="", max_price=10, color=("red",), without=("leather",), not_brand=("Kestrel",))
    assert never_given_up(request, JACKET, NAVY) == ["has leather"]


def test_right_is_the_kind_asked_for_with_what_was_said_of_it() -> None:
    assert rightness(Request(say="", kinds=("rain jacket",)), JACKET, NAVY) == 1.0
    assert rightness(Request(say="", kinds=("poncho",), near=("rain jacket",)), JACKET, NAVY) == 0.5
    assert rightness(Request(say="", kinds=("poncho",)), JACKET, NAVY) == 0.0
    assert rightness(Request(say=""), JACKET, NAVY) == 1.0
    assert rightness(Request(say="", kinds=("rain jacket",), words=("fleece",)), JACKET, NAVY) == 0.0
    assert rightness(Request(say="", kinds=("rain jacket",), wants={"size": ("S",)}), JACKET, NAVY) == 0.0


def _card(variant: Variant) -> ProductCard:
    return ProductCard(
        id="j",
        variant_id=variant.id,
        title=JACKET.title,
        brand=JACKET.brand,
        category="Jackets",
        attributes=variant.attributes,
        price=variant.price,
        in_stock=True,
        rating=4.4,
        image_url="",
        url="",
    )


async def _figures(request: Request, found: Found) -> dict[str, object]:
    async def ask(text: str) -> Found:
        return found

    return spoken_figures(await ask_requests([request], ask, sold={"j": JACKET}, tell=unheard))


def _found(*variants: Variant) -> Found:
    return Found(cards=tuple(map(_card, variants)), scores=(1.0,) * len(variants), total=len(variants))


async def test_a_violation_anywhere_in_the_answer_counts() -> None:
    told = await _figures(
        Request(say="a jacket", kinds=("rain jacket",), size=("M",)), _found(NAVY, JACKET.variants[1])
    )
    assert told["violations"] == 1
    assert told["precision@5"] == 1.0


async def test_no_answer_where_there_is_one_counts_as_unanswered() -> None:
    told = await _figures(Request(say="a jacket", kinds=("rain jacket",), size=("M",)), _found())
    assert (told["violations"], told["unanswered"], told["precision@5"]) == (0, 1, 0.0)


async def test_no_answer_where_there_is_none_is_right() -> None:
    told = await _figures(Request(say="a jacket", kinds=("rain jacket",), size=("XXL",)), _found())
    assert (told["impossible"], told["unanswered"], told["precision@5"]) == (1, 0, None)


async def test_an_order_asked_for_must_be_kept() -> None:
    dear = replace(JACKET.variants[1], stock={"north": 1})
    cheapest = Request(say="the cheapest jacket", kinds=("rain jacket",), sort="cheapest")
    assert (await _figures(cheapest, _found(NAVY, NAVY)))["violations"] == 0
    assert (await _figures(cheapest, _found(dear, NAVY)))["violations"] == 1
    dearest = replace(cheapest, sort="most_expensive")
    assert (await _figures(dearest, _found(NAVY, NAVY)))["violations"] == 0


async def test_what_was_refused_is_a_violation_in_what_is_offered_instead() -> None:
    near = Found(cards=(), scores=(), total=0, near_miss=NearMiss(card=_card(NAVY), without=("colors",)))
    told = await _figures(Request(say="no leather", kinds=("rain jacket",), without=("leather",)), near)
    assert told["violations"] == 1


@pytest.mark.parametrize("text", ["[[requests]]\nsay = 1 2", "", '[[requests]]\nsay = "a"\nmax_prize = 3'])
def test_a_file_that_cannot_be_read_is_an_error_that_names_it(tmp_path: Path, text: str) -> None:
    path = tmp_path / "spoken.toml"
    path.write_text(text)
    with pytest.raises(BrokenSet, match=r"spoken\.toml"):
        read_requests(path)


def test_a_family_of_colours_stands_for_its_shades(tmp_path: Path) -> None:
    path = tmp_path / "spoken.toml"
    path.write_text('[colors]\nblue = ["navy", "teal"]\n[[requests]]\nsay = "a"\ncolor = "blue"\nnot_color = ["red"]\n')
    (request,) = read_requests(path)
    assert request.color == ("navy", "teal")
    assert request.not_color == ("red",)
