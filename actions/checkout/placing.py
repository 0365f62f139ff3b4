"""The summary, the yes to it, the voice code, and the order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.checkout.elsewhere import elsewhere
from actions.checkout.slots import CODE, CONFIRMATION, GIVEN, slots_of
from actions.forms.form import FormTurn, Question, Taken
from actions.order_status import TOLD
from actions.orders.talk import ORDER_IN_FOCUS
from actions.services import Services
from shop.checkout.draft import Checkout
from shop.checkout.errors import NotBoughtHere, QuoteChanged, SoldOut
from shop.checkout.hearing import corrections
from shop.checkout.hearing.addresses import names_a_place
from shop.checkout.hearing.asking import Aspect, aspect_asked
from shop.checkout.hearing.confirming import Verdict, verdict
from shop.checkout.hearing.digits import code_said, tries_a_code
from shop.checkout.quote import SoldOutLine
from shop.codes.errors import CodeLocked, CodeNeeded, CodeWrong
from shop.errors import ShopUnavailable
from shop.order import Order
from shop.phrasing import checkout as phrasing
from shop.phrasing import checkout_summary as summaries


class CheckoutPlacing:
    """An order is placed by a clear yes to the quote that was told, and by nothing else."""

    def __init__(self, services: Services) -> None:
        self._checkouts = services.commerce.checkouts
        self._carts = services.commerce.carts
        self._cart_page = services.cart_page
        self._now = services.now

    async def ask(self, turn: FormTurn, *, again: bool) -> Question:
        """Raises NotReady if something has to be chosen after all."""
        said = turn.said
        try:
            quote = await self._checkouts.quote(said.shopper_id, turn_id=said.turn_id)
        except SoldOut as exc:
            store = (await self._checkouts.draft(said.shopper_id)).store
            answer = phrasing.sold_out(exc.lines, store.name if store else None)
            return Question(answer=answer, about={"sold_out": _left(exc.lines)})
        told, now = summaries.as_told(quote), self._now()
        was_told = turn.about if turn.about.get("quote") else {}
        answered = heard_as(turn) if again and not (turn.interrupted or turn.told) else Verdict.ELSE
        if not again or not was_told or turn.greeted or answered is Verdict.FORWARD:
            before = "" if turn.greeted else turn.told
            return Question(answer=summaries.summary(quote, now=now, said_before=before), about=told)
        if answered is Verdict.NO and not turn.about.get("changing"):
            return Question(answer=summaries.what_to_change(), about={**told, "changing": True})
        if told != _same(was_told, told):
            choice_told = bool(turn.told) and not turn.interrupted
            return Question(
                answer=summaries.anew(
                    quote, was_told, now=now, choice_told=choice_told, by_choice=not turn.interrupted
                ),
                about=told,
            )
        return Question(answer=summaries.again(quote, unsure=answered is Verdict.UNSURE), about=told)

    async def take(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        """The answer to the summary, or to what there is too little of."""
        answered = heard_as(turn)
        if (aspect := aspect_asked(turn.said.text)) and turn.about.get("quote"):
            return await self._told_of(aspect, turn, draft)
        if turn.about.get("sold_out"):
            return await self._without_sold_out(turn, draft, answered)
        if turn.about.get("changing") and answered is Verdict.NO:
            stays = corrections.changes_nothing(turn.said.text)
            return Taken(slots=slots_of(draft)) if stays else Taken(done=True, told=phrasing.left())
        return None if answered is Verdict.ELSE else await self._answered(turn, draft, answered)

    async def _answered(self, turn: FormTurn, draft: Checkout, answered: Verdict) -> Taken:
        is_open = turn.about.get("quote") and not (turn.about.get("changing") or turn.lapsed)
        if answered is not Verdict.YES or not is_open:
            return Taken(slots=slots_of(draft))
        code = code_said(turn.said.text)
        if turn.about.get("code") and code is None:
            return Taken(slots=self._waiting_for_code(draft))
        return await self._placed(turn, draft, code=code)

    async def take_code(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        """Whatever was said with digits in it, here, may be the code, and is kept nowhere."""
        if corrections.has_forgotten(turn.said.text):
            return Taken(done=True, told=phrasing.code_forgotten())
        code = code_said(turn.said.text)
        if code is not None:
            taken = await self._placed(turn, draft, code=code)
        elif tries_a_code(turn.said.text) and not names_a_place(turn.said.text):
            taken = Taken(slots=self._waiting_for_code(draft), told=phrasing.code_unclear())
        else:
            return None
        return replace(taken, told=replace(taken.told or phrasing.nothing(), secret=True))

    async def still_confirmed(self, turn: FormTurn, draft: Checkout) -> Mapping[str, Any]:
        """After a question in between the code is still waited for, unless what it was for has changed.

        Whoever comes back to it is told first what it is for.
        """
        if turn.requested != CODE or turn.greeted or not turn.about.get("quote"):
            return slots_of(draft)
        try:
            quote = await self._checkouts.quote(turn.said.shopper_id, turn_id=turn.said.turn_id)
        except SoldOut:
            return slots_of(draft)
        return self._waiting_for_code(draft) if quote.id == turn.about["quote"] else slots_of(draft)

    async def _placed(self, turn: FormTurn, draft: Checkout, *, code: str | None) -> Taken:
        try:
            return await self._tried(turn, draft, code=code)
        except NotBoughtHere as exc:
            return elsewhere(exc.buying, cart_page=self._cart_page)

    async def _tried(self, turn: FormTurn, draft: Checkout, *, code: str | None) -> Taken:
        said = turn.said
        try:
            order = await self._checkouts.place(
                said.shopper_id, quote_id=turn.about["quote"], turn_id=said.turn_id, code=code, buying=said.buying
            )
        except (QuoteChanged, SoldOut):
            return Taken(slots=slots_of(draft))
        except CodeNeeded:
            return Taken(slots=self._waiting_for_code(draft))
        except CodeWrong as exc:
            return Taken(slots=self._waiting_for_code(draft), told=phrasing.code_wrong(exc.left))
        except CodeLocked as exc:
            return Taken(done=True, told=phrasing.code_locked(exc.until, now=self._now()))
        except ShopUnavailable as exc:
            unknown = phrasing.outcome_unknown()
            return Taken(slots=slots_of(draft), told=unknown, failure=type(exc).__name__)
        return self._told(turn, order)

    async def _told_of(self, aspect: Aspect, turn: FormTurn, draft: Checkout) -> Taken:
        """ "What time was that?", before the yes."""
        quote = await self._checkouts.quote(turn.said.shopper_id, turn_id=turn.said.turn_id)
        return Taken(slots=slots_of(draft), told=summaries.told_of(quote, aspect, now=self._now()))

    def _told(self, turn: FormTurn, order: Order) -> Taken:
        """What comes next may be about the order; a second yes, right behind the first, finds nothing to confirm."""
        told = summaries.placed(order, now=self._now(), turn_id=turn.said.turn_id)
        about = {"kind": TOLD, "order": order.id}
        return Taken(done=True, told=told, asked=about, leaves={ORDER_IN_FOCUS: order.id})

    async def _without_sold_out(self, turn: FormTurn, draft: Checkout, answered: Verdict) -> Taken | None:
        """A yes takes out what is gone, and leaves of the rest what there is."""
        if answered is Verdict.NO:
            return Taken(done=True, told=phrasing.left())
        if answered is not Verdict.YES or turn.lapsed:
            return None
        for variant_id, left in turn.about["sold_out"].items():
            await self._carts.set_quantity(turn.said.shopper_id, variant_id, quantity=left, turn_id=turn.said.turn_id)
        cart = await self._carts.cart_of(turn.said.shopper_id)
        return Taken(slots=slots_of(draft)) if cart.lines else Taken(done=True, told=phrasing.empty())

    def _waiting_for_code(self, draft: Checkout) -> Mapping[str, Any]:
        return {**slots_of(draft), CONFIRMATION: GIVEN, CODE: None}


def heard_as(turn: FormTurn) -> Verdict:
    return verdict(turn.said.text, confidence=turn.said.confidence, is_yes=turn.intent == "affirm", may_order=True)


def _left(lines: Sequence[SoldOutLine]) -> dict[str, int]:
    return {line.variant_id: line.left for line in lines}


def _same(was_told: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    return {name: was_told.get(name) for name in told}
