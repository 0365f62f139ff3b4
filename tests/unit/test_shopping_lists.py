"""Several things in one breath, as the actions take them: added, asked for one by one, none forgotten or invented."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Tracker

from actions.registry import build_executor
from actions.services import Services
from catalog.money import Money
from catalog.product import Product, ProductCard, Variant
from catalog.query import Query
from catalog.search import Found
from catalog.understanding.parser import Understanding
from rerank.finding import Finding
from shop.cart import Cart, CartLine
from shop.carts import Carts
from tests.unit.fake_services import OneJacket
from tests.unit.fakes import NOON
from tests.unit.understanding.list_shop import list_vocabulary

MARKET = Understanding(list_vocabulary())
USD = "USD"


def product(title: str, price_minor: int, *, sizes: Sequence[str] = ("",), stock: int = 9, brand: str = "") -> Product:
    id_ = title.lower().replace(" ", "-")
    variants = tuple(
        Variant(
            id=f"{id_}-{size}",
            product_id=id_,
            attributes={"size": size} if size else {},
            price=Money(amount_minor=price_minor, currency=USD),
            stock={"south": stock},
        )
        for size in sizes
    )
    return Product(
        id=id_,
        title=title,
        brand=brand,
        category=("Shop", "Shelf", title.rsplit(maxsplit=1)[-1]),
        description="",
        attributes={},
        variants=variants,
        rating=None,
        rating_count=0,
        popularity=0.0,
        delivery_days=2,
        image_url="",
        url="",
    )


SHELF = [
    product("Barrow Milk", 159),
    product("Meadow Milk", 229),
    product("Brown Eggs", 329),
    product("White Eggs", 299),
    product("Country Bread", 449),
    product("Yellow Bananas", 129),
    product("Trail Socks", 999, sizes=("S", "M")),
    product("Honey", 599, stock=1),
    product("Barrow Cream-Top Whole Yogurt", 329, brand="Barrow"),
    product("Barrow Whole Yogurt", 259, brand="Barrow"),
    product("Barrow 2% Reduced-Fat Yogurt", 219, brand="Barrow"),
    product("Barrow Organic Skim Yogurt", 399, brand="Barrow"),
]


class Shelf(OneJacket):
    async def products(self, product_ids: Sequence[str]) -> list[Product]:
        return [one for id_ in product_ids for one in SHELF if one.id == id_]

    async def cards(self, pairs: Sequence[tuple[str, str]]) -> list[ProductCard]:
        return [card(one) for id_, _ in pairs for one in SHELF if one.id == id_]

    async def find(self, query: Query, *, limit: int, **_: Any) -> Found:
        words = {word.removesuffix("s") for word in query.text.split()}
        cards = [
            card(one) for one in SHELF if words and words <= {w.removesuffix("s") for w in one.title.lower().split()}
        ]
        if query.sort is not None:
            cards.sort(key=lambda found: found.price.amount_minor)
        return Found(cards=tuple(cards[:limit]), scores=(), total=len(cards))


class NotingCarts:
    """As `Carts`: the same turn makes the same change once."""

    def __init__(self) -> None:
        self.held: dict[str, int] = {}
        self._made: set[tuple[str, str]] = set()

    async def cart_of(self, shopper_id: str) -> Cart:
        return Cart(lines=tuple(line(*held) for held in self.held.items()), total=Money(amount_minor=100, currency=USD))

    async def add(self, shopper_id: str, variant_id: str, *, quantity: int, turn_id: str) -> Cart:
        if (turn_id, variant_id) not in self._made:
            self._made.add((turn_id, variant_id))
            self.held[variant_id] = self.held.get(variant_id, 0) + quantity
        return await self.cart_of(shopper_id)


def card(one: Product) -> ProductCard:
    first = one.variants[0]
    return ProductCard(
        id=one.id,
        variant_id=first.id,
        title=one.title,
        brand=one.brand,
        category=one.category[-1],
        attributes={},
        price=first.price,
        in_stock=True,
        rating=None,
        image_url="",
        url="",
    )


def line(variant_id: str, quantity: int) -> CartLine:
    one = next(one for one in SHELF for variant in one.variants if variant.id == variant_id)
    price = one.variants[0].price
    attributes = next(variant.attributes for variant in one.variants if variant.id == variant_id)
    return CartLine(
        line_id=variant_id,
        product_id=one.id,
        variant_id=variant_id,
        title=one.title,
        attributes=attributes,
        quantity=quantity,
        unit_price=price,
        line_total=price.times(quantity),
        available=9,
    )


class Talk:
    """A conversation with the actions, its slots kept as Rasa keeps them."""

    def __init__(self) -> None:
        self.carts = NotingCarts()
        shelf = Shelf()
        self._executor = build_executor(
            Services(
                reader=lambda: MARKET,
                products=shelf,
                finding=cast("Finding", shelf),
                carts=cast("Carts", self.carts),
                now=lambda: NOON,
            )
        )
        self.slots: dict[str, Any] = {}
        self._turns = 0

    async def says(self, text: str, intent: str = "add_to_cart", *, turn: str | None = None) -> str:
        self._turns += 1
        metadata = {"shopper_id": "ann", "turn_id": turn or f"t{self._turns}"}
        message = {"text": text, "intent": {"name": intent, "confidence": 0.9}, "metadata": metadata}
        dispatcher = CollectingDispatcher()
        tracker = Tracker("talk", dict(self.slots), message, [], False, None, {}, "action_listen")
        events = await self._executor.actions[f"action_{intent}"](dispatcher, tracker, {})
        self.slots |= {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        return " ".join(message["custom"]["answer"]["speech"] for message in dispatcher.messages)


@pytest.fixture
def talk() -> Talk:
    return Talk()


async def test_what_is_certain_is_added_and_the_rest_asked_for_one_by_one(talk: Talk) -> None:
    speech = await talk.says("add two loaves of bread, milk, kimchi, a dozen bananas and eggs")
    assert "Added two of the Country Bread and the Yellow Bananas." in speech
    assert "I found no kimchi." in speech
    assert "Which milk: the Barrow Milk" in speech
    assert "Which eggs" in await talk.says("the second one")
    assert "Anything else?" in await talk.says("the first one")
    assert talk.carts.held == {"country-bread-": 2, "yellow-bananas-": 1, "meadow-milk-": 1, "brown-eggs-": 1}


async def test_a_repeated_turn_adds_nothing_twice(talk: Talk) -> None:
    before = dict(talk.slots)
    first = await talk.says("add two loaves of bread and bananas", turn="once")
    talk.slots = before
    assert await talk.says("add two loaves of bread and bananas", turn="once") == first
    assert talk.carts.held == {"country-bread-": 2, "yellow-bananas-": 1}


async def test_a_size_is_asked_for_before_the_list_goes_on(talk: Talk) -> None:
    assert "Which size" in await talk.says("add three pairs of socks and milk")
    assert "Which milk" in await talk.says("medium")
    assert talk.carts.held == {"trail-socks-M": 3}


async def test_no_question_is_a_choice(talk: Talk) -> None:
    await talk.says("add milk and eggs")
    await talk.says("is the first one organic", "show_details")
    assert talk.carts.held == {}


async def test_other_goods_are_no_answer(talk: Talk) -> None:
    await talk.says("add milk and eggs")
    speech = await talk.says("add the cheapest bread too")
    assert "Added the Country Bread. Which milk" in speech
    assert talk.carts.held == {"country-bread-": 1}


async def test_a_no_skips_one_thing_and_never_mind_the_rest(talk: Talk) -> None:
    await talk.says("add milk, eggs and socks")
    assert "no milk. Which eggs" in await talk.says("no", "deny")
    assert "I left out the eggs and socks." in await talk.says("never mind", "deny")
    assert talk.slots["asked"] is None
    assert talk.carts.held == {}


async def test_that_is_all_tells_what_is_not_in_the_cart(talk: Talk) -> None:
    await talk.says("add milk and eggs")
    assert "I left out the milk and eggs." in await talk.says("that's all", "affirm")


async def test_a_list_that_is_searched_shows_the_best_of_each_in_its_order(talk: Talk) -> None:
    speech = await talk.says("eggs, kimchi and milk", "search_products")
    assert speech.index("Eggs") < speech.index("Milk")
    assert "no kimchi" in speech
    assert [pair["id"] for pair in talk.slots["shown_products"]] == ["brown-eggs", "barrow-milk"]
    assert talk.slots["query"]["text"] == "eggs"


async def test_amounts_of_a_searched_list_hold_for_each_of_its_things(talk: Talk) -> None:
    await talk.says("three cartons of eggs and two cartons of milk", "search_products")
    await talk.says("add both")
    assert talk.carts.held == {"brown-eggs-": 3, "barrow-milk-": 2}


async def test_a_change_after_a_list_is_of_the_thing_that_is_named(talk: Talk) -> None:
    await talk.says("eggs and milk", "search_products")
    assert await talk.says("cheaper", "refine_search") == "For which of them: the eggs or the milk?"
    await talk.says("the milk", "search_products")
    assert talk.slots["query"] == replace(MARKET.parse("milk"), max_price_minor=158).as_dict()


async def test_a_long_list_fits_into_a_breath(talk: Talk) -> None:
    speech = await talk.says("add the cheapest milk, the cheapest eggs, bread, bananas and honey")
    assert "Added five things: milk, eggs, bread, bananas and honey." in speech


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        ("whole", "barrow-whole-yogurt-"),
        ("the whole yogurt please", "barrow-whole-yogurt-"),
        ("cream top", "barrow-cream-top-whole-yogurt-"),
        ("two percent", "barrow-2%-reduced-fat-yogurt-"),
        ("the cheapest", "barrow-2%-reduced-fat-yogurt-"),
        ("skim", "barrow-organic-skim-yogurt-"),
        ("any", "barrow-cream-top-whole-yogurt-"),
        ("any of them is fine", "barrow-cream-top-whole-yogurt-"),
        ("whichever", "barrow-cream-top-whole-yogurt-"),
        ("any yogurt", "barrow-cream-top-whole-yogurt-"),
    ],
)
async def test_words_that_fit_one_of_those_offered_choose_it(talk: Talk, answer: str, taken: str) -> None:
    assert "Which yogurt" in await talk.says("add three cups of yogurt and eggs")
    assert "Which eggs" in await talk.says(answer, "refine_search")
    assert talk.carts.held == {taken: 3}


async def test_what_is_not_so_is_said_before_the_question_is_asked_again(talk: Talk) -> None:
    await talk.says("add yogurt and eggs")
    speech = await talk.says("frothy", "refine_search")
    assert speech.startswith("I have no frothy yogurt. Which yogurt: the Barrow Cream-Top Whole Yogurt")
    assert "I don't know your usual one yet. Which yogurt" in await talk.says("the usual", "reorder")
    assert talk.carts.held == {}


async def test_other_words_after_which_one_are_no_answer(talk: Talk) -> None:
    await talk.says("add yogurt and eggs")
    await talk.says("no thanks", "deny")
    assert talk.carts.held == {}


async def test_a_no_to_something_in_between_leaves_out_nothing_of_the_list(talk: Talk) -> None:
    await talk.says("add milk and eggs")
    await talk.says("country bread", "search_products")
    speech = await talk.says("no", "deny")
    assert speech.startswith("Which milk")
    assert "no milk" not in speech


async def test_a_yes_to_something_in_between_keeps_the_list(talk: Talk) -> None:
    await talk.says("add milk and eggs")
    await talk.says("country bread", "search_products")
    assert "Added the Country Bread. Which milk" in await talk.says("yes", "affirm")
    assert "Which eggs" in await talk.says("the first one")
