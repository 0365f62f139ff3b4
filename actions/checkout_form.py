"""The form that takes a cart to an order."""

from collections.abc import Mapping, Sequence
from typing import Any

from actions.checkout_choices import CheckoutChoices
from actions.checkout_placing import CheckoutPlacing
from actions.checkout_slots import ADDRESS, ALL, CODE, CONFIRMATION, CONTACT, HOW, STORE, WINDOW, slots_of
from actions.checkout_windows import CheckoutWindows
from actions.forms.form import FormTurn, Question, Taken
from actions.services import Services
from shop.card_numbers import MASK
from shop.checkout.draft import Checkout
from shop.checkout.errors import NotReady
from shop.checkout.hearing import ways
from shop.checkout.hearing.addresses import Parts
from shop.checkout.hearing.asking import Aspect, aspect_asked
from shop.checkout.hearing.corrections import starts_over
from shop.phrasing import checkout as phrasing
from shop.phrasing import checkout_times as times
from shop.phrasing import not_selling
from shop.reply import Answer

SLOTS_OF_CHOICES = {"how": HOW, "address": ADDRESS, "store": STORE, "window": WINDOW, "contact": CONTACT}


class CheckoutForm:
    """What is chosen is kept by `Checkouts`; the slots only follow it."""

    name = "checkout_form"
    called = "checkout"
    slots: Sequence[str] = ALL
    begun_by = frozenset({"checkout"})

    def __init__(self, services: Services) -> None:
        self._carts = services.commerce.carts
        self._checkouts = services.commerce.checkouts
        self._now = services.now
        self._windows = CheckoutWindows(services)
        self._choices = CheckoutChoices(services, self._windows)
        self._placing = CheckoutPlacing(services)

    async def begin(self, turn: FormTurn) -> Taken:
        """ "Check out for pickup at Riverside" has chosen already."""
        if await self._has_nothing(turn):
            return Taken(done=True, told=phrasing.empty())
        draft = await self._checkouts.draft(turn.said.shopper_id)
        if not draft.ways:
            return Taken(done=True, told=not_selling.told())
        return await self._choices.take(turn, draft) or Taken(slots=slots_of(draft))

    async def go_on(self, turn: FormTurn) -> Taken:
        if await self._has_nothing(turn):
            return Taken(done=True, told=phrasing.nothing_left())
        draft = await self._checkouts.draft(turn.said.shopper_id)
        return Taken(slots=await self._placing.still_confirmed(turn, draft))

    async def take(self, turn: FormTurn) -> Taken | None:
        """Changes come before a yes: "yes, but make it pickup" is no yes to what was told."""
        draft = await self._checkouts.draft(turn.said.shopper_id)
        if MASK in turn.said.text:
            # The gateway says in front of every such answer that no card number is taken.
            return Taken(slots=await self._placing.still_confirmed(turn, draft))
        if starts_over(turn.said.text):
            await self._checkouts.abandon(turn.said.shopper_id, turn_id=turn.said.turn_id)
            return Taken(slots=slots_of(await self._checkouts.draft(turn.said.shopper_id)))
        if turn.requested == CODE and (taken := await self._placing.take_code(turn, draft)) is not None:
            return taken
        if (taken := await self._choices.take(turn, draft)) is not None:
            return taken
        if turn.requested == CONFIRMATION:
            return await self._placing.take(turn, draft)
        return await self._told_of(turn, draft)

    async def ask(self, slot: str, turn: FormTurn, *, again: bool) -> Question:
        if slot == CODE:
            return Question(answer=phrasing.code(again=again), about=turn.about)
        if slot == CONFIRMATION:
            try:
                return await self._placing.ask(turn, again=again)
            except NotReady as exc:
                slot = SLOTS_OF_CHOICES.get(exc.missing[0], HOW)
        draft = await self._checkouts.draft(turn.said.shopper_id)
        return await self._choice_asked(slot, turn, draft, again=again)

    async def leave(self, turn: FormTurn) -> Answer:
        """What was chosen is kept as the cart is; what was held for the order is let go by itself in minutes."""
        return phrasing.left()

    async def _told_of(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        """ "When would it come?", before that is settled."""
        aspect = aspect_asked(turn.said.text)
        if aspect is Aspect.TIME and draft.offers_windows and turn.requested != WINDOW:
            windows = await self._checkouts.windows(turn.said.shopper_id, limit=1)
            told = times.earliest(windows, now=self._now())
        elif aspect is Aspect.TOTAL:
            told = phrasing.so_far((await self._carts.cart_of(turn.said.shopper_id)).total)
        else:
            return None
        return Taken(slots=slots_of(draft), told=told)

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
