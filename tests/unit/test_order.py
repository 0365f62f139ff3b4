"""The order in which found products are shown."""

from catalog.money import Money
from catalog.product import ProductCard
from rerank.order import ordered


def card(name: str, *, brand: str = "A", rating: float | None = 4.0) -> ProductCard:
    return ProductCard(
        id=name,
        variant_id=name,
        title=name,
        brand=brand,
        category="Tents",
        attributes={},
        price=Money(amount_minor=100, currency="USD"),
        in_stock=True,
        rating=rating,
        image_url="/p.svg",
        url="/p",
    )


def names(cards: list[ProductCard]) -> list[str]:
    return [card.id for card in cards]


def test_relevance_comes_first() -> None:
    cards = [card("near", rating=3.2), card("far", brand="B", rating=4.9)]
    assert names(ordered(cards, [0.9, 0.5], varied=3)) == ["near", "far"]


def test_better_rated_comes_first_among_equals() -> None:
    cards = [
        card("middling", rating=3.5),
        card("loved", brand="B", rating=4.8),
        card("unrated", brand="C", rating=None),
    ]
    assert names(ordered(cards, [0.7, 0.7, 0.7], varied=3)) == ["loved", "unrated", "middling"]


def test_one_brand_does_not_fill_the_top() -> None:
    cards = [card("a1"), card("a2"), card("a3"), card("b1", brand="B")]
    assert names(ordered(cards, [0.80, 0.79, 0.78, 0.77], varied=3)) == ["a1", "b1", "a2", "a3"]


def test_clearly_better_is_not_held_back_for_its_brand() -> None:
    cards = [card("a1"), card("a2"), card("b1", brand="B")]
    assert names(ordered(cards, [0.9, 0.8, 0.5], varied=3)) == ["a1", "a2", "b1"]
