"""What is said where the assistant recommends: true whys, one question, and nothing made up."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

import pytest
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker

from actions.recommend_products import RecommendProducts
from actions.refine_search import RefineSearch
from actions.show_details import ShowDetails
from catalog.product import ProductCard
from rerank.recommending import Only, Recommended, Recommending, Visit, Wish
from shop.shown import ShownList, Surface
from tests.unit.fake_services import fake_services
from tests.unit.fakes import JACKET

HAT = replace(
    JACKET,
    id="hat",
    variant_id="hat-1",
    title="Rain Hat",
    category="Hats",
    why="often bought with the Stormcoat Rain Jacket",
)
MILK = replace(
    JACKET, id="milk", variant_id="milk-1", title="Oat Milk", category="Milk", why="you buy it about every two weeks"
)

DOMAIN = cast("Any", {})


class Clerk:
    """Recommends what it was given, and remembers what for."""

    def __init__(self, *cards: ProductCard, is_personal: bool = False, due: Sequence[ProductCard] = ()) -> None:
        self.cards, self.is_personal, self.due = cards, is_personal, due
        self.asked: list[Wish] = []

    async def recommended(self, visit: Visit, wish: Wish, *, limit: int) -> Recommended:
        self.asked.append(wish)
        cards = [card for card in self._of(wish) if card.id not in wish.but]
        shown = ShownList(list_id="list-1", surface=wish.surface, model="baseline", placements=())
        return Recommended(cards=tuple(cards[:limit]), shown=shown, is_personal=self.is_personal)

    def _of(self, wish: Wish) -> Sequence[ProductCard]:
        return self.due if wish.only is Only.DUE else self.cards


class Talk:
    def __init__(self, clerk: Clerk) -> None:
        self.clerk = clerk
        self.services = replace(fake_services(), recommending=cast("Recommending", clerk))
        self.slots: dict[str, Any] = {}

    async def says(self, text: str) -> dict[str, Any]:
        return await self._run(RecommendProducts(self.services), text)

    async def refines(self, text: str) -> dict[str, Any]:
        return await self._run(RefineSearch(self.services, details=ShowDetails(self.services)), text)

    async def asks(self, text: str) -> dict[str, Any]:
        return await self._run(ShowDetails(self.services), text)

    async def _run(self, action: Action, text: str) -> dict[str, Any]:
        message = {"text": text, "metadata": {"shopper_id": "ann", "turn_id": "t1"}}
        tracker = Tracker("ann", self.slots, message, [], False, None, {}, None)
        dispatcher = CollectingDispatcher()
        for event in await action.run(dispatcher, tracker, DOMAIN):
            self.slots[event["name"]] = event["value"]
        return dict(dispatcher.messages[-1]["custom"]["answer"])


async def test_something_recommended_comes_with_what_is_true_of_it() -> None:
    talk = Talk(Clerk(MILK, HAT, is_personal=True))
    told = await talk.says("recommend something")
    assert told["speech"] == (
        "You might like the Oat Milk at seventy-four ninety-nine, you buy it about every two weeks;"
        " also the Rain Hat at seventy-four ninety-nine. Would you like one of these?"
    )
    assert [card["id"] for card in told["products"]] == ["milk", "hat"]
    assert talk.slots["shown_products"][0]["id"] == "milk"


@pytest.mark.parametrize(
    "why", ["why?", "why the first one", "why do you recommend that?", "why are you showing me this", "how come"]
)
async def test_who_asks_why_hears_what_spoke_for_it_when_it_was_recommended(why: str) -> None:
    known = replace(JACKET, why="popular right now")
    talk = Talk(Clerk(known, HAT))
    await talk.says("recommend something")
    told = await talk.asks(why)
    assert told["speech"].startswith("Popular right now. The Stormcoat Rain Jacket has ")
    assert "stars" in told["speech"]
    assert [card["why"] for card in told["products"]] == ["popular right now"]


async def test_why_of_what_was_recommended_for_no_special_reason_is_what_is_known_of_it() -> None:
    talk = Talk(Clerk(replace(JACKET, why=None), HAT))
    await talk.says("recommend something")
    told = await talk.asks("why the first one")
    assert told["speech"].startswith("The Stormcoat Rain Jacket has ")


@pytest.mark.parametrize("asked", ["tell me about the first one", "why the first one"])
async def test_others_are_still_recommended_after_one_of_them_was_asked_about(asked: str) -> None:
    talk = Talk(Clerk(JACKET, HAT))
    await talk.says("recommend something")
    talk.slots["seen_products"] = ["jacket"]
    await talk.asks(asked)
    told = await talk.refines("something else")
    assert told["speech"].startswith("Then perhaps the Rain Hat")


async def test_without_anything_to_recommend_a_kind_of_thing_is_asked_for() -> None:
    talk = Talk(Clerk())
    told = await talk.says("what should I get?")
    assert "a kind of thing to go by" in told["speech"]


async def test_which_of_these_is_no_search_where_nothing_is_shown() -> None:
    told = await Talk(Clerk()).says("which of these would you get her and why?")
    assert told["speech"].startswith("Gladly. What kind of thing should it be")
    assert told["query"] is None


async def test_what_goes_with_it_is_about_what_is_talked_of() -> None:
    talk = Talk(Clerk(HAT))
    talk.slots["product_in_focus"] = {"id": "jacket", "variant_id": "jacket-navy-m"}
    told = await talk.says("what goes with it?")
    assert talk.clerk.asked == [Wish(surface=Surface.GOES_WITH, beside=("jacket",))]
    assert told["speech"].startswith("To go with the Stormcoat Rain Jacket I have the Rain Hat")
    assert "often bought with the Stormcoat Rain Jacket. Shall I add it" in told["speech"]


async def test_what_goes_with_something_nobody_knows_company_of_is_admitted() -> None:
    talk = Talk(Clerk())
    talk.slots["product_in_focus"] = {"id": "jacket", "variant_id": "jacket-navy-m"}
    told = await talk.says("what goes with it?")
    assert "don't know what goes with it" in told["speech"]


async def test_a_thing_in_the_cart_is_found_by_its_name() -> None:
    talk = Talk(Clerk(HAT))
    await talk.services.carts.add("ann", "jacket-navy-m", quantity=1, turn_id="t0")
    await talk.says("what goes with my rain jacket?")
    assert talk.clerk.asked[0].beside == ("jacket",)


async def test_anything_else_is_about_the_cart() -> None:
    talk = Talk(Clerk(HAT, MILK))
    await talk.services.carts.add("ann", "jacket-navy-m", quantity=1, turn_id="t0")
    told = await talk.says("anything else I need?")
    assert talk.clerk.asked == [Wish(surface=Surface.CART, beside=("jacket",))]
    assert told["speech"].startswith("You might also need the Rain Hat")


async def test_an_empty_cart_lacks_nothing_in_particular() -> None:
    talk = Talk(Clerk(HAT))
    told = await talk.says("anything else I need?")
    assert told["speech"] == "Your cart is empty so far. What are you looking for?"


async def test_with_an_empty_cart_what_is_due_again_is_told() -> None:
    talk = Talk(Clerk(HAT, due=[MILK]))
    told = await talk.says("anything else I need?")
    assert talk.clerk.asked == [Wish(surface=Surface.CART, only=Only.DUE)]
    assert told["speech"].startswith("Your cart is empty so far, but you might be running out of the Oat Milk")
    assert "you buy it about every two weeks" in told["speech"]
    told = await talk.refines("not those")
    assert talk.clerk.asked[-1] == Wish(surface=Surface.CART, only=Only.DUE, but=("milk",))


@pytest.mark.parametrize("text", ["what's popular", "what's popular right now?", "what is everyone buying"])
async def test_what_is_popular_is_nobodys_own(text: str) -> None:
    talk = Talk(Clerk(HAT, MILK, is_personal=True))
    told = await talk.says(text)
    assert talk.clerk.asked == [Wish(surface=Surface.HOME, only=Only.POPULAR)]
    assert told["text"] == "Popular right now:"
    assert told["speech"].startswith("Popular right now: the Rain Hat")


@pytest.mark.parametrize("text", ["what should I get?", "what do you recommend?", "any ideas"])
async def test_what_points_at_nothing_shown_is_recommended_anew(text: str) -> None:
    talk = Talk(Clerk(MILK, is_personal=True))
    talk.slots["shown_products"] = [{"id": "jacket", "variant_id": "jacket-navy-m"}]
    told = await talk.says(text)
    assert talk.clerk.asked == [Wish(surface=Surface.HOME)]
    assert "you buy it about every two weeks" in told["speech"]


@pytest.mark.parametrize(
    "text", ["which of these should I get?", "what do you recommend of those?", "which one is best?"]
)
async def test_what_points_at_the_list_is_about_the_list(text: str) -> None:
    talk = Talk(Clerk(MILK))
    talk.slots["shown_products"] = [{"id": "jacket", "variant_id": "jacket-navy-m"}]
    assert "Stormcoat Rain Jacket" in (await talk.says(text))["speech"]
    assert not talk.clerk.asked


async def test_while_products_are_shown_an_opinion_is_about_those() -> None:
    talk = Talk(Clerk(HAT))
    talk.slots["shown_products"] = [{"id": "jacket", "variant_id": "jacket-navy-m"}]
    told = await talk.says("which one would you recommend?")
    assert "Stormcoat Rain Jacket" in told["speech"]
    assert not talk.clerk.asked


async def test_not_those_gets_others_of_the_same_kind() -> None:
    clerk = Clerk(HAT)
    talk = Talk(clerk)
    talk.slots["product_in_focus"] = {"id": "jacket", "variant_id": "jacket-navy-m"}
    await talk.says("what goes with it?")
    clerk.cards = (HAT, MILK)
    told = await talk.refines("not those")
    assert clerk.asked[-1] == Wish(surface=Surface.GOES_WITH, beside=("jacket",), but=("hat",))
    assert told["speech"].startswith("Then perhaps the Oat Milk")
    told = await talk.refines("something else")
    assert clerk.asked[-1].but == ("hat", "milk")
    assert "no others to recommend" in told["speech"]


async def test_where_nothing_was_recommended_a_kind_of_thing_is_asked_for() -> None:
    talk = Talk(Clerk(HAT))
    talk.slots["shown_products"] = [{"id": "jacket", "variant_id": "jacket-navy-m"}]
    told = await talk.refines("not those")
    assert "What are you looking for?" in told["speech"]
    assert not talk.clerk.asked
