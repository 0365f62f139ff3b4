"""Checkouts talked through without Rasa and without a database, in the small shop of the commerce contract."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from actions.checkout.form import CheckoutForm
from actions.registry import build_executor
from actions.services import ProductReader
from catalog.contents import Store
from catalog.product import Product
from shop.carts import Carts
from tests.contracts.commerce.goods import PRODUCTS, STORES
from tests.contracts.commerce.worlds import InMemory, World
from tests.unit.fake_services import OneJacket, commerce_of, fake_services
from tests.unit.form_talk import GREETED, FormTalk

GUEST = "guest"
ADDRESS = "27 Heron Court, Ash, 98000"
EMAIL = "maya dot lee at example dot com"


class Shelf(OneJacket):
    async def products(self, product_ids: Sequence[str]) -> list[Product]:
        return [one for one in PRODUCTS if one.id in product_ids]

    async def stores(self) -> list[Store]:
        return list(STORES)


@dataclass
class CheckoutTalk:
    """`world` is the shop behind the talk; `says` gives what is answered aloud."""

    world: World
    talk: FormTalk

    async def says(self, text: str, intent: str = "nlu_fallback", *, confidence: float = 0.9) -> str:
        return await self.talk.says(text, intent, confidence=confidence)

    async def all_say(self, *said: str) -> str:
        return [await self.says(text) for text in said][-1]

    async def hello(self) -> str:
        """As a voice platform's launch is."""
        return await self.talk.says("hello", "talk", kind=GREETED)

    async def starts(self) -> str:
        return await self.says("check out", "checkout")

    async def yes(self) -> str:
        return await self.says("yes", "affirm")

    @property
    def answer(self) -> dict[str, Any]:
        return self.talk.answers[-1]

    @property
    def order(self) -> dict[str, Any] | None:
        return next((answer["order"] for answer in self.talk.answers if answer["order"]), None)

    async def orders(self) -> int:
        return (await self.world.noted()).count("order.placed")


async def talk_of(
    shopper_id: str = GUEST, *, cart: Sequence[tuple[str, int]] = (("mug-1", 2),), world: World | None = None
) -> CheckoutTalk:
    world = world or InMemory()
    for number, (variant_id, quantity) in enumerate(cart):
        await world.carts.add(shopper_id, variant_id, quantity=quantity, turn_id=f"before-{number}")
    carts = cast("Carts", world.carts)
    services = replace(
        fake_services(),
        carts=carts,
        commerce=replace(commerce_of(carts, world.checkouts), orders=world.orders),
        products=cast("ProductReader", Shelf()),
        now=world.clock,
    )
    executor = build_executor(services, [CheckoutForm(services)])
    return CheckoutTalk(world=world, talk=FormTalk(executor, shopper_id=shopper_id))


async def signed_in(*, payments: int = 1, world: World | None = None) -> CheckoutTalk:
    talking = await talk_of("maya", world=world)
    await talking.world.sign_in("maya", payments=payments)
    return talking


async def ready_guest(world: World | None = None) -> CheckoutTalk:
    """A guest to whom the summary has been told."""
    talking = await talk_of(world=world)
    await talking.starts()
    await talking.all_say("delivery", ADDRESS, "the first one", EMAIL)
    return talking
