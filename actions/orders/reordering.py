"""Puts into the cart what was bought before, at today's prices, as far as it can be had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from actions.cart.steps import StepLine, put_on_top
from actions.heard import Heard
from actions.services import Services
from catalog.money import Money
from catalog.product import ProductCard
from catalog.query import Query
from catalog.stages import Stopwatch
from shop.cart import Cart
from shop.errors import CartFull, OtherCurrency, OutOfStock
from shop.order import Order, OrderLine
from shop.orders.again import Again, Fate, judged, of_orders
from shop.phrasing import reordering as phrasing
from shop.phrasing.order_words import bare_title
from shop.reply import Answer

MOST_WITHOUT_ASKING = 3
REORDER = "reorder"

Lines = Sequence[tuple[OrderLine, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reordered:
    """What is said, the question that it may end with, and what came into the cart."""

    answer: Answer
    question: Mapping[str, Any] | None = None
    steps: tuple[StepLine, ...] = ()


class Reordering:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def whole(self, said: Heard, order: Order, *, which: str = "that order", sure: bool = True) -> Reordered:
        return await self.lines(said, of_orders([order]), which=which, sure=sure)

    async def lines(self, said: Heard, wanted: Lines, *, which: str = "it", sure: bool = True) -> Reordered:
        """A few are added at once; more, or what is not clearly wanted, are told first and wait for a yes."""
        if not wanted:
            return Reordered(answer=phrasing.nothing_bought())
        products = await self._services.products.products([line.product_id for line, _ in wanted])
        again = judged(wanted, products)
        having = [each for each in again if each.can_be_had]
        left_out = [each for each in again if not each.can_be_had]
        if not having:
            return await self._none_left(left_out)
        if len(having) > MOST_WITHOUT_ASKING or not sure:
            answer = phrasing.shall_i_add(having, left_out=left_out, which=which)
            return Reordered(answer=answer, question={"kind": REORDER, "again": _kept(having)})
        return await self._added(said, having, left_out)

    async def confirmed(self, said: Heard, question: Mapping[str, Any]) -> Reordered:
        """Only after a yes, and only what was told; prices are those of now."""
        by_id = {each["variant_id"]: each for each in question["again"]}
        products = await self._services.products.products([each["product_id"] for each in by_id.values()])
        again = judged([(_line(each), each["quantity"]) for each in by_id.values()], products)
        having = [each for each in again if each.can_be_had]
        left_out = [each for each in again if not each.can_be_had]
        return await self._added(said, having, left_out) if having else await self._none_left(left_out)

    async def _added(self, said: Heard, having: Sequence[Again], left_out: Sequence[Again]) -> Reordered:
        cart, added, refused = await self._put(said, having)
        left_out = [*left_out, *refused]
        if not added or cart is None:
            return await self._none_left(left_out)
        instead = await self._instead_of(left_out[0]) if left_out else None
        question = _instead(instead, left_out[0]) if instead else None
        put = {each.line.variant_id: each.quantity for each in added}
        steps = [put_on_top(line, put[line.variant_id]) for line in cart.lines if line.variant_id in put]
        answer = phrasing.added(added, cart, left_out=left_out, instead=instead)
        return Reordered(answer=answer, question=question, steps=tuple(steps))

    async def _put(self, said: Heard, having: Sequence[Again]) -> tuple[Cart | None, list[Again], list[Again]]:
        cart: Cart | None = None
        added: list[Again] = []
        refused: list[Again] = []
        for each in having:
            variant_id = each.line.variant_id
            try:
                cart = await self._services.carts.add(
                    said.shopper_id, variant_id, quantity=each.quantity, turn_id=said.turn_id
                )
            except (OutOfStock, CartFull):
                refused.append(Again(line=each.line, wanted=each.wanted, quantity=0, fate=Fate.SOLD_OUT))
            except OtherCurrency:
                refused.append(Again(line=each.line, wanted=each.wanted, quantity=0, fate=Fate.OTHER_CURRENCY))
            else:
                added.append(each)
        return cart, added, refused

    async def _none_left(self, left_out: Sequence[Again]) -> Reordered:
        instead = await self._instead_of(left_out[0])
        answer = phrasing.nothing_left(left_out, instead=instead)
        if instead is not None:
            return Reordered(answer=answer, question=_instead(instead, left_out[0]))
        query = self._services.reader().parse(bare_title(left_out[0].line.title))
        return Reordered(answer=answer, question={"kind": "look_for", "query": query.as_dict()})

    async def _instead_of(self, lost: Again) -> ProductCard | None:
        stopwatch = Stopwatch()
        alike = await self._services.finding.find_alike(
            lost.line.product_id, within=Query(), limit=1, stopwatch=stopwatch
        )
        return alike[0] if alike else None


def _kept(having: Sequence[Again]) -> list[dict[str, Any]]:
    """What has to be known of the lines when the yes comes."""
    return [
        {
            "product_id": each.line.product_id,
            "variant_id": each.line.variant_id,
            "title": each.line.title,
            "attributes": dict(each.line.attributes),
            "quantity": each.quantity,
            "unit_price_minor": each.line.unit_price.amount_minor,
            "currency": each.line.unit_price.currency,
        }
        for each in having
    ]


def _line(plain: Mapping[str, Any]) -> OrderLine:
    return OrderLine(
        product_id=plain["product_id"],
        variant_id=plain["variant_id"],
        title=plain["title"],
        attributes=plain["attributes"],
        quantity=plain["quantity"],
        unit_price=Money(amount_minor=plain["unit_price_minor"], currency=plain["currency"]),
    )


def _instead(card: ProductCard, lost: Again) -> Mapping[str, Any]:
    """Nobody's size is assumed for another product: what is open there is asked."""
    return {"kind": "instead", "product_id": card.id, "chosen": {}, "quantity": lost.wanted}
