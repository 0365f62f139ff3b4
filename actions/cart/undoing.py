"""Takes the last change of the cart back: what came goes, and what went comes back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.cart.steps import StepLine, remember_step
from actions.conversation.open_question import ask
from actions.heard import Heard
from actions.services import Services
from catalog.product import Product
from shop.corrections import Correction
from shop.errors import OutOfStock
from shop.phrasing import cart as cart_phrasing
from shop.phrasing import corrections as phrasing
from shop.phrasing.naming import with_choice
from shop.recollection import stems

MOST_NAMED = 3


class Undoing:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def take_back(
        self, dispatcher: CollectingDispatcher, said: Heard, step: Sequence[StepLine], correction: Correction
    ) -> replies.Events | None:
        """None where goods are named of which nothing changed: "keep the eggs", after the cheese and they went out."""
        if not correction.goods:
            return await self._undo(dispatcher, said, step, way=correction.words)
        named = stems(correction.goods)
        lines = [line for line in step if _goes([line], correction.words)]
        called = [line for line in lines if named <= stems(f"{line.asked.text} {await title_of(self._services, line)}")]
        return await self._undo(dispatcher, said, called, way=correction.words) if called and named else None

    async def _undo(
        self, dispatcher: CollectingDispatcher, said: Heard, step: Sequence[StepLine], *, way: str
    ) -> replies.Events:
        carts = self._services.carts
        if not step or not _goes(step, way):
            replies.tell(dispatcher, phrasing.nothing_to_undo(await carts.cart_of(said.shopper_id)))
            return []
        quantities = {line.variant_id: line.before for line in step}
        try:
            cart = await carts.set_all(said.shopper_id, quantities, turn_id=said.turn_id)
        except OutOfStock as exc:
            title = await title_of(self._services, next(line for line in step if line.variant_id == exc.variant_id))
            cart = await carts.cart_of(said.shopper_id)
            replies.tell(dispatcher, cart_phrasing.too_few(title, available=exc.available, cart=cart))
            return []
        titles = {line.variant_id: await title_of(self._services, line) for line in step}
        out = [f"the {titles[line.variant_id]}" for line in step if line.before == 0]
        back = [f"the {titles[line.variant_id]}" for line in step if line.after == 0]
        again = [(line.before, titles[line.variant_id]) for line in step if line.before and line.after]
        replies.tell(dispatcher, phrasing.undone(cart, out[:MOST_NAMED], back[:MOST_NAMED], again[:MOST_NAMED]))
        undone = [_reversed(line) for line in step]
        now = self._services.now()
        return [remember_step(undone, now=now), ask({"kind": "anything_else"}, now=now)]


async def title_of(services: Services, line: StepLine) -> str:
    for product in await services.products.products([line.product_id]):
        return with_choice(product.title, attributes_of(product, line.variant_id))
    return "other one"


def attributes_of(product: Product, variant_id: str) -> Mapping[str, str]:
    return next((variant.attributes for variant in product.variants if variant.id == variant_id), {})


def _goes(step: Sequence[StepLine], way: str) -> bool:
    """ "Bring it back" is of what went out, and "take it back out" of what went in."""
    went = {"in": any(line.after < line.before for line in step), "out": any(line.after > line.before for line in step)}
    return went.get(way, True)


def _reversed(line: StepLine) -> StepLine:
    return replace(line, before=line.after, after=line.before)
