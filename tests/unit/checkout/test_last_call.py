"""The last call of a checkout: a line to read where something true speaks for it, never spoken, never waited for."""

import asyncio
from dataclasses import replace
from typing import Any, cast

import pytest

from actions.checkout.last_call import LastCall
from actions.forms.form import Taken
from actions.heard import Heard
from actions.services import Services
from catalog.product import ProductCard
from catalog.query import Query
from rerank.recommending import Recommended, Visit, Wish
from shop.errors import ShopUnavailable
from shop.reply import Answer
from shop.shown import ShownList, Surface
from tests.unit.fake_services import fake_services
from tests.unit.fakes import JACKET

PEGS = replace(JACKET, id="pegs", title="Tent Pegs", why="often bought with the Stormcoat Rain Jacket")
SAID = Heard(
    text="check out",
    confidence=0.9,
    turn_id="t",
    shopper_id="ann",
    query=Query(),
    shown=(),
    seen=(),
    in_focus=None,
    asked=None,
)


class Clerk:
    def __init__(self, *cards: ProductCard, error: Exception | None = None, hangs: bool = False) -> None:
        self.cards, self.error, self.hangs = cards, error, hangs
        self.asked: list[Wish] = []

    async def recommended(self, visit: Visit, wish: Wish, *, limit: int) -> Recommended:
        self.asked.append(wish)
        if self.error:
            raise self.error
        if self.hangs:
            await asyncio.Event().wait()
        shown = ShownList(list_id="list-1", surface=wish.surface, model="baseline", placements=())
        return Recommended(cards=self.cards[:limit], shown=shown)


async def services_with(clerk: Clerk) -> Services:
    services = replace(fake_services(), recommending=cast("Any", clerk))
    await services.carts.add("ann", "jacket-navy-m", quantity=1, turn_id="t0")
    return services


async def test_what_goes_with_the_cart_is_written_and_not_said() -> None:
    clerk = Clerk(PEGS)
    taken = await LastCall(await services_with(clerk)).beside(Taken(slots={"how": "delivery"}), SAID)
    assert taken.told is not None
    assert taken.told.speech == ""
    assert taken.told.text == (
        "Before you go: Tent Pegs, $74.99, often bought with the Stormcoat Rain Jacket."
        " Say “add the Tent Pegs” to take it along."
    )
    assert taken.slots == {"how": "delivery"}
    assert clerk.asked == [Wish(surface=Surface.CHECKOUT, beside=("jacket",))]


@pytest.mark.parametrize(
    "clerk",
    [Clerk(), Clerk(replace(PEGS, why=None)), Clerk(PEGS, error=ShopUnavailable()), Clerk(PEGS, hangs=True)],
    ids=["nothing", "nothing speaks for it", "the shop is away", "it takes long"],
)
async def test_the_checkout_goes_on_without_it(clerk: Clerk) -> None:
    taken = Taken(slots={"how": "delivery"})
    assert await LastCall(await services_with(clerk)).beside(taken, SAID) == taken


@pytest.mark.parametrize(
    "taken", [Taken(done=True), Taken(told=Answer(speech="One thing is open.", text="One thing."))]
)
async def test_it_never_stands_beside_anything_else(taken: Taken) -> None:
    clerk = Clerk(PEGS)
    assert await LastCall(await services_with(clerk)).beside(taken, SAID) == taken
    assert not clerk.asked
