"""Words after results: more of what was found, or goods of their own."""

from dataclasses import dataclass, replace
from typing import Any, cast

from rasa_sdk.interfaces import Tracker

from actions.heard import Heard, heard
from actions.products.qualities import qualified
from catalog.money import Money
from catalog.product import ProductCard
from catalog.query import Query
from catalog.search import Found
from catalog.stages import Stopwatch
from catalog.understanding.parser import Understanding
from catalog.understanding.vocabulary import Vocabulary
from tests.unit.fake_services import fake_services

SHOP = Understanding(
    Vocabulary.of(
        brands=["Fernhollow"],
        categories=["Women's Boots", "Cheese", "Coffee"],
        facts=[("boots", "material", "leather"), ("bean", "color", "red"), ("cheese", "size", "8 oz")],
        stores={},
    )
)
BOOTS = ("Switchyard Chelsea Boots, Women's", "Women's Boots")
BEANS = ("Corner Cafe Whole Bean Coffee", "Coffee")


@dataclass
class Shelf:
    """Finds the same whatever is asked for."""

    title: str
    category: str

    async def find(self, query: Query, **_: Any) -> Found:
        return Found(cards=(card(self.title, self.category),), scores=(1.0,), total=1)


def card(title: str, category: str) -> ProductCard:
    return ProductCard(
        id="one",
        variant_id="one-1",
        title=title,
        brand="Fernhollow",
        category=category,
        attributes={},
        price=Money(amount_minor=500, currency="USD"),
        in_stock=True,
        rating=4.0,
        image_url="",
        url="",
    )


def after(before: str, text: str) -> Heard:
    slots = {"query": Query(text=before).as_dict(), "shown_products": [{"id": "x", "variant_id": "x-1"}]}
    return heard(Tracker("talk", slots, {"text": text}, [], False, None, {}, "action_listen"))


async def narrowed(before: str, text: str, found: tuple[str, str]) -> Query | None:
    services = replace(fake_services(), reader=lambda: SHOP, finding=cast("Any", Shelf(*found)))
    result = await qualified(services, after(before, text), SHOP.parse(text), Stopwatch())
    return result.query if result else None


async def test_other_goods_are_no_quality_of_what_was_found_although_there_are_such() -> None:
    assert SHOP.names_goods("women's leather boots")
    assert await narrowed("cheese", "women's leather boots", BOOTS) is None


async def test_a_quality_that_sounds_like_goods_narrows_what_was_found() -> None:
    narrower = await narrowed("coffee", "whole bean", BEANS)
    assert narrower is not None
    assert "coffee" in narrower.text


async def test_the_goods_named_again_with_another_price_are_no_quality_of_themselves() -> None:
    assert await narrowed("hiking boots", "hiking boots over twenty dollars", BOOTS) is None
    assert await narrowed("leather boots", "boots over twenty dollars", BOOTS) is None
