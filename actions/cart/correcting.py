"""Puts right what was just done with the cart: swaps the last thing instead of adding a second, and remembers it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import replies
from actions.cart.replacing import Instead, Other, Wrong, as_size, instead_of, settled
from actions.cart.steps import StepLine, forget_step, last_step, remember_step
from actions.cart.swapping import Swap
from actions.cart.undoing import Undoing, attributes_of, title_of
from actions.cart.waiting import CHOICES
from actions.conversation.answers import answer_to
from actions.conversation.open_question import ask, open_question
from actions.heard import Heard
from actions.services import Services
from catalog.product import Variant
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.cart import Cart
from shop.choosing import choose, to_be_chosen
from shop.corrections import Correction, Kind, correction_in
from shop.errors import CartFull, OutOfStock
from shop.pack_steps import asks_for_other_pack, without_container
from shop.phrasing import cart as cart_phrasing
from shop.phrasing import corrections as phrasing
from shop.phrasing.choices import in_words, label
from shop.phrasing.naming import spoken_title
from shop.recollection import stems

SWAP_FOR = "swap_for"


class Correcting:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._undoing = Undoing(services)

    async def correct(self, dispatcher: CollectingDispatcher, said: Heard) -> replies.Events | None:
        """None if the sentence puts nothing right, or not what was done last."""
        correction = correction_in(said.text)
        if correction is None:
            return None
        step = last_step(said.cart_step, now=self._services.now())
        if correction.kind is Kind.UNDO:
            return await self._undoing.take_back(dispatcher, said, step, correction)
        added = [await self._named(line) for line in step if line.is_in]
        if not any([await self._corrects(correction, line, said) for line in added]):
            return None
        line = self._line_of(correction, added)
        if correction.kind is Kind.COUNT:
            return await self._recount(dispatcher, said, line, correction)
        if correction.kind is Kind.CHOICE:
            return await self._which_choice(dispatcher, said, line, correction.words)
        same = self._is_same(correction, line)
        other = Other(words=correction.words, corrects=same is not False, may_be_else=correction.objects)
        return await self.replace(dispatcher, said, line, other)

    async def complete(
        self, dispatcher: CollectingDispatcher, said: Heard, question: Mapping[str, Any]
    ) -> replies.Events | None:
        """The answer to "which shall it be instead?"; None if it is something else."""
        wrong = StepLine.from_dict(question["wrong"])
        if product_id := question.get("product_id"):
            instead = Instead(
                query=Query.from_dict(question["query"]),
                pair=(product_id, ""),
                is_of_card=True,
                known=question["chosen"],
                attribute=question["attribute"],
            )
            return await self._swap_for(dispatcher, said, wrong, instead, corrects=question["corrects"])
        if question.get("attribute"):
            return await self._chosen(dispatcher, said, wrong, question["attribute"])
        if (correction := correction_in(said.text)) is not None:
            anew = correction.kind in {Kind.THIS, Kind.OTHER}
            other = Other(words=correction.words, may_be_else=correction.objects)
            return await self.replace(dispatcher, said, wrong, other) if anew else None
        answer = await answer_to({**question, "kind": "which_one"}, said, self._services)
        if answer is None:
            return None
        if len(answer.cards) != 1:
            return await self.replace(dispatcher, said, wrong, Other(words=said.text, corrects=question["corrects"]))
        instead = Instead.of_card(answer.cards[0], Query.from_dict(question["query"]))
        return await self._swap_for(dispatcher, said, wrong, instead, corrects=question["corrects"])

    async def replace(
        self, dispatcher: CollectingDispatcher, said: Heard, line: StepLine, other: Other
    ) -> replies.Events | None:
        """Something else in place of a line; None where the words are about something else."""
        stopwatch, words, corrects = Stopwatch(), other.words, other.corrects
        wrong = Wrong(product_id=line.product_id, variant_id=line.variant_id, asked=line.asked, words=words)
        instead = await instead_of(self._services, said, wrong, stopwatch)
        if instead.pair is not None:
            return await self._swap_for(dispatcher, said, line, instead, corrects=corrects)
        if other.may_be_else and (instead.is_unclear or not instead.cards):
            return None
        if instead.is_unclear:
            replies.tell(dispatcher, phrasing.what_instead(await title_of(self._services, line)), stopwatch)
            question = {"kind": SWAP_FOR, "query": line.asked.as_dict(), "wrong": line.as_dict(), "corrects": corrects}
            return [ask(question, now=self._services.now())]
        if not instead.cards:
            title = await title_of(self._services, line)
            no_pack = asks_for_other_pack(words) and not self._services.reader().names_goods(without_container(words))
            answer = phrasing.no_other_pack(title) if no_pack else phrasing.nothing_instead(instead.query, title)
            replies.tell(dispatcher, answer, stopwatch)
            return []
        replies.tell(dispatcher, phrasing.which_instead(instead.query, instead.cards), stopwatch)
        question = {"kind": SWAP_FOR, "query": instead.query.as_dict(), "wrong": line.as_dict(), "corrects": corrects}
        return [*replies.remember_shown(instead.cards), ask(question, now=self._services.now())]

    async def _corrects(self, correction: Correction, line: StepLine, said: Heard) -> bool:
        """Right after oat milk "boots, not leather" is a new wish, and "almond, not oat" is none."""
        is_about = self._is_about(correction, line, said)
        if correction.kind is not Kind.THIS or not correction.goods or self._is_same(correction, line) is not False:
            return is_about
        own = stems(f"{line.asked.text} {await title_of(self._services, line)}")
        return is_about and not own.isdisjoint(stems(correction.goods))

    def _is_about(self, correction: Correction, line: StepLine, said: Heard) -> bool:
        """A no and other goods is a no and a new wish; while something is asked, words without goods answer that."""
        question = open_question(said, now=self._services.now())
        asked = question["kind"] if question else "anything_else"
        same = self._is_same(correction, line)
        if asked in {*CHOICES, SWAP_FOR}:
            return same is True
        if same is None and asked != "anything_else":
            return said.in_focus is not None and said.in_focus[0] == line.product_id
        return same is not False or (correction.kind is Kind.THIS and not correction.objects)

    def _is_same(self, correction: Correction, line: StepLine) -> bool | None:
        """Whether the goods named are of the sort of the line; None where none are named."""
        reader = self._services.reader()
        named = reader.goods_named(correction.words) or reader.goods_named(correction.goods)
        asked = _head(reader.goods_named(line.asked.text) or line.asked.text)
        if not named and correction.kind is Kind.OTHER and correction.goods:
            # "The other address" is none of the cart.
            return asked in {word.removesuffix("s") for word in correction.goods.split()}
        if not named and reader.names_goods(correction.words):
            return asked in {word.removesuffix("s") for word in correction.words.split()}
        return _head(named) == asked if named else None

    def _line_of(self, correction: Correction, added: list[StepLine]) -> StepLine:
        """Of several things added at once, the one that is named; otherwise the last."""
        named = _head(self._services.reader().goods_named(f"{correction.goods} {correction.words}") or correction.goods)
        return next((line for line in reversed(added) if named and _head(line.asked.text) == named), added[-1])

    async def _named(self, line: StepLine) -> StepLine:
        """What was pointed at was not asked for by a name: then its own tells what it is."""
        if line.asked.text:
            return line
        for product in await self._services.products.products([line.product_id]):
            goods = self._services.reader().goods_named(spoken_title(product.title)) or product.category[-1].lower()
            return replace(line, asked=replace(line.asked, text=goods))
        return line

    async def _recount(
        self, dispatcher: CollectingDispatcher, said: Heard, line: StepLine, correction: Correction
    ) -> replies.Events:
        wanted = correction.number + (0 if correction.of_all else line.stays)
        events = await self._set(dispatcher, said, {line.variant_id: wanted}, line)
        if isinstance(events, Cart):
            now = next((there for there in events.lines if there.variant_id == line.variant_id), None)
            if now is not None:
                replies.tell(dispatcher, phrasing.recounted(events, now, turn_id=said.turn_id))
            step = replace(line, after=wanted, counted=line.counted or correction.of_all)
            return [remember_step([step], now=self._services.now())]
        return events

    async def _which_choice(
        self, dispatcher: CollectingDispatcher, said: Heard, line: StepLine, attribute: str
    ) -> replies.Events:
        """ "Wrong size": which one it is to be only the shopper knows."""
        for product in await self._services.products.products([line.product_id]):
            held = attributes_of(product, line.variant_id)
            known = {name: value for name, value in held.items() if name != attribute}
            values = choose(product, Query(), "", known=known)
            name, offered = values.open or ("", [])
            if name == attribute:
                others = [value for value in offered if value != held.get(attribute)]
                spoken = in_words(attribute, others)
                replies.tell(dispatcher, phrasing.which_size(spoken_title(product.title), label(attribute), spoken))
                question = {"kind": SWAP_FOR, "attribute": attribute, "wrong": line.as_dict()}
                return [ask(question, now=self._services.now())]
            replies.tell(dispatcher, phrasing.only_one(spoken_title(product.title)))
        return []

    async def _chosen(
        self, dispatcher: CollectingDispatcher, said: Heard, wrong: StepLine, attribute: str
    ) -> replies.Events | None:
        for product in await self._services.products.products([wrong.product_id]):
            held = attributes_of(product, wrong.variant_id)
            known = {name: value for name, value in held.items() if name != attribute}
            query = as_size(self._services.reader().parse(said.text), attribute)
            choice = choose(product, query, said.text, known=known)
            if choice.answered and choice.is_made:
                instead = Instead(query=wrong.asked, pair=(product.id, choice.variants[0].id))
                return await self._swap(dispatcher, said, wrong, instead)
        return None

    async def _swap_for(
        self, dispatcher: CollectingDispatcher, said: Heard, line: StepLine, instead: Instead, *, corrects: bool
    ) -> replies.Events | None:
        """None if what is asked for before is not answered."""
        products = await self._services.products.products([instead.pair[0]]) if instead.pair else []
        if not instead.is_of_card or not any("size" in to_be_chosen(product) for product in products):
            return await self._swap(dispatcher, said, line, instead, corrects=corrects)
        product = products[0]
        now = settled(product, instead, self._services.reader().parse(said.text), said.text)
        if isinstance(now, Variant):
            meant = replace(instead, pair=(product.id, now.id))
            return await self._swap(dispatcher, said, line, meant, corrects=corrects)
        if instead.attribute and not now.answered:
            return None
        offered = in_words(now.attribute, now.values)
        replies.tell(dispatcher, phrasing.which_size(spoken_title(product.title), label(now.attribute), offered))
        question = {"kind": SWAP_FOR, "query": instead.query.as_dict(), "wrong": line.as_dict(), "corrects": corrects}
        question |= {"product_id": product.id, "attribute": now.attribute, "chosen": dict(now.known)}
        return [ask(question, now=self._services.now())]

    async def _swap(
        self, dispatcher: CollectingDispatcher, said: Heard, line: StepLine, instead: Instead, *, corrects: bool = True
    ) -> replies.Events:
        if instead.pair is None:
            raise AssertionError("only a thing that is meant can be swapped for")
        product_id, variant_id = instead.pair
        there = {held.variant_id: held.quantity for held in (await self._cart(said)).lines}
        quantity = max(line.after - line.stays, 1)
        swap = Swap(
            wrong=line,
            product_id=product_id,
            variant_id=variant_id,
            quantity=quantity,
            asked=instead.query,
            corrects=corrects,
        )
        quantities = {line.variant_id: line.stays, variant_id: there.get(variant_id, 0) + quantity}
        done = await self._set(dispatcher, said, quantities, line)
        return await self._told(dispatcher, said, swap, done) if isinstance(done, Cart) else done

    async def _set(
        self, dispatcher: CollectingDispatcher, said: Heard, quantities: Mapping[str, int], line: StepLine
    ) -> Cart | replies.Events:
        carts = self._services.carts
        try:
            return await carts.set_all(said.shopper_id, quantities, turn_id=said.turn_id)
        except OutOfStock as exc:
            cart = await self._cart(said)
            title = await title_of(self._services, line) if exc.variant_id == line.variant_id else "other one"
            replies.tell(dispatcher, cart_phrasing.too_few(title, available=exc.available, cart=cart))
        except CartFull as exc:
            replies.tell(dispatcher, cart_phrasing.too_many(await self._cart(said), most=exc.most))
        return []

    async def _told(self, dispatcher: CollectingDispatcher, said: Heard, swap: Swap, cart: Cart) -> replies.Events:
        right = next((line for line in cart.lines if line.variant_id == swap.variant_id), None)
        if right is None:
            replies.tell(dispatcher, cart_phrasing.contents(cart))
            return [forget_step()]
        remembered = await self._remember(said, swap)
        answer = phrasing.swapped(
            cart,
            right,
            await title_of(self._services, swap.wrong),
            quantity=swap.quantity,
            remembered=remembered if swap.corrects else None,
            turn_id=said.turn_id,
        )
        replies.tell(dispatcher, answer)
        now = self._services.now()
        return [
            replies.focus_on_pair(swap.product_id, swap.variant_id),
            remember_step(swap.steps(right), now=now),
            ask({"kind": "anything_else"}, now=now),
        ]

    async def _remember(self, said: Heard, swap: Swap) -> bool:
        """Which size of the same thing is worn is no habit."""
        if not swap.corrects or swap.variant_id == swap.wrong.variant_id:
            return False
        if swap.product_id == swap.wrong.product_id:
            for product in await self._services.products.products([swap.product_id]):
                if to_be_chosen(product):
                    return False
        await self._services.usuals.correct(
            said.shopper_id, turn_id=said.turn_id, wrong_id=swap.wrong.variant_id, right_id=swap.variant_id
        )
        return True

    async def _cart(self, said: Heard) -> Cart:
        return await self._services.carts.cart_of(said.shopper_id)


def _head(goods: str) -> str:
    return goods.rsplit(maxsplit=1)[-1].removesuffix("s") if goods.split() else ""
