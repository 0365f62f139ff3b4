"""Writes changes of the cart and tells them: a change that was made before in the same turn is told, not made again."""

from collections.abc import Sequence
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.cart.steps import StepLine, remember_step
from actions.conversation.open_question import ask
from actions.heard import Heard
from actions.services import Services
from shop.amounts import how_many
from shop.cart import Cart, CartLine
from shop.cart_requests import number_wanted
from shop.choosing import Choice
from shop.errors import CartFull, NotInCart, OutOfStock
from shop.phrasing import cart as phrasing

Quantities = Sequence[tuple[CartLine, int]]


class CartWriting:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def count(
        self, dispatcher: CollectingDispatcher, said: Heard, line: CartLine, quantity: int
    ) -> replies.Events:
        """So many of one line; none takes it out."""
        carts = self._services.carts
        try:
            changed = await carts.set_quantity(
                said.shopper_id, line.variant_id, quantity=quantity, turn_id=said.turn_id
            )
        except OutOfStock as exc:
            cart = await carts.cart_of(said.shopper_id)
            replies.tell(dispatcher, phrasing.too_few(line.title, available=exc.available, cart=cart))
        except CartFull as exc:
            replies.tell(dispatcher, phrasing.too_many(await carts.cart_of(said.shopper_id), most=exc.most))
        except NotInCart:
            replies.tell(dispatcher, phrasing.not_there(await carts.cart_of(said.shopper_id)))
        else:
            # Not what was asked for: a turn that is run again finds the change made, and reckons from there.
            now = sum(there.quantity for there in changed.lines if there.variant_id == line.variant_id)
            replies.tell(dispatcher, phrasing.changed(changed, line, quantity=now))
            return [*_focus(line), *self._noted([(line, now)])]
        return _focus(line)

    async def set_to(self, dispatcher: CollectingDispatcher, said: Heard, quantities: Quantities) -> replies.Events:
        """Several lines at once, all or none."""
        wanted = {line.variant_id: quantity for line, quantity in quantities}
        cart = await self._services.carts.cart_of(said.shopper_id)
        try:
            changed = await self._services.carts.set_all(said.shopper_id, wanted, turn_id=said.turn_id)
        except OutOfStock as exc:
            title = next(line.title for line, _ in quantities if line.variant_id == exc.variant_id)
            replies.tell(dispatcher, phrasing.too_few(title, available=exc.available, cart=cart))
            return []
        except CartFull as exc:
            replies.tell(dispatcher, phrasing.too_many(cart, most=exc.most))
            return []
        replies.tell(dispatcher, phrasing.changed_several(changed, quantities))
        return self._noted(quantities)

    async def count_all(
        self, dispatcher: CollectingDispatcher, said: Heard, lines: Sequence[CartLine], text: str
    ) -> replies.Events:
        """ "Make everything two"."""
        number = how_many(text, self._services.reader().parse(text))
        wanted = [(line, number_wanted(text, there=line.quantity, said=number)) for line in lines]
        counted = [(line, quantity) for line, quantity in wanted if quantity is not None]
        return await self.set_to(dispatcher, said, counted)

    async def swap(
        self, dispatcher: CollectingDispatcher, said: Heard, cart: Cart, line: CartLine, choice: Choice
    ) -> replies.Events:
        """Another size, colour or pack of the same thing."""
        if choice.lacking:
            replies.tell(dispatcher, phrasing.not_made(cart, line, choice))
            return []
        other = choice.variants[0].id
        try:
            changed = await self._services.carts.swap(said.shopper_id, line.variant_id, other, turn_id=said.turn_id)
        except OutOfStock as exc:
            replies.tell(dispatcher, phrasing.too_few(line.title, available=exc.available, cart=cart))
            return []
        except CartFull as exc:
            replies.tell(dispatcher, phrasing.too_many(cart, most=exc.most))
            return []
        except NotInCart:
            replies.tell(dispatcher, phrasing.not_there(await self._services.carts.cart_of(said.shopper_id)))
            return []
        now = next((there for there in changed.lines if there.variant_id == other), None)
        if now is None:
            replies.tell(dispatcher, phrasing.contents(changed))
            return []
        replies.tell(dispatcher, phrasing.swapped(changed, now))
        came = replace(whole_line(now), before=now.quantity - line.quantity)
        gone = replace(whole_line(line), before=line.quantity, after=0)
        return [
            replies.focus_on_pair(now.product_id, now.variant_id),
            remember_step([gone, came], now=self._services.now()),
            ask({"kind": "anything_else"}, now=self._services.now()),
        ]

    def _noted(self, quantities: Quantities) -> replies.Events:
        now = self._services.now()
        step = [
            replace(whole_line(line), before=line.quantity, after=quantity, counted=True)
            for line, quantity in quantities
        ]
        return [remember_step(step, now=now), ask({"kind": "anything_else"}, now=now)]


def whole_line(line: CartLine) -> StepLine:
    """As if all of it had just been put in."""
    return StepLine(product_id=line.product_id, variant_id=line.variant_id, before=0, after=line.quantity)


def _focus(line: CartLine) -> replies.Events:
    return [replies.focus_on_pair(line.product_id, line.variant_id)]
