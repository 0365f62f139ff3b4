"""Answers about a product: what the catalogue says, and honestly when it does not say."""

import pytest

from catalog.money import Money
from catalog.product import Product, Variant
from catalog.query import Query
from shop.choosing import choose
from shop.phrasing.comparing import side_by_side
from shop.phrasing.details import of_product


def jacket(name: str, **attributes: str) -> Product:
    variants = tuple(
        Variant(
            id=f"{name}-{color}-{size}",
            product_id=name,
            attributes={"color": color, "size": size},
            price=Money(amount_minor=5999, currency="USD"),
            stock={"harbor": 1},
        )
        for color in ("navy", "olive")
        for size in ("S", "M")
    )
    return Product(
        id=name,
        title=f"{name} Rain Jacket, Women's",
        brand="Fernhollow",
        category=("Outdoor", "Outdoor Clothing", "Rain Jackets"),
        description="Keeps the rain out all day. The hood folds into the collar.",
        attributes={"kind": "rain jacket", **attributes},
        variants=variants,
        rating=4.4,
        rating_count=120,
        popularity=0.5,
        delivery_days=3,
        image_url="/p.svg",
        url="/p",
    )


DRIZZLE = jacket("Drizzle", material="nylon", weight="9 oz")
SQUALL = jacket("Squall", material="polyester", weight="9 oz")


NOT_SAID = "The description of the women's Drizzle Rain Jacket doesn't say. The people in the store may know."


def answer(question: str) -> str:
    card = choose(DRIZZLE, Query(), "", known={}).card(DRIZZLE)
    return of_product(DRIZZLE, card, question).speech


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("what is it made of", "The women's Drizzle Rain Jacket is made of nylon."),
        ("does it have a hood", "The hood folds into the collar."),
        ("how heavy is that", "The women's Drizzle Rain Jacket weighs 9 ounces."),
        ("what colors does it come in", "The women's Drizzle Rain Jacket comes in navy and olive."),
        ("what sizes are there", "The women's Drizzle Rain Jacket comes in small and medium."),
        ("how much is it", "The women's Drizzle Rain Jacket costs fifty-nine ninety-nine."),
        ("how much was that again", "The women's Drizzle Rain Jacket costs fifty-nine ninety-nine."),
        (
            "what do the reviews say",
            "The women's Drizzle Rain Jacket has 4.4 of five stars, from 120 people.",
        ),
        ("does it have a whistle", NOT_SAID),
        ("how long does the battery last", NOT_SAID),
        ("where is it made", NOT_SAID),
    ],
)
def test_question_is_answered_from_the_catalogue(question: str, said: str) -> None:
    assert answer(question) == said


def test_price_and_opinion_come_before_the_description_when_nothing_special_is_asked() -> None:
    assert answer("tell me about it") == (
        "The women's Drizzle Rain Jacket costs fifty-nine ninety-nine, rated 4.4 of five by 120 people."
        " Keeps the rain out all day. The hood folds into the collar. Shall I add it to your cart?"
    )


def test_what_was_just_talked_about_is_not_named_again() -> None:
    card = choose(DRIZZLE, Query(), "", known={}).card(DRIZZLE)
    assert of_product(DRIZZLE, card, "how heavy is it", is_known=True).speech == "It weighs 9 ounces."


def test_what_was_asked_about_comes_first_in_a_comparison() -> None:
    products = [DRIZZLE, SQUALL]
    cards = [choose(product, Query(), "", known={}).card(product) for product in products]
    told = side_by_side(products, cards, "what are they made of")
    assert told.speech.startswith("Material: nylon for the first and polyester for the second. Both cost")


def test_comparison_tells_only_what_differs() -> None:
    products = [DRIZZLE, SQUALL]
    cards = [choose(product, Query(), "", known={}).card(product) for product in products]
    told = side_by_side(products, cards)
    assert "Material: nylon for the first and polyester for the second." in told.speech
    assert "Weight" not in told.text
