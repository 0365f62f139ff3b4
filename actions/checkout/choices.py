"""What a sentence chooses or changes of a checkout: the way, the place, the time, the receipt and the payment."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from actions.checkout.slots import ADDRESS, CODE, CONFIRMATION, CONTACT, HOW, NOT_NEEDED, STORE, WINDOW, slots_of
from actions.checkout.windows import CheckoutWindows
from actions.forms.form import FormTurn, Taken
from actions.services import Services
from shop.checkout.draft import Checkout
from shop.checkout.errors import ChoiceGone
from shop.checkout.hearing import addresses, corrections
from shop.checkout.hearing.payments import payment_said
from shop.checkout.hearing.ways import how_said, place_said, refuses, store_named, wants_nearest
from shop.checkout.payment import LINK
from shop.checkout.quote import StoreOffer
from shop.checkout.window import Fulfilment
from shop.customer import Address
from shop.orders.email import email_said, without_email
from shop.phrasing import checkout as phrasing
from shop.reply import Answer

# An answer that was meant as an address, though none could be made of it.
ATTEMPT = re.compile(r"\d|@|\b(?:at|dot)\b")
MOST_WORDS = 8
MOST_WORDS_OF_A_TIME = 12
Reading = Callable[[FormTurn, Checkout], Awaitable[Taken | None]]


class CheckoutChoices:
    """Each reading of a sentence gives what it chose, or None; the one that the open question is about comes first."""

    def __init__(self, services: Services, windows: CheckoutWindows) -> None:
        self._checkouts = services.commerce.checkouts
        self._products = services.products
        self._orders = services.commerce.orders
        self._reader = services.reader
        self._windows = windows
        self._readings: dict[str, Reading] = {
            ADDRESS: self._address,
            STORE: self._store,
            HOW: self._how,
            CONTACT: self._contact,
            WINDOW: self._window,
        }

    async def take(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        if corrections.commands(turn.said.text):
            return None
        if (taken := await self._with_receipt(turn, draft)) is not None:
            return taken
        return await self._first_reading(turn, draft)

    async def _with_receipt(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        """ "To 12 Elm Street, jo@example.com": what else was said is read without the address for the receipt."""
        email, rest = email_said(turn.said.text), without_email(turn.said.text)
        if email is None or not rest or rest == turn.said.text.strip():
            return None
        taken = await self._first_reading(replace(turn, said=replace(turn.said, text=rest)), draft)
        if taken is None:
            return None
        chosen, told = await self._chosen(turn, contact=email), phrasing.contact_taken(email)
        return Taken(slots=_kept_open(slots_of(chosen), taken.slots), told=_both(taken.told, told))

    async def _first_reading(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        # "Ship it to 9 Orchard Close" says more than how.
        first = self._readings.get(turn.requested or "") if turn.requested != HOW else None
        rest = [*self._readings.values(), self._payment, self._reopened]
        for reading in sorted(rest, key=lambda each: each != first):
            if (taken := await reading(turn, draft)) is not None:
                return taken
        return None

    async def _how(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        said = turn.said.text
        how = how_said(said)
        if how is None and (refused := refuses(said)):
            how = next((way for way in draft.ways if way is not refused), None)
        if how is None or corrections.is_question(said) or not (turn.requested == HOW or _is_correction(said)):
            return None
        if how not in draft.ways:
            return Taken(slots=slots_of(draft), told=phrasing.only_way(draft.ways))
        return _went_on(await self._windows.along(turn, await self._chosen(turn, how=how)))

    async def _address(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        """Whole or in parts; where the question was another one, only if the sentence says that it goes there."""
        said, asked, country = turn.said.text, turn.requested == ADDRESS, draft.home.country
        if addresses.same_as_before(said) and turn.requested in (ADDRESS, HOW, None):
            return await self._same_address(turn, draft)
        so_far = addresses.Parts.of(draft.address)
        begun = asked and 0 < len(so_far.missing) < len(addresses.PARTS)
        cities = [store.city for store in await self._products.stores()] if asked else []
        parts = addresses.address_said(said, country=country, cities=cities)
        if parts is None and asked:
            part = so_far.missing[0] if begun else "postal_code"
            parts = addresses.part_said(said, part, country=country)
        if parts is None:
            tried = asked and not (corrections.is_question(said) or email_said(said)) and ATTEMPT.search(said)
            return Taken(slots=slots_of(draft), told=phrasing.address_unclear()) if tried else None
        if not (asked or turn.requested == HOW or addresses.is_meant(said)):
            return None
        return await self._address_of(turn, draft, so_far.with_more(parts) if begun else parts)

    async def _same_address(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        earlier = [order.address for order in await self._orders.of_shopper(turn.said.shopper_id) if order.address]
        if not earlier:
            return Taken(slots=slots_of(draft), told=phrasing.no_earlier_order())
        return await self._address_of(turn, draft, addresses.Parts.of(earlier[0]))

    async def _address_of(self, turn: FormTurn, draft: Checkout, parts: addresses.Parts) -> Taken:
        """Of an address that names no region the shop's own is taken, and read back."""
        place = Address(
            street=parts.street,
            city=parts.city,
            region=parts.region or draft.home.region,
            postal_code=parts.postal_code,
            country=draft.home.country,
        )
        kept = draft.window.id if draft.window and draft.how is Fulfilment.DELIVERY else None
        try:
            chosen = await self._chosen(turn, address=place, window_id=kept)
        except ChoiceGone:
            return Taken(slots=slots_of(draft), told=phrasing.not_reached(place))
        told = phrasing.address_taken(place) if place.is_complete else None
        return _went_on(await self._windows.along(turn, chosen), told)

    async def _store(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        said, asked = turn.said.text, turn.requested == STORE
        picks_up = Fulfilment.PICKUP in (draft.how, how_said(said))
        if not (asked or picks_up) or Fulfilment.PICKUP not in draft.ways:
            return None
        if asked and wants_nearest(said):
            return Taken(slots={**slots_of(draft), STORE: None})
        if corrections.is_question(said):
            return None
        offers = await self._checkouts.stores(turn.said.shopper_id)
        offer = store_named(said, offers) or (_at_place(said, turn, offers) if asked else None)
        if offer is None:
            return None
        if offer.lacking:
            return Taken(slots={**slots_of(draft), STORE: None}, told=phrasing.store_lacks(offer))
        chosen = await self._chosen(turn, store_id=offer.store.id)
        return _went_on(await self._windows.along(turn, chosen), phrasing.store_taken(offer.store.name))

    async def _window(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        said = turn.said.text
        is_later = turn.requested in (CONTACT, CONFIRMATION, CODE)
        may_be = is_later and corrections.wants_another(said, most_words=MOST_WORDS_OF_A_TIME)
        may_be = may_be and not self._reader().names_goods(said)
        return await self._windows.take(turn, draft, may_be_a_time=may_be)

    async def _contact(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        said, asked = turn.said.text, turn.requested == CONTACT
        if asked and email_said(said) is None and addresses.same_as_before(said):
            return await self._same_contact(turn, draft)
        email = email_said(said) if asked or corrections.about_the_receipt(said) else None
        if email is None:
            if asked and corrections.has_none(said):
                return Taken(slots=slots_of(draft), told=phrasing.contact_needed())
            tried = asked and not corrections.is_question(said) and ATTEMPT.search(said.lower())
            if tried and (taken := await self._window(turn, draft)) is not None:
                return taken
            return Taken(slots=slots_of(draft), told=phrasing.contact_unclear()) if tried else None
        return _went_on(await self._chosen(turn, contact=email), phrasing.contact_taken(email))

    async def _same_contact(self, turn: FormTurn, draft: Checkout) -> Taken:
        earlier = [order.contact for order in await self._orders.of_shopper(turn.said.shopper_id) if order.contact]
        if not earlier:
            return Taken(slots=slots_of(draft), told=phrasing.no_earlier_order())
        return _went_on(await self._chosen(turn, contact=earlier[0]), phrasing.contact_taken(earlier[0]))

    async def _payment(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        said, stored = turn.said.text, {each.id: each.label for each in draft.stored_payments}
        current = draft.payment.stored.id if draft.payment.stored else LINK
        wish = payment_said(said, stored, current=current)
        if wish is None or corrections.is_question(said):
            return None
        if not wish.id:
            return Taken(slots=slots_of(draft), told=phrasing.no_such_payment(list(stored.values())))
        return _went_on(await self._chosen(turn, payment=wish.id), phrasing.payment_taken(stored.get(wish.id, "")))

    async def _reopened(self, turn: FormTurn, draft: Checkout) -> Taken | None:
        """ "Change the address", without another one: it is asked for."""
        what = corrections.reopened(turn.said.text, is_asked=bool(turn.about.get("changing")))
        if what is None:
            return None
        slots = slots_of(draft)
        name = HOW if slots.get(f"checkout_{what}") == NOT_NEEDED else f"checkout_{what}"
        return Taken(slots={**slots, name: None} if name in slots else slots)

    async def _chosen(self, turn: FormTurn, **choice: Any) -> Checkout:
        return await self._checkouts.choose(turn.said.shopper_id, turn_id=turn.said.turn_id, **choice)


def _went_on(draft: Checkout, told: Answer | None = None) -> Taken:
    return Taken(slots=slots_of(draft), told=told)


def _both(first: Answer | None, second: Answer) -> Answer:
    if first is None:
        return second
    return replace(first, speech=f"{first.speech} {second.speech}", text=f"{first.text} {second.text}")


def _kept_open(slots: Mapping[str, Any], before: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reading has asked for anew stays asked for."""
    return {name: None if name != CONTACT and before.get(name) is None else value for name, value in slots.items()}


def _is_correction(said: str) -> bool:
    return corrections.wants_another(said, most_words=MOST_WORDS)


def _at_place(said: str, turn: FormTurn, offers: tuple[StoreOffer, ...]) -> StoreOffer | None:
    """ "The first one", of the stores as they were told; of a single one a yes takes it."""
    told = list(turn.about.get("stores", ()))
    place = 0 if turn.intent == "affirm" and len(told) == 1 else place_said(said, len(told))
    if place is None:
        return None
    return next((offer for offer in offers if offer.store.id == told[place]), None)
