"""Answers about a product: what the catalogue says, and honestly when it does not say."""

import pytest

from catalog.money import Money
from catalog.product import Product, Variant
from catalog.query import Query
from shop.choosing import choose
from shop.phrasing.details import of_product, side_by_side


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


def answer(question: str) -> str:
    card = choose(DRIZZLE, Query(), "", known={}).card(DRIZZLE)
    return of_product(DRIZZLE, card, question).speech


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("what is it made of", "For the women's Drizzle Rain Jacket, material: nylon."),
        ("does it have a hood", "The hood folds into the collar."),
        ("how heavy is that", "For the women's Drizzle Rain Jacket, weight: 9 oz."),
        ("what colors does it come in", "The women's Drizzle Rain Jacket comes in navy and olive."),
        ("what sizes are there", "The women's Drizzle Rain Jacket comes in small and medium."),
        ("how much is it", "The women's Drizzle Rain Jacket costs fifty-nine ninety-nine."),
        (
            "what do the reviews say",
            "Customers give the women's Drizzle Rain Jacket 4.4 of five stars, in 120 ratings.",
        ),
        ("does it have a whistle", "It doesn't say for the women's Drizzle Rain Jacket."),
        ("how long does the battery last", "It doesn't say for the women's Drizzle Rain Jacket."),
    ],
)
def test_question_is_answered_from_the_catalogue(question: str, said: str) -> None:
    assert answer(question) == said


def test_whole_description_when_nothing_special_is_asked() -> None:
    assert answer("tell me about it").startswith("Keeps the rain out all day.")


def test_comparison_tells_only_what_differs() -> None:
    products = [DRIZZLE, SQUALL]
    cards = [choose(product, Query(), "", known={}).card(product) for product in products]
    told = side_by_side(products, cards)
    assert "Material is nylon for the women's Drizzle Rain Jacket and polyester for the women's Squall" in told.speech
    assert "Weight" not in told.text
