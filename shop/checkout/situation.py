"""Where a shopper stands on the way to an order: what was said, what is known, and what that comes to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from catalog.contents import Store
from shop.checkout.calendar import Offered, offered_windows
from shop.checkout.draft import Checkout
from shop.checkout.ledger import Basket, Buyer, Choices, Ledger
from shop.checkout.payment import LINK, PaymentChoice, PaymentMethod
from shop.checkout.reckoning import Reckoning, reckon
from shop.checkout.terms import Place, Terms
from shop.checkout.window import Calendar, Fulfilment
from shop.customer import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """`offered` are the windows still to be had, the earliest first."""

    now: datetime
    terms: Terms
    basket: Basket
    buyer: Buyer | None
    stores: Mapping[str, Store]
    choices: Choices
    checkout: Checkout
    offered: tuple[Offered, ...]

    @property
    def chosen_window(self) -> Offered | None:
        window = self.checkout.window
        return next((each for each in self.offered if window and each.window.id == window.id), None)

    def reckoning(self) -> Reckoning:
        return reckoning_of(self.checkout, self.basket, self.terms)


def reckoning_of(draft: Checkout, basket: Basket, terms: Terms) -> Reckoning:
    return reckon(
        basket.lines, terms, currency=basket.cart.total.currency, how=draft.how, place=_place_of(draft, terms)
    )


async def read_situation(ledger: Ledger, shopper_id: str, *, now: datetime, lock: bool = False) -> Situation:
    """`lock` keeps cart and choices as they are until the transaction ends."""
    basket = await ledger.basket(shopper_id, now=now, lock=lock)
    terms = await ledger.terms(now=now)
    buyer = await ledger.buyer(shopper_id)
    choices = await ledger.choices(shopper_id, lock=lock)
    stores = {store.id: store for store in await ledger.stores()}
    draft = draft_of(shopper_id, choices, buyer, terms, stores)
    offered = await free_windows(ledger, draft, basket, terms, now=now)
    draft = _with_window(draft, choices, buyer, offered)
    return Situation(
        now=now,
        terms=terms,
        basket=basket,
        buyer=buyer,
        stores=stores,
        choices=choices,
        checkout=draft,
        offered=offered,
    )


async def free_windows(
    ledger: Ledger, draft: Checkout, basket: Basket, terms: Terms, *, now: datetime
) -> tuple[Offered, ...]:
    """Asked for before a way is chosen, they are those of delivery, if the shop delivers."""
    how = draft.how or next(iter(terms.ways), None)
    if how is None:
        return ()
    patterns = terms.windows_for(how, draft.store.id if draft.store else None)
    lead_days = max((line.delivery_days for line in basket.lines), default=0) if how is Fulfilment.DELIVERY else 0
    offered = offered_windows(patterns, now=now, lead_days=lead_days)
    return await _not_full(ledger, draft.shopper_id, offered, now=now)


async def read_calendar(ledger: Ledger, shopper_id: str, *, now: datetime, lead_days: int) -> Calendar:
    """By the clocks of the windows of delivery, or of any others where there are none."""
    terms = await ledger.terms(now=now)
    delivers = Fulfilment.DELIVERY in terms.ways
    patterns = terms.windows_for(Fulfilment.DELIVERY, None) if delivers else ()
    offered = offered_windows(patterns, now=now, lead_days=lead_days)
    free = await _not_full(ledger, shopper_id, offered, now=now) if offered else ()
    zones = [pattern.timezone for pattern in (*patterns, *terms.window_patterns)]
    return Calendar(
        now=now,
        timezone=next(iter(zones), "UTC"),
        store_timezones={each.store_id: each.timezone for each in terms.window_patterns if each.store_id},
        windows=tuple(each.window for each in free),
    )


async def _not_full(
    ledger: Ledger, shopper_id: str, offered: tuple[Offered, ...], *, now: datetime
) -> tuple[Offered, ...]:
    taken = await ledger.taken_windows(shopper_id, [each.window.id for each in offered], now=now)
    return tuple(each for each in offered if taken.get(each.window.id, 0) < each.capacity)


def draft_of(
    shopper_id: str, choices: Choices, buyer: Buyer | None, terms: Terms, stores: Mapping[str, Store]
) -> Checkout:
    """All but the window: what was chosen, as far as it is offered, and for a customer what is known."""
    how = choices.how if choices.how in terms.ways else None
    address = _reached(choices.address or (buyer.address if buyer else None), terms)
    if how is None and address is not None and choices.store_id is None and Fulfilment.DELIVERY in terms.ways:
        how = Fulfilment.DELIVERY
    if how is None and len(terms.ways) == 1:
        how = terms.ways[0]
    store = _served(stores.get(choices.store_id or ""), terms)
    return Checkout(
        id=choices.checkout_id,
        shopper_id=shopper_id,
        customer_id=buyer.customer_id if buyer else None,
        how=how,
        address=address if how is not Fulfilment.PICKUP else None,
        store=store if how is not Fulfilment.DELIVERY else None,
        contact=choices.contact or (buyer.email if buyer else None),
        payment=_payment(choices.payment, buyer),
        home=terms.home,
        ways=terms.ways,
        offers_windows=how is not None and bool(terms.windows_for(how, store.id if store else None)),
        stored_payments=buyer.stored_payments if buyer else (),
        needs_code=buyer is not None and buyer.code_from_minor is not None,
    )


def _place_of(draft: Checkout, terms: Terms) -> Place | None:
    if draft.how is Fulfilment.DELIVERY and draft.address:
        return _place(draft.address)
    if draft.how is Fulfilment.PICKUP and draft.store:
        return terms.place_of_store(draft.store.id)
    return None


def _reached(address: Address | None, terms: Terms) -> Address | None:
    """None for where the shop does not deliver to."""
    return address if address and terms.shipping(Fulfilment.DELIVERY, _place(address)) else None


def _served(store: Store | None, terms: Terms) -> Store | None:
    """None for a store where nothing can be picked up."""
    return store if store and terms.shipping(Fulfilment.PICKUP, terms.place_of_store(store.id)) else None


def _place(address: Address) -> Place:
    return Place(country=address.country, region=address.region)


def _payment(chosen: str | None, buyer: Buyer | None) -> PaymentChoice:
    """What was chosen, if it is still there; else the first stored method, else a link."""
    stored = buyer.stored_payments if buyer and chosen != LINK else ()
    method = next((each for each in stored if each.id == chosen), next(iter(stored), None))
    if method is None:
        return PaymentChoice(method=PaymentMethod.LINK)
    return PaymentChoice(method=PaymentMethod.STORED, stored=method)


def _with_window(draft: Checkout, choices: Choices, buyer: Buyer | None, offered: tuple[Offered, ...]) -> Checkout:
    """A customer starts with the earliest; a window that has gone is to be chosen again."""
    if not draft.offers_windows:
        return draft
    if choices.window_id is None:
        window = offered[0].window if buyer and offered else None
    else:
        window = next((each.window for each in offered if each.window.id == choices.window_id), None)
    return replace(draft, window=window)
