"""The form that takes something back: what, how many, why, what for, and a yes."""

from collections.abc import Mapping, Sequence
from typing import Any

from actions.forms.form import FormTurn, Question, Taken
from actions.orders.proving import Proven, Proving
from actions.orders.returning import (
    CONFIRMATION,
    EMAIL,
    EXCHANGE,
    LINES,
    NUMBER,
    QUANTITY,
    REASON,
    RESOLUTION,
    ReturnThings,
    Things,
    as_size,
    asked_for_all,
    quantities_said,
)
from actions.orders.talk import orders_meant
from actions.services import Services
from catalog.money import Money
from catalog.product import Product
from shop.checkout.hearing.confirming import Verdict, verdict
from shop.order import Order
from shop.phrasing import returning as phrasing
from shop.reply import Answer
from shop.returns.amounts import refund_minor, shipping_minor
from shop.returns.eligibility import Returnable, WhyNot
from shop.returns.errors import ExchangeGone, NotReturnable
from shop.returns.reasons import Reason, Resolution, reason_said, resolution_said, was_used
from shop.returns.returns import Wanted

OWN, NONE = "own", "none"
ASKED_ENOUGH = 3
Slots = dict[str, Any]


class ReturnForm:
    """Slots hold ids, places and numbers; `return_number` and `return_email` only say that the order may be seen."""

    name = "return_form"
    called = "the return"
    slots: Sequence[str] = (NUMBER, EMAIL, LINES, QUANTITY, REASON, RESOLUTION, EXCHANGE, CONFIRMATION)
    begun_by = frozenset({"start_return"})

    def __init__(self, services: Services) -> None:
        self._services = services
        self._things = ReturnThings(services)
        self._proving = Proving(services, number_slot=NUMBER, email_slot=EMAIL)

    async def begin(self, turn: FormTurn) -> Taken:
        orders = await self._things.orders(turn)
        slots = dict(turn.slots)
        if slots[LINES] is None:
            found = await orders_meant(self._services, turn.said, orders)
            if not orders or (found.number and not found.orders):
                proven = await self._proving.take(turn)
                return Taken() if proven is None else await self._proven(turn, proven)
        return await self._read(turn, {**slots, NUMBER: slots[NUMBER] or OWN, EMAIL: slots[EMAIL] or OWN}, orders)

    async def take(self, turn: FormTurn) -> Taken | None:
        slots = dict(turn.slots)
        if slots[EMAIL] is None:
            proven = await self._proving.take(turn)
            return None if proven is None else await self._proven(turn, proven)
        if turn.requested == CONFIRMATION and (answered := await self._confirmed(turn)):
            return answered
        if (told := await self._told_what_there_is(turn)) is not None:
            return Taken(told=told)
        taken = await self._read(turn, slots, await self._things.orders(turn))
        is_said_again = turn.requested == EXCHANGE and resolution_said(turn.said.text) is not None
        return taken if taken.done or taken.told or is_said_again or _changed(turn.slots, taken.slots) else None

    def is_answer(self, turn: FormTurn) -> bool:
        """ "I changed my mind" says why, where that was asked."""
        return turn.requested == REASON and reason_said(turn.said.text) is not None

    async def go_on(self, turn: FormTurn) -> Taken:
        return Taken()

    async def ask(self, slot: str, turn: FormTurn, *, again: bool) -> Question:
        if slot in {NUMBER, EMAIL}:
            return self._proving.ask(slot, again=again or turn.requested in {NUMBER, EMAIL}, purpose="return")
        if slot == LINES:
            offered = self._things.offered_of(turn.said, await self._things.orders(turn))
            about = {"offered": [{"order": each.order.id, "position": each.position} for each in offered]}
            return Question(answer=phrasing.which_things(offered, again=again), about=about)
        things = await self._things.kept(turn, turn.slots[LINES])
        if things is None:
            return Question(answer=phrasing.which_things((), again=again))
        # What was changed since it was told is told anew: a yes agrees to nothing that was not said.
        agreed = {"agreed": [turn.slots[name] for name in (QUANTITY, REASON, RESOLUTION, EXCHANGE)]}
        is_same = slot != CONFIRMATION or turn.about == agreed
        answer = await self._question(slot, turn, things, again=again and is_same)
        return Question(answer=answer, about=agreed if slot == CONFIRMATION else {})

    async def leave(self, turn: FormTurn) -> Answer:
        return phrasing.left()

    async def _proven(self, turn: FormTurn, proven: Proven) -> Taken:
        if proven.over:
            return Taken(told=proven.told, done=True)
        if proven.order is None:
            return Taken(slots=proven.slots or {}, told=proven.told)
        return await self._read(turn, {**turn.slots, **(proven.slots or {})}, [proven.order])

    async def _read(self, turn: FormTurn, slots: Slots, orders: Sequence[Order]) -> Taken:
        """All that the sentence says of what is still open, and what follows from it."""
        things = await self._which(turn, slots, orders)
        if isinstance(things, Taken):
            return things
        slots[LINES] = things.as_slot()
        if slots[QUANTITY] is None:
            asked = turn.requested == QUANTITY
            slots[QUANTITY] = quantities_said(turn.said.text, things.bought, self._services, asked=asked)
        self._why(turn, slots)
        judged = await self._judged(turn, things.order, slots)
        if refused := next((judged[place] for place in things.positions if judged[place].why_not), None):
            return self._refusal(refused, slots)
        return await self._what_for(turn, slots, things)

    async def _which(self, turn: FormTurn, slots: Slots, orders: Sequence[Order]) -> Things | Taken:
        if slots[LINES] is not None:
            kept = await self._things.kept(turn, slots[LINES])
            return kept or Taken(slots={LINES: None})
        things = await self._things.meant(turn.said, orders, offered=turn.about.get("offered", ()))
        if things is not None:
            return things
        if not self._things.offered(orders) and not any(order.lines for order in orders):
            return Taken(told=phrasing.nothing_to_return(), done=True)
        self._why(turn, slots)
        goods = await self._things.named_but_not_bought(turn.said, orders)
        return Taken(slots=slots, told=phrasing.not_bought(goods) if goods else None)

    def _why(self, turn: FormTurn, slots: Slots) -> None:
        reason = reason_said(turn.said.text)
        if turn.requested == REASON and reason is None and turn.times >= ASKED_ENOUGH:
            reason = Reason.OTHER
        if reason is Reason.OTHER and turn.requested != REASON:
            reason = None
        if reason is not None and (slots[REASON] is None or turn.requested == CONFIRMATION):
            slots[REASON] = {"reason": str(reason), "used": was_used(turn.said.text)}
        elif slots[REASON] is not None and was_used(turn.said.text):
            slots[REASON] = {**slots[REASON], "used": True}

    async def _judged(self, turn: FormTurn, order: Order, slots: Slots) -> Sequence[Returnable]:
        reason, used = _reason(slots)
        return await self._services.commerce.returns.returnable(
            turn.said.shopper_id, order_id=order.id, reason=reason, used=used
        )

    def _refusal(self, refused: Returnable, slots: Slots) -> Taken:
        reason, _ = _reason(slots)
        faulty = reason is not None and reason.is_our_fault and refused.why_not is WhyNot.TOO_LATE
        today = refused.thing.order.day_of(self._services.now())
        return Taken(told=phrasing.not_possible(refused, today=today, faulty_hint=faulty), done=True)

    async def _what_for(self, turn: FormTurn, slots: Slots, things: Things) -> Taken:
        said = resolution_said(turn.said.text)
        if said is not None and (slots[RESOLUTION] is None or turn.requested in {RESOLUTION, EXCHANGE, CONFIRMATION}):
            slots[RESOLUTION], slots[EXCHANGE] = str(said), None
        if slots[RESOLUTION] == Resolution.REFUND:
            slots[EXCHANGE] = NONE
        if slots[RESOLUTION] == Resolution.EXCHANGE and turn.requested == CONFIRMATION and slots[EXCHANGE] is not None:
            other = await self._exchange(turn, {**slots, EXCHANGE: None}, things)
            return other if other.told or other.slots.get(EXCHANGE) else Taken(slots=slots)
        if slots[RESOLUTION] == Resolution.EXCHANGE and slots[EXCHANGE] is None:
            return await self._exchange(turn, slots, things)
        return Taken(slots=slots)

    async def _exchange(self, turn: FormTurn, slots: Slots, things: Things) -> Taken:
        """What the shopper chooses; the same again for what was sent wrong or broken."""
        reason, _ = _reason(slots)
        said = as_size(turn.said.text) if turn.requested in {EXCHANGE, CONFIRMATION} else turn.said.text
        chosen: list[str] = []
        for thing in things.bought:
            product = await self._things.product(thing)
            choice = self._things.instead(thing, product, said, reason) if product else None
            if product is not None and choice is not None and choice.lacking:
                wanted = f"in {' '.join(choice.lacking.values())}"
                return Taken(slots=slots, told=phrasing.no_other(thing, wanted))
            if product is not None and choice is not None and choice.is_made:
                chosen.append(choice.variants[0].id)
            elif product is None or (reason is not None and reason.is_our_fault):
                if product is None or not _has_left(product, thing.line.variant_id):
                    return Taken(slots={**slots, RESOLUTION: None}, told=phrasing.no_other(thing))
                chosen.append(thing.line.variant_id)
            else:
                return Taken(slots=slots)
        return Taken(slots={**slots, EXCHANGE: chosen})

    async def _told_what_there_is(self, turn: FormTurn) -> Answer | None:
        """ "What sizes are there?" asks about what is to be exchanged, if anything is."""
        attribute = asked_for_all(turn.said.text)
        if attribute is None or turn.slots[LINES] is None or turn.slots[RESOLUTION] == Resolution.REFUND:
            return None
        things = await self._things.kept(turn, turn.slots[LINES])
        product = await self._things.product(things.bought[0]) if things else None
        if things is None or product is None:
            return None
        return phrasing.there_are(
            things.bought[0], attribute, self._things.values(things.bought[0], product, attribute)
        )

    async def _question(self, slot: str, turn: FormTurn, things: Things, *, again: bool) -> Answer:
        first = things.bought[0]
        if slot == QUANTITY:
            return phrasing.how_many(first)
        if slot == REASON:
            return phrasing.why(things.bought, again=again)
        reason = Reason(turn.slots[REASON]["reason"])
        if slot == RESOLUTION:
            return phrasing.money_or_other(reason)
        if slot == EXCHANGE:
            product = await self._things.product(first)
            if product is not None:
                choice = self._things.open_choice(first, product, reason)
                return phrasing.which_instead(choice.card(product), choice, again=again)
        return phrasing.confirm(await self._agreement(turn, things), again=again)

    async def _agreement(self, turn: FormTurn, things: Things) -> phrasing.Agreement:
        judged = await self._judged(turn, things.order, dict(turn.slots))
        chosen = list(zip([judged[place] for place in things.positions], turn.slots[QUANTITY], strict=True))
        reason, currency = Reason(turn.slots[REASON]["reason"]), things.order.total.currency
        fee = shipping_minor([each.rule for each, _ in chosen], reason)
        return phrasing.Agreement(
            things=[(each.thing, quantity) for each, quantity in chosen],
            reason=reason,
            resolution=Resolution(turn.slots[RESOLUTION]),
            refund=Money(amount_minor=refund_minor(chosen), currency=currency),
            fee=Money(amount_minor=fee, currency=currency),
            instead=await self._instead_named(turn, things),
        )

    async def _instead_named(self, turn: FormTurn, things: Things) -> str:
        if turn.slots[EXCHANGE] in (None, NONE):
            return ""
        product = await self._things.product(things.bought[0])
        variants = product.variants if product else ()
        wanted = next((each for each in variants if each.id == turn.slots[EXCHANGE][0]), None)
        same = wanted is None or wanted.id == things.bought[0].line.variant_id
        return phrasing.other_variant({} if wanted is None or same else dict(wanted.attributes))

    async def _confirmed(self, turn: FormTurn) -> Taken | None:
        answer = verdict(turn.said.text, confidence=turn.said.confidence, is_yes=turn.intent == "affirm")
        if answer is Verdict.NO and resolution_said(turn.said.text) is None and reason_said(turn.said.text) is None:
            return Taken(told=phrasing.left(), done=True, asked={"kind": "anything_else"})
        if answer is not Verdict.YES or turn.lapsed:
            return None
        things = await self._things.kept(turn, turn.slots[LINES])
        return await self._start(turn, things) if things else Taken(slots={LINES: None})

    async def _start(self, turn: FormTurn, things: Things) -> Taken:
        slots = turn.slots
        reason, used = _reason(slots)
        others = [None] * len(things.positions) if slots[EXCHANGE] == NONE else slots[EXCHANGE]
        wanted = [
            Wanted(position=place, quantity=quantity, exchange_for=other)
            for place, quantity, other in zip(things.positions, slots[QUANTITY], others, strict=True)
        ]
        try:
            made = await self._services.commerce.returns.start(
                turn.said.shopper_id,
                order_id=things.order.id,
                wanted=wanted,
                reason=reason or Reason.OTHER,
                resolution=Resolution(slots[RESOLUTION]),
                used=used,
                turn_id=turn.said.turn_id,
            )
        except NotReturnable as exc:
            judged = await self._judged(turn, things.order, dict(slots))
            return self._refusal(judged[exc.position], dict(slots))
        except ExchangeGone:
            return Taken(slots={RESOLUTION: None, EXCHANGE: None}, told=phrasing.no_other(things.bought[0]))
        judged = await self._judged(turn, things.order, dict(slots))
        keep = not any(judged[place].rule.bring_back for place in things.positions)
        others = await self._services.commerce.returns.of_order(turn.said.shopper_id, order_id=things.order.id)
        others = tuple(each for each in others if each.id != made.id)
        today = things.order.day_of(self._services.now())
        return Taken(told=phrasing.started(made, things.bought, today=today, keep=keep, others=others), done=True)


def _reason(slots: Mapping[str, Any]) -> tuple[Reason | None, bool]:
    kept = slots[REASON]
    return (Reason(kept["reason"]), bool(kept["used"])) if kept else (None, False)


def _has_left(product: Product, variant_id: str) -> bool:
    return any(any(variant.stock.values()) for variant in product.variants if variant.id == variant_id)


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    return any(before.get(name) != value for name, value in after.items())
