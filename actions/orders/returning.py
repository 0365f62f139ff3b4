"""What is to be sent back, as the return form keeps it in its slots, and as it is read from a sentence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from actions.forms.form import FormTurn
from actions.heard import Heard
from actions.orders.talk import in_focus, orders_meant, points_back
from actions.services import Services
from catalog.product import Product, Variant
from catalog.query import Query
from shop.amounts import how_many
from shop.checkout.hearing.ways import place_said
from shop.choosing import Choice, choose
from shop.order import Order, OrderState
from shop.orders.meant import Bought
from shop.references import CARDINALS
from shop.returns.eligibility import ON_THE_WAY
from shop.returns.reasons import Reason, reason_said, without_reason

NUMBER, EMAIL, LINES, QUANTITY = "return_number", "return_email", "return_lines", "return_quantity"
REASON, RESOLUTION, EXCHANGE, CONFIRMATION = (
    "return_reason",
    "return_resolution",
    "return_exchange",
    "return_confirmation",
)
ALL = re.compile(r"\b(all|both|everything|every one|each|the whole order|the lot)\b")
ONE_SIZE_ON = re.compile(
    r"\b(size (up|bigger|larger|down|smaller)|next size|(bigger|larger|smaller) (one|size|pair))\b"
)
DOWN, UP = re.compile(r"\b(down|smaller)\b"), re.compile(r"\b(up|bigger|larger)\b")
ASKS_FOR_ALL = re.compile(
    r"\b(?:what|which|any|how many)\b(?: \w+){0,2} (?P<what>sizes?|colou?rs?)\b(?! (?:do i|should|am i))"
)
ANOTHER = re.compile(
    r"\b(?:exchang\w*|swap\w*|replac\w*|trade|instead)\b"
    r"|\b(?:get|have|want|need|like|send|order|give)\b.*\b(?:smaller|bigger|larger|size (?:up|down)"
    r"|(?:other|different|next) size)\b"
)
BARE_NUMBER = re.compile(r"^\W*(?:an? |the )?\d{1,3}(?:\.5)?\W*$", re.IGNORECASE)
MOST_OFFERED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Things:
    """Lines of one order."""

    order: Order
    positions: tuple[int, ...]

    @property
    def bought(self) -> list[Bought]:
        return [Bought(order=self.order, position=position) for position in self.positions]

    def as_slot(self) -> dict[str, Any]:
        return {"order": self.order.id, "positions": list(self.positions)}


class ReturnThings:
    def __init__(self, services: Services) -> None:
        self._services = services

    async def orders(self, turn: FormTurn) -> Sequence[Order]:
        return await self._services.commerce.orders.of_shopper(turn.said.shopper_id)

    async def kept(self, turn: FormTurn, slot: Mapping[str, Any]) -> Things | None:
        """What a slot says, as it is now."""
        order = next((each for each in await self.orders(turn) if each.id == slot["order"]), None)
        return Things(order=order, positions=tuple(slot["positions"])) if order else None

    async def meant(
        self, said: Heard, orders: Sequence[Order], *, offered: Sequence[Mapping[str, Any]] = ()
    ) -> Things | None:
        """What the words name of what was ordered, the newest order first; None where they leave it open."""
        if (thing := _picked(said.text, orders, offered)) is not None:
            return thing
        found = await orders_meant(self._services, said, orders)
        if found.bought:
            newest = _delivered_first(found.bought)
            same = [thing for thing in found.bought if thing.order.id == newest.order.id]
            if found.by_department and len(same) > 1 and not ALL.search(said.text.lower()):
                return None
            return Things(order=newest.order, positions=tuple(thing.position for thing in _each_once(same, said.text)))
        if found.number or found.place is not None or found.period is not None:
            named = [order for order in found.orders if order.state not in ON_THE_WAY]
            return _only_line(named[0], said.text) if len(named) == 1 else None
        focus = in_focus(said, orders)
        return _only_line(focus, said.text) if focus is not None and points_back(said.text) else None

    async def named_but_not_bought(self, said: Heard, orders: Sequence[Order]) -> str:
        found = await orders_meant(self._services, said, orders)
        return found.goods if found.goods and not found.bought else ""

    def offered(self, orders: Sequence[Order]) -> list[Bought]:
        """What may have been meant: the newest things that are with the shopper."""
        kept = [order for order in orders if order.state not in ON_THE_WAY and order.state is not OrderState.CANCELLED]
        things = [Bought(order=order, position=place) for order in kept for place in range(len(order.lines))]
        return [thing for thing in things if thing.left > 0][:MOST_OFFERED]

    def offered_of(self, said: Heard, orders: Sequence[Order]) -> list[Bought]:
        """Of the order that was just talked of, where the words point back to it."""
        focus = in_focus(said, orders) if points_back(said.text) else None
        return (self.offered([focus]) if focus else []) or self.offered(orders)

    async def product(self, thing: Bought) -> Product | None:
        found = await self._services.products.products([thing.line.product_id])
        return found[0] if found else None

    def instead(self, thing: Bought, product: Product, text: str, reason: Reason | None) -> Choice | None:
        """What the words choose in exchange; all that they do not name stays as it was bought.

        None if they name nothing.
        """
        if ONE_SIZE_ON.search(text.lower()) and (stepped := _one_size_on(thing, product, text, reason)):
            return choose(product, Query(), "", known=dict(stepped.attributes))
        words = without_reason(text)
        choice = choose(product, self._services.reader().parse(words), words, known=dict(thing.line.attributes))
        is_other = bool(choice.lacking) or choice.variants[0].id != thing.line.variant_id
        return choice if choice.answered and is_other else None

    def values(self, thing: Bought, product: Product, attribute: str) -> list[str]:
        """What can be had of it, all else being as it was bought."""
        known = {name: value for name, value in thing.line.attributes.items() if name != attribute}
        fitting = choose(product, Query(), "", known=known).variants
        return list(dict.fromkeys(each.attributes[attribute] for each in fitting if attribute in each.attributes))

    def open_choice(self, thing: Bought, product: Product, reason: Reason) -> Choice:
        """What is still to be chosen: of what does not fit the size, otherwise all that there is to choose."""
        changing = {"size"} if reason in {Reason.TOO_SMALL, Reason.TOO_BIG} else set(thing.line.attributes)
        known = {name: value for name, value in thing.line.attributes.items() if name not in changing}
        others = tuple(each for each in product.variants if each.id != thing.line.variant_id)
        return choose(replace(product, variants=others), Query(), "", known=known)


async def wants_another_size(services: Services, said: Heard) -> bool:
    """ "The flats were too big, can I get the smaller one", of flats that were bought and are not on their way."""
    if reason_said(said.text) not in {Reason.TOO_SMALL, Reason.TOO_BIG} or not ANOTHER.search(said.text.lower()):
        return False
    orders = await services.commerce.orders.of_shopper(said.shopper_id)
    found = await orders_meant(services, said, orders) if orders else None
    away = {*ON_THE_WAY, OrderState.CANCELLED}
    return found is not None and any(thing.order.state not in away and thing.left for thing in found.bought)


def as_size(text: str) -> str:
    """A bare number, where a size was asked for, is one: also one that there is not."""
    return f"size {text}" if BARE_NUMBER.match(text) else text


def asked_for_all(text: str) -> str | None:
    """ "What sizes are there", "which colors do you have": the attribute whose values are asked for."""
    found = ASKS_FOR_ALL.search(text.lower())
    return None if found is None else "size" if found["what"].startswith("size") else "color"


def quantities_said(text: str, things: Sequence[Bought], services: Services, *, asked: bool) -> list[int] | None:
    """Where only one of each is left there is nothing to ask."""
    if all(thing.left == 1 for thing in things) or ALL.search(text.lower()):
        return [thing.left for thing in things]
    number = how_many(text, services.reader().parse(text)) or (_bare(text) if asked else None)
    if number is None or len(things) > 1:
        return None
    return [min(number, things[0].left)]


def _bare(text: str) -> int | None:
    words = re.findall(r"[a-z]+|\d+", text.lower())
    numbers = [int(word) if word.isdigit() else CARDINALS.index(word) + 1 for word in words if _is_number(word)]
    return numbers[0] if len(numbers) == 1 and numbers[0] > 0 else None


def _is_number(word: str) -> bool:
    return word.isdigit() or word in CARDINALS


def _picked(text: str, orders: Sequence[Order], offered: Sequence[Mapping[str, Any]]) -> Things | None:
    place = place_said(text, len(offered)) if offered else None
    if place is None:
        return None
    order = next((each for each in orders if each.id == offered[place]["order"]), None)
    return Things(order=order, positions=(int(offered[place]["position"]),)) if order else None


def _delivered_first(bought: Sequence[Bought]) -> Bought:
    """What can be sent back now, rather than what is still on its way or came back already."""
    away = {*ON_THE_WAY, OrderState.CANCELLED}
    here = [thing for thing in bought if thing.order.state not in away and thing.left > 0]
    return here[0] if here else bought[0]


def _each_once(things: Sequence[Bought], text: str) -> Sequence[Bought]:
    return things if len(things) == 1 or ALL.search(text.lower()) or " and " in text.lower() else things[:1]


def _only_line(order: Order, text: str) -> Things | None:
    if len(order.lines) == 1 or ALL.search(text.lower()):
        return Things(order=order, positions=tuple(range(len(order.lines))))
    return None


def _one_size_on(thing: Bought, product: Product, text: str, reason: Reason | None) -> Variant | None:
    """The neighbour in the row of sizes, all else being as it was bought."""
    own = thing.line.attributes
    beside = [
        variant
        for variant in product.variants
        if all(variant.attributes.get(name) == value for name, value in own.items() if name != "size")
    ]
    sizes = [variant.attributes.get("size") for variant in beside]
    if own.get("size") not in sizes:
        return None
    said = text.lower()
    back = DOWN.search(said) is not None or (reason is Reason.TOO_BIG and not UP.search(said))
    place = sizes.index(own.get("size")) + (-1 if back else 1)
    return beside[place] if 0 <= place < len(beside) else None
