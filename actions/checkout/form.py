"""The form that takes a cart to an order."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.checkout.asides import CheckoutAsides
from actions.checkout.choices import CheckoutChoices
from actions.checkout.elsewhere import elsewhere
from actions.checkout.last_call import LastCall
from actions.checkout.placing import CheckoutPlacing
from actions.checkout.slots import ADDRESS, ALL, CODE, CONFIRMATION, CONTACT, HOW, STORE, WINDOW, slots_of
from actions.checkout.windows import CheckoutWindows
from actions.forms.form import FormTurn, Question, Taken
from actions.services import Services
from shop.card_numbers import MASK
from shop.checkout.draft import Checkout
from shop.checkout.errors import NotReady
from shop.checkout.hearing import ways
from shop.checkout.hearing.addresses import Parts
from shop.checkout.hearing.confirming import wants_to_go_on
from shop.checkout.hearing.corrections import leaves_out, starts_over
from shop.offers import asks_for_offers
from shop.phrasing import checkout as phrasing
from shop.phrasing import lists, not_selling, offers
from shop.reply import Answer

SLOTS_OF_CHOICES = {"how": HOW, "address": ADDRESS, "store": STORE, "window": WINDOW, "contact": CONTACT}
REOPENED = "reopened"


class CheckoutForm:
    """What is chosen is kept by `Checkouts`; the slots only follow it."""

    name = "checkout_form"
    called = "checkout"
    slots: Sequence[str] = ALL
    begun_by = frozenset({"checkout"})

    def __init__(self, services: Services) -> None:
        self._carts = services.commerce.carts
        self._checkouts = services.commerce.checkouts
        self._cart_page = services.cart_page
        self._asides = CheckoutAsides(services)
        self._windows = CheckoutWindows(services)
        self._choices = CheckoutChoices(services, self._windows)
        self._placing = CheckoutPlacing(services)
        self._last_call = LastCall(services)

    async def begin(self, turn: FormTurn) -> Taken:
        """ "Check out for pickup at Riverside" has chosen already."""
        if asks_for_offers(turn.said.text):
            return Taken(done=True, told=offers.told(await self._checkouts.promotions()))
        if await self._has_nothing(turn):
            return await self._asides.after_an_order(turn) or Taken(done=True, told=phrasing.empty())
        draft = await self._checkouts.draft(turn.said.shopper_id)
        if (refused := self._refused(turn, draft)) is not None:
            return refused
        if not draft.ways:
            return Taken(done=True, told=not_selling.told())
        taken = await self._choices.take(turn, draft) or Taken(slots=slots_of(draft), told=self._asides.of_codes(turn))
        if names := self._asides.left_open(turn):
            told = lists.left_open(taken.told or phrasing.nothing(), names)
            return replace(taken, told=told)
        return await self._last_call.beside(taken, turn.said)

    async def go_on(self, turn: FormTurn) -> Taken:
        if await self._has_nothing(turn):
            return Taken(done=True, told=phrasing.nothing_left())
        draft = await self._checkouts.draft(turn.said.shopper_id)
        return self._refused(turn, draft) or Taken(slots=await self._as_it_was(turn, draft))

    async def take(self, turn: FormTurn) -> Taken | None:
        """Changes come before a yes: "yes, but make it pickup" is no yes to what was told."""
        draft = await self._checkouts.draft(turn.said.shopper_id)
        if (refused := self._refused(turn, draft)) is not None:
            return refused
        if (taken := await self._by_the_way(turn, draft)) is not None:
            return taken
        if turn.requested == CODE and (taken := await self._placing.take_code(turn, draft)) is not None:
            return taken
        if (taken := await self._choices.take(turn, draft)) is not None:
            return taken
        if turn.requested == CONFIRMATION:
            return await self._placing.take(turn, draft)
        told = await self._asides.before_the_summary(turn, draft)
        return (
            None
            if told is None and not wants_to_go_on(turn.said.text)
            else Taken(slots=await self._as_it_was(turn, draft), told=told)
        )

    def _refused(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        """No word of a turn that may not buy goes on with a checkout, wherever that was begun."""
        buying = turn.said.buying
        if buying.allows(is_customer=draft.customer_id is not None):
            return None
        return elsewhere(buying, cart_page=self._cart_page)

    async def _by_the_way(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        """What is no answer to any of the checkout's questions, and yet about it."""
        if starts_over(turn.said.text):
            await self._checkouts.abandon(turn.said.shopper_id, turn_id=turn.said.turn_id)
            return Taken(slots=slots_of(await self._checkouts.draft(turn.said.shopper_id)))
        told = await self._asides.answer(turn, draft)
        # The gateway says in front of every answer to a card number that none is taken.
        if told is None and not leaves_out(turn.said.text) and MASK not in turn.said.text:
            return None
        return Taken(slots=await self._as_it_was(turn, draft), told=told)

    async def _as_it_was(self, turn: FormTurn, draft: Checkout) -> Mapping[str, Any]:
        """A choice that was to be made anew still is, although the old one is kept until then."""
        slots = await self._placing.still_confirmed(turn, draft)
        return {**slots, turn.requested: None} if turn.requested and turn.about.get(REOPENED) else slots

    async def ask(self, slot: str, turn: FormTurn, *, again: bool) -> Question:
        if slot == CODE:
            return Question(answer=phrasing.code(again=again), about=turn.about)
        if slot == CONFIRMATION:
            try:
                return await self._placing.ask(turn, again=again)
            except NotReady as exc:
                slot = SLOTS_OF_CHOICES.get(exc.missing[0], HOW)
        draft = await self._checkouts.draft(turn.said.shopper_id)
        question = await self._choice_asked(slot, turn, draft, again=again)
        is_made = slots_of(draft).get(slot) is not None
        return replace(question, about={**question.about, REOPENED: True}) if is_made else question

    async def leave(self, turn: FormTurn) -> Answer:
        """What was chosen is kept as the cart is; what was held for the order is let go by itself in minutes."""
        return phrasing.left()

    async def _choice_asked(self, slot: str, turn: FormTurn, draft: Checkout, *, again: bool) -> Question:
        if slot == WINDOW:
            return await self._windows.ask(turn, draft, again=again)
        if slot == STORE:
            return await self._store_asked(turn, again=again)
        if slot == ADDRESS:
            is_new = draft.address is None or draft.address.is_complete
            missing = Parts().missing if is_new else Parts.of(draft.address).missing
            return Question(answer=phrasing.address(missing, again=again))
        if slot == CONTACT:
            return Question(answer=phrasing.contact(again=again, turn_id=turn.said.turn_id))
        cart = await self._carts.cart_of(turn.said.shopper_id)
        return Question(answer=phrasing.how(cart, again=again))

    async def _store_asked(self, turn: FormTurn, *, again: bool) -> Question:
        offers = await self._checkouts.stores(turn.said.shopper_id)
        having = [offer for offer in offers if not offer.lacking]
        told = having if len(having) == 1 else offers[: phrasing.MOST_OFFERED]
        about: Mapping[str, Any] = {"stores": [offer.store.id for offer in told]}
        nearest = ways.wants_nearest(turn.said.text) and len(told) > 1
        return Question(answer=phrasing.store(offers, again=again, nearest=nearest), about=about)

    async def _has_nothing(self, turn: FormTurn) -> bool:
        return not (await self._carts.cart_of(turn.said.shopper_id)).lines
