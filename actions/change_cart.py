"""Take something out of the cart, make it another number, or ask before emptying it all."""

import re
from dataclasses import replace

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.heard import Heard, heard
from actions.open_question import ask, close_question
from actions.qualities import says_only_bounds
from actions.refine_search import RefineSearch
from actions.services import Services
from catalog.product import Product
from catalog.query import Query
from shop.amounts import how_many
from shop.cart import Cart, CartLine
from shop.choosing import Choice, choose
from shop.errors import CartFull, NotInCart, OutOfStock
from shop.line_references import line_meant
from shop.phrasing import cart as phrasing

EMPTY = re.compile(r"\b(empty|clear|everything|start over|remove all|delete all|all of it)\b")
TAKE_OUT = re.compile(r"\b(remove|delete|take|drop|cancel|without|get rid|don't want|do not want|no longer|lose)\b")
OF_A_SIZE = re.compile(r"\b(?:an?|size) (?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)")
FEW = 3
TWICE = re.compile(r"\b(double|twice)\b")


class ChangeCart(Action):
    def __init__(self, services: Services, *, refine: RefineSearch) -> None:
        self._services = services
        self._refine = refine

    def name(self) -> str:
        return "action_change_cart"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> replies.Events:
        said = heard(tracker)
        cart = await self._services.carts.cart_of(said.shopper_id)
        if not cart.lines and says_only_bounds(self._services, said):
            return await self._refine.run(dispatcher, tracker, domain)
        if not cart.lines:
            replies.tell(dispatcher, phrasing.contents(cart))
            return []
        if EMPTY.search(said.text.lower()):
            replies.tell(dispatcher, phrasing.empty_it(cart))
            return [ask({"kind": "empty_cart"}, now=self._services.now())]
        names_goods = self._services.reader().names_goods(said.text)
        in_focus = said.in_focus[1] if said.in_focus else None
        try:
            line = line_meant(said.text, cart.lines, names_goods=names_goods, in_focus=in_focus)
        except NotInCart:
            replies.tell(dispatcher, phrasing.not_there(cart))
            return []
        if line is None:
            replies.tell(dispatcher, phrasing.which_line(cart))
            return []
        return await self._change(dispatcher, said, cart, line)

    async def empty(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        """Only after the shopper has confirmed."""
        cart = await self._services.carts.clear(said.shopper_id, turn_id=said.turn_id)
        replies.tell(dispatcher, phrasing.contents(cart, lead="Done. "))
        return [close_question()]

    async def _change(
        self, dispatcher: CollectingDispatcher, said: Heard, cart: Cart, line: CartLine
    ) -> replies.Events:
        if (other := await self._other_choice(said, line)) is not None:
            return await self._swap(dispatcher, said, cart, line, other)
        quantity = self._quantity(said.text.lower(), line)
        if quantity is None:
            replies.tell(dispatcher, phrasing.how_many(cart, line))
            return []
        try:
            changed = await self._services.carts.set_quantity(
                said.shopper_id, line.variant_id, quantity=quantity, turn_id=said.turn_id
            )
        except OutOfStock as exc:
            replies.tell(dispatcher, phrasing.too_few(line.title, available=exc.available, cart=cart))
        except CartFull as exc:
            replies.tell(dispatcher, phrasing.too_many(cart, most=exc.most))
        except NotInCart:
            replies.tell(dispatcher, phrasing.not_there(await self._services.carts.cart_of(said.shopper_id)))
        else:
            # Not what was asked for: a turn that is run again finds the change made, and reckons from there.
            now = sum(there.quantity for there in changed.lines if there.variant_id == line.variant_id)
            replies.tell(dispatcher, phrasing.changed(changed, line, quantity=now))
        return [replies.focus_on_pair(line.product_id, line.variant_id)]

    async def _other_choice(self, said: Heard, line: CartLine) -> Choice | None:
        """ "Make it a large", of what is in the cart as a medium; None if no other size or colour was named."""
        if TAKE_OUT.search(said.text.lower()):
            return None
        for product in await self._services.products.products([line.product_id]):
            words = said.text.lower().replace(line.title.lower(), " ")
            asked = _as_size(self._services.reader().parse(words), words, product)
            choice = choose(product, asked, words, known=line.attributes)
            if choice.lacking or (choice.answered and choice.variants[0].id != line.variant_id):
                return choice
        return None

    async def _swap(
        self, dispatcher: CollectingDispatcher, said: Heard, cart: Cart, line: CartLine, choice: Choice
    ) -> replies.Events:
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
        return [replies.focus_on_pair(now.product_id, now.variant_id)]

    def _quantity(self, said: str, line: CartLine) -> int | None:
        """How many there shall be: "two of the three" when some are taken out, otherwise the number said."""
        number = how_many(said, self._services.reader().parse(said))
        if TWICE.search(said):
            return line.quantity * 2
        if TAKE_OUT.search(said):
            return max(line.quantity - number, 0) if number is not None else 0
        if number is not None and re.search(r"\b(more|another|extra)\b", said):
            return line.quantity + number
        return number


def _as_size(asked: Query, words: str, product: Product) -> Query:
    """Of shoes in the cart "make it a nine" is a size; and so is "make it nine", where there is such a size."""
    number = how_many(words, asked)
    made = {variant.attributes.get("size") for variant in product.variants}
    if number is None or asked.sizes or str(number) not in made:
        return asked
    if number <= FEW and not OF_A_SIZE.search(words):
        return asked
    return replace(asked, sizes=(str(number),), quantity=None)
