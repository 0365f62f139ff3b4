"""Take things out of the cart, make it another number, put something else in their place, or ask before emptying it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.interfaces import Action, Tracker
from rasa_sdk.types import DomainDict

from actions import replies
from actions.cart.correcting import Correcting
from actions.cart.replacing import Other
from actions.cart.steps import last_step, remember_step
from actions.cart.writing import CartWriting, whole_line
from actions.conversation.open_question import ask
from actions.heard import Heard, heard
from actions.products.qualities import says_only_bounds
from actions.refine_search import RefineSearch
from actions.services import Services
from catalog.product import Product
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.amounts import how_many, is_less_than_none, number_alone
from shop.cart import Cart, CartLine
from shop.cart_requests import (
    Swapped,
    all_of,
    empties,
    fewer_by,
    kept,
    number_wanted,
    of_everything,
    parts,
    set_to,
    swap_said,
)
from shop.choosing import Choice, choose
from shop.errors import NotInCart
from shop.line_references import line_meant, lines_called
from shop.pack_steps import asks_for_other_pack, other_pack, without_container
from shop.phrasing import cart as phrasing
from shop.phrasing.corrections import no_other_pack
from shop.phrasing.naming import with_choice

TAKE_OUT = re.compile(r"\b(remove|delete|take|drop|cancel|without|get rid|don't want|do not want|no longer|lose)\b")
OF_A_SIZE = re.compile(r"\b(?:an?|size) (?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)")
ALL_OF_THEM = re.compile(r"\b(?:all|every|everything|both|stuff|things|ones|products|items)\b")
DEAREST = re.compile(r"\b(?:most expensive|priciest|dearest)(?: one| thing| item)?\W*$")
CHEAPEST = re.compile(r"\b(?:cheapest|least expensive)(?: one| thing| item)?\W*$")
POINTS = re.compile(r"^(?:it|that|them|those|this|these|that one|this one)$")
FEW = 3
HOW_MANY, WHICH_LINE = "how_many", "which_line"


class ChangeCart(Action):
    def __init__(self, services: Services, *, refine: RefineSearch) -> None:
        self._services = services
        self._refine = refine
        self._writing = CartWriting(services)
        self._correcting = Correcting(services)

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
        if empties(said.text):
            replies.tell(dispatcher, phrasing.empty_it(cart))
            return [ask({"kind": "empty_cart"}, now=self._services.now())]
        several = await self._several(dispatcher, said, cart)
        return several if several is not None else await self._one(dispatcher, said, cart)

    async def complete(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events | None:
        """The answer to "how many?" or "which do you mean?"; None if it is something else."""
        cart = await self._services.carts.cart_of(said.shopper_id)
        if question["kind"] == HOW_MANY:
            line = next((line for line in cart.lines if line.variant_id == question["variant_id"]), None)
            alone = number_alone(said.text)
            number = how_many(said.text, self._services.reader().parse(said.text)) if alone is None else alone
            if line is None or number is None or self._services.reader().names_goods(said.text):
                return None
            return await self._writing.count(dispatcher, said, line, number)
        try:
            line = line_meant(said.text, cart.lines, names_goods=self._services.reader().names_goods(said.text))
        except NotInCart:
            return None
        if line is None:
            return None
        return await self._change(dispatcher, replace(said, text=question["change"]), cart, line)

    async def once_more(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events | None:
        """ "Another one", right after one was put in; None if nothing was."""
        cart = await self._services.carts.cart_of(said.shopper_id)
        line = self._just_changed(said, cart)
        if line is None:
            return None
        step = last_step(said.cart_step, now=self._services.now())
        added = next((each.after - each.before for each in step if each.variant_id == line.variant_id), 1)
        more = max(added, 1) if "same" in said.text.lower() else 1
        return await self._writing.count(dispatcher, said, line, line.quantity + more)

    async def empty(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events:
        """Only after the shopper has confirmed; "bring it back" finds what there was."""
        before = await self._services.carts.cart_of(said.shopper_id)
        cart = await self._services.carts.clear(said.shopper_id, turn_id=said.turn_id)
        replies.tell(dispatcher, phrasing.contents(cart, lead="Done. "))
        now = self._services.now()
        gone = [replace(whole_line(line), before=line.quantity, after=0) for line in before.lines]
        step = [remember_step(gone, now=now)] if gone else []
        return [*step, ask({"kind": "anything_else"}, now=now)]

    async def _several(self, dispatcher: CollectingDispatcher, said: Heard, cart: Cart) -> replies.Events | None:
        """None where the change is of one thing."""
        text = said.text.lower()
        if (staying := kept(text)) is not None:
            stays = lines_called(staying, cart.lines)
            if stays:
                return await self._take_out(dispatcher, said, [line for line in cart.lines if line not in stays])
            replies.tell(dispatcher, phrasing.not_there(cart))
            return []
        if TAKE_OUT.search(text) and (brands := self._services.reader().parse(text).brands):
            return await self._take_out_of_brand(dispatcher, said, cart, brands)
        if of_everything(text):
            return await self._writing.count_all(dispatcher, said, self._each(said, cart), text)
        found = self._lines_named(text, cart) if TAKE_OUT.search(text) else []
        return await self._take_out(dispatcher, said, found) if len(found) > 1 else None

    async def _take_out_of_brand(
        self, dispatcher: CollectingDispatcher, said: Heard, cart: Cart, brands: Sequence[str]
    ) -> replies.Events | None:
        """ "The Penny Basket stuff" is all of theirs; None where it takes one more question which is meant."""
        text = said.text.lower()
        theirs = [line for line in cart.lines if line.title.lower().startswith(tuple(map(str.lower, brands)))]
        goods = self._services.reader().goods_named(text)
        theirs = lines_called(goods, theirs) if goods else theirs
        if not theirs:
            replies.tell(dispatcher, phrasing.not_there(cart))
            return []
        plain = len(theirs) == 1 and fewer_by(text) is None and how_many(text, Query()) is None
        return await self._take_out(dispatcher, said, theirs) if plain or ALL_OF_THEM.search(text) else None

    def _each(self, said: Heard, cart: Cart) -> Sequence[CartLine]:
        """ "Of each" is of what was put in together just now; of everything is of all."""
        last = {line.variant_id for line in last_step(said.cart_step, now=self._services.now())}
        just_now = [line for line in cart.lines if line.variant_id in last]
        return just_now if len(just_now) > 1 and "each" in said.text.lower() else cart.lines

    def _lines_named(self, text: str, cart: Cart) -> list[CartLine]:
        """ "All the milk" is every line of it; "the milk and the eggs" are two."""
        if (goods := all_of(text)) is not None:
            return lines_called(goods, cart.lines)
        named = parts(text)
        ids = {line.line_id for name in named for line in self._lines_of(name, cart)} if len(named) > 1 else set()
        return [line for line in cart.lines if line.line_id in ids]

    def _lines_of(self, name: str, cart: Cart) -> list[CartLine]:
        try:
            line = line_meant(name, cart.lines, names_goods=self._services.reader().names_goods(name))
        except NotInCart:
            return []
        return [line] if line else lines_called(name, cart.lines)

    async def _found_so(self, words: str, cart: Cart) -> CartLine | None:
        """By what a search for the words would find: a daypack is a backpack. None if that is not just one line."""
        goods = Query(text=self._services.reader().goods_named(words))
        variants = [line.variant_id for line in cart.lines]
        fitting = await self._services.finding.fitting(goods, variants, stopwatch=Stopwatch()) if goods.text else ()
        lines = [line for line in cart.lines if line.variant_id in fitting]
        return lines[0] if len(lines) == 1 else None

    async def _take_out(
        self, dispatcher: CollectingDispatcher, said: Heard, lines: Sequence[CartLine]
    ) -> replies.Events:
        return await self._writing.set_to(dispatcher, said, [(line, 0) for line in lines])

    async def _one(self, dispatcher: CollectingDispatcher, said: Heard, cart: Cart) -> replies.Events:
        swapping = swap_said(said.text)
        pointing = swapping is not None and POINTS.match(swapping.old) is not None
        counted = set_to(said.text)
        words = swapping.old if swapping else counted.goods if counted else said.text
        words = without_container(words.lower())
        names_goods = not pointing and self._services.reader().names_goods(words)
        in_focus = said.in_focus[1] if said.in_focus else None
        line = _by_price(words, cart)
        try:
            line = line or line_meant(words, cart.lines, names_goods=names_goods, in_focus=in_focus)
        except NotInCart:
            line = await self._found_so(words, cart)
            if line is None:
                replies.tell(dispatcher, phrasing.not_there(cart))
                return []
        line = line or (self._just_changed(said, cart) if swapping else None)
        if line is None:
            replies.tell(dispatcher, phrasing.which_line(cart))
            return [ask({"kind": WHICH_LINE, "change": said.text}, now=self._services.now())]
        if counted is not None:
            return await self._writing.count(dispatcher, said, line, counted.number)
        return await self._change(dispatcher, said, cart, line, swapping=swapping)

    def _just_changed(self, said: Heard, cart: Cart) -> CartLine | None:
        last = {line.variant_id for line in last_step(said.cart_step, now=self._services.now())}
        return next((line for line in reversed(cart.lines) if line.variant_id in last), None)

    async def _change(
        self,
        dispatcher: CollectingDispatcher,
        said: Heard,
        cart: Cart,
        line: CartLine,
        *,
        swapping: Swapped | None = None,
    ) -> replies.Events:
        words = swapping.new if swapping else said.text
        if (other := await self._other_choice(words, line)) is not None:
            if other.lacking and swapping and self._services.reader().names_goods(words):
                return await self._replaced(dispatcher, said, line, swapping)
            return await self._writing.swap(dispatcher, said, cart, line, other)
        if swapping is not None:
            return await self._replaced(dispatcher, said, line, swapping)
        quantity = None if is_less_than_none(said.text) else self._quantity(said.text.lower(), line)
        if quantity is None and asks_for_other_pack(said.text.lower()):
            replies.tell(dispatcher, no_other_pack(with_choice(line.title, line.attributes)))
            return []
        if quantity is None:
            replies.tell(dispatcher, phrasing.how_many(cart, line))
            return [ask({"kind": HOW_MANY, "variant_id": line.variant_id}, now=self._services.now())]
        return await self._writing.count(dispatcher, said, line, quantity)

    async def _replaced(
        self, dispatcher: CollectingDispatcher, said: Heard, line: CartLine, swapping: Swapped
    ) -> replies.Events:
        """The line goes as a whole. What was put in just now is put right; the rest is a change of mind."""
        reader = self._services.reader()
        goods = reader.goods_named(swapping.old) or reader.goods_named(line.title)
        step = replace(whole_line(line), asked=Query(text=goods))
        last = last_step(said.cart_step, now=self._services.now())
        just_added = any(each.variant_id == line.variant_id and each.after > each.before for each in last)
        other = Other(words=swapping.new, corrects=just_added)
        return await self._correcting.replace(dispatcher, said, step, other) or []

    async def _other_choice(self, words: str, line: CartLine) -> Choice | None:
        """ "Make it a large", of what is in the cart as a medium; None if no other size or colour was named."""
        if TAKE_OUT.search(words.lower()):
            return None
        for product in await self._services.products.products([line.product_id]):
            plain = words.lower().replace(line.title.lower(), " ")
            if asks_for_other_pack(plain) and (pack := other_pack(product, line.variant_id, plain)) is not None:
                return Choice(variants=(pack,), known=pack.attributes, open=None, answered=True)
            asked = _as_size(self._services.reader().parse(plain), plain, product)
            choice = choose(product, asked, plain, known=line.attributes)
            if choice.lacking or (choice.answered and choice.variants[0].id != line.variant_id):
                return choice
        return None

    def _quantity(self, said: str, line: CartLine) -> int | None:
        """How many there shall be: "two of the three" when some are taken out, otherwise the number said."""
        if (fewer := fewer_by(said)) is not None:
            return max(line.quantity - fewer, 0)
        number = how_many(said, self._services.reader().parse(said))
        if TAKE_OUT.search(said):
            if re.search(r"\bhalf\b", said):
                return line.quantity // 2
            return max(line.quantity - number, 0) if number is not None else 0
        return number_wanted(said, there=line.quantity, said=number)


def _by_price(words: str, cart: Cart) -> CartLine | None:
    """ "Take out the most expensive"."""
    if not TAKE_OUT.search(words):
        return None
    for pattern, way in ((DEAREST, -1), (CHEAPEST, 1)):
        if pattern.search(words):
            return min(cart.lines, key=lambda line: way * line.unit_price.amount_minor)
    return None


def _as_size(asked: Query, words: str, product: Product) -> Query:
    """Of shoes in the cart "make it a nine" is a size; and so is "make it nine", where there is such a size."""
    number = how_many(words, asked)
    made = {variant.attributes.get("size") for variant in product.variants}
    if number is None or asked.sizes or str(number) not in made:
        return asked
    if number <= FEW and not OF_A_SIZE.search(words):
        return asked
    return replace(asked, sizes=(str(number),), quantity=None)
