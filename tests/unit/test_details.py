"""Answers about a product: what the catalogue says, and honestly when it does not say."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.money import Money
from catalog.product import Product, Variant
from catalog.query import Query
from shop.choosing import choose
from shop.phrasing.comparing import better_for, side_by_side, which_has_most
from shop.phrasing.details import of_product, says_nothing


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
        (
            "why",
            "The women's Drizzle Rain Jacket has 4.4 of five stars, from 120 people. It costs fifty-nine ninety-nine.",
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


def test_comparison_for_a_screen_has_a_column_for_each_product_and_a_gap_where_nothing_is_known() -> None:
    products = [DRIZZLE, replace(SQUALL, attributes={**SQUALL.attributes, "hood": "fixed"})]
    cards = [choose(product, Query(), "", known={}).card(product) for product in products]
    told = side_by_side(products, cards)
    assert told.comparison is not None
    assert [column.product_id for column in told.comparison.columns] == [card.id for card in cards]
    rows = {row.name: (row.label, row.values) for row in told.comparison.rows}
    assert next(iter(rows)) == "price"
    assert rows["material"] == ("Material", ("nylon", "polyester"))
    assert rows["hood"] == ("Hood", (None, "fixed"))
    assert told.text.splitlines()[1:-1] == told.comparison.as_text().splitlines()
    assert "Hood: — | fixed" in told.text


CHECK = "If there is an allergy, please check the label."
BARS = replace(DRIZZLE, title="Oat Bars", attributes={"dietary": "vegan, dairy-free", "allergens": "almonds, soy"})


@pytest.mark.parametrize(
    ("attributes", "question", "said"),
    [
        (
            {"dietary": "vegan", "allergens": "almonds, soy"},
            "do they contain nuts",
            f"The Oat Bars contain almonds and soy. They are marked vegan. {CHECK}",
        ),
        ({"allergens": "soy"}, "are they vegan", "The Oat Bars don't say whether they are vegan."),
        (
            {"dietary": "vegan"},
            "are they gluten free",
            f"The Oat Bars are marked vegan, but not gluten-free. {CHECK}",
        ),
        ({}, "any nuts", f"The Oat Bars state no allergens. {CHECK}"),
        ({"dietary": "vegan"}, "is it vegan", "The Oat Bars are marked vegan."),
    ],
)
def test_of_what_is_eaten_only_what_is_stated_is_said(attributes: dict[str, str], question: str, said: str) -> None:
    bars = replace(BARS, attributes=attributes)
    card = choose(bars, Query(), "", known={}).card(bars)
    assert of_product(bars, card, question).speech == said


def test_what_is_not_known_is_never_said_the_same_way_twice() -> None:
    card = choose(DRIZZLE, Query(), "", known={}).card(DRIZZLE)
    told = [of_product(DRIZZLE, card, "does it have a whistle", is_known=True, in_vain=times) for times in range(3)]
    assert len({answer.speech for answer in told}) == 3
    assert all(says_nothing(answer) for answer in told)
    assert "material nylon and weight 9 oz" in told[1].speech


def side(*products: Product, said: str = "", query: Query | None = None) -> str:
    cards = [choose(product, Query(), "", known={}).card(product) for product in products]
    return side_by_side(products, cards, said, query).speech


def test_what_the_request_was_for_comes_before_the_ratings() -> None:
    one = replace(jacket("One", material="nylon", layers="2-layer", hood="fixed"), brand="Osprey", rating=4.1)
    other = replace(jacket("Two", material="wool", layers="3-layer", hood="rolled"), brand="Heron", rating=4.6)
    speech = side(one, other, query=Query(text="rain jacket", attributes={"layers": "3-layer"}))
    assert speech.index("Layers: 2-layer for the Osprey and 3-layer for the Heron") < speech.index("Rating: 4.1")


@given(st.lists(st.sampled_from(["material", "weight", "layers", "lining", "fit", "season"]), unique=True))
def test_a_comparison_is_heard_in_one_breath(names: list[str]) -> None:
    one = jacket("One", **{name: f"a {name} of some kind or other" for name in names})
    other = jacket("Two", **{name: f"quite another {name} than the first has" for name in names})
    assert len(side(one, other).split()) <= 40


def test_better_for_something_is_told_from_what_is_stated() -> None:
    trail = replace(DRIZZLE, brand="Osprey", description="Made for muddy trails. Packs small.")
    city = replace(SQUALL, brand="Heron", description="Smart enough for the office.", rating=4.9, rating_count=12)
    cards = [choose(product, Query(), "", known={}).card(product) for product in (trail, city)]
    told = better_for([trail, city], cards, "muddy trails")
    assert told.products == (cards[0],)
    assert told.speech.startswith("For muddy trails, the Osprey: Made for muddy trails. The Heron doesn't mention it.")
    unknown = better_for([trail, city], cards, "wide feet")
    assert unknown.speech.startswith("Neither says anything about wide feet, so I can't tell by that. The Heron is")


def test_most_of_what_nobody_states_is_not_known() -> None:
    cards = [choose(product, Query(), "", known={}).card(product) for product in (DRIZZLE, SQUALL)]
    told = which_has_most([DRIZZLE, SQUALL], cards, "which is longer")
    assert told is not None
    assert "can't tell" in told.speech
    assert which_has_most([DRIZZLE, SQUALL], cards, "compare them") is None
