"""Where a cart becomes an order: one way of doing it, over whatever ledger the books are kept in."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from shop.checkout.allocation import Shelf, allocate
from shop.checkout.binding import bound, needs_code
from shop.checkout.draft import Checkout
from shop.checkout.errors import ChoiceGone, NotBoughtHere, NotReady, QuoteChanged, SoldOut
from shop.checkout.ledger import Books, Buyer, Held, Ledger, Placing
from shop.checkout.ordering import order_of, quote_of
from shop.checkout.quote import Quote, SoldOutLine, StoreOffer
from shop.checkout.reckoning import Reckoning
from shop.checkout.situation import Situation, read_calendar, read_situation
from shop.checkout.window import Calendar, Fulfilment, Window
from shop.codes.codes import Codes
from shop.codes.errors import CodeLocked
from shop.customer import Address
from shop.order import Order
from shop.turn import Buying

HELD_FOR = timedelta(minutes=10)
# A window that fills up while it is waited for is looked for again this often.
TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """All that can be promised now; what it stands on is locked."""

    situation: Situation
    reckoning: Reckoning
    taken: Mapping[Shelf, int]
    sha256: bytes


class CheckoutDesk:
    """`Checkouts` over a ledger."""

    def __init__(self, books: Books, *, codes: Codes, new_id: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._books = books
        self._codes = codes
        self._new_id = new_id
        self._now = now

    async def draft(self, shopper_id: str) -> Checkout:
        return (await self._read(shopper_id)).checkout

    async def choose(  # noqa: PLR0913 - one call for each thing that can be chosen would be six
        self,
        shopper_id: str,
        *,
        turn_id: str,
        how: Fulfilment | None = None,
        address: Address | None = None,
        store_id: str | None = None,
        window_id: str | None = None,
        contact: str | None = None,
        payment: str | None = None,
    ) -> Checkout:
        chosen = {
            "how": how or (Fulfilment.DELIVERY if address else Fulfilment.PICKUP if store_id else None),
            "address": address,
            "store_id": store_id,
            "window_id": window_id,
            "contact": contact,
            "payment": payment,
        }
        given = {name: value for name, value in chosen.items() if value is not None}
        key = f"choose {hashlib.sha256(repr(sorted(given.items())).encode()).hexdigest()[:16]}"
        async with self._books.transaction() as ledger:
            if given and await ledger.first_time(turn_id=turn_id, key=key):
                await self._choose(ledger, shopper_id, turn_id, given)
            return (await read_situation(ledger, shopper_id, now=self._now())).checkout

    async def windows(self, shopper_id: str, *, day: date | None = None, limit: int = 3) -> tuple[Window, ...]:
        offered = (await self._read(shopper_id)).offered
        fitting = [each.window for each in offered if day is None or each.window.starts_local.date() == day]
        return tuple(fitting[:limit])

    async def calendar(self, shopper_id: str, *, lead_days: int = 0) -> Calendar:
        async with self._books.transaction() as ledger:
            return await read_calendar(ledger, shopper_id, now=self._now(), lead_days=lead_days)

    async def stores(self, shopper_id: str) -> tuple[StoreOffer, ...]:
        async with self._books.transaction() as ledger:
            now = self._now()
            situation = await read_situation(ledger, shopper_id, now=now)
            variants = [line.variant_id for line in situation.basket.lines]
            free = await ledger.free_stock(shopper_id, variants, now=now, lock=False)
        offers = [
            StoreOffer(
                store=store, lacking=_lacking(situation, allocate(situation.basket.lines, free, store_id=id_).left)
            )
            for id_, store in situation.stores.items()
            if situation.terms.shipping(Fulfilment.PICKUP, situation.terms.place_of_store(id_))
        ]
        return tuple(sorted(offers, key=lambda offer: (len(offer.lacking), offer.store.name)))

    async def promotions(self) -> tuple[str, ...]:
        async with self._books.transaction() as ledger:
            terms = await ledger.terms(now=self._now())
        return tuple(promotion.name for promotion in terms.promotions)

    async def quote(self, shopper_id: str, *, turn_id: str) -> Quote:
        async with self._books.transaction() as ledger:
            situation = await read_situation(ledger, shopper_id, now=self._now(), lock=True)
            return await self._hold(ledger, await _ready(ledger, situation), turn_id=turn_id)

    async def place(
        self, shopper_id: str, *, quote_id: str, turn_id: str, code: str | None = None, buying: Buying = Buying.HERE
    ) -> Order:
        if order := await self._placed(shopper_id, quote_id, turn_id, code, buying):
            return order
        async with self._books.transaction() as ledger:
            outcome = await self._place(ledger, shopper_id, quote_id, turn_id)
        if isinstance(outcome, Quote):
            # Only now: what is raised within the transaction would undo the new quote.
            raise QuoteChanged(quote=outcome)
        return outcome

    async def abandon(self, shopper_id: str, *, turn_id: str) -> None:
        async with self._books.transaction() as ledger:
            if not await ledger.first_time(turn_id=turn_id, key="abandon checkout"):
                return
            choices = await ledger.choices(shopper_id, lock=True)
            await ledger.release(shopper_id)
            await ledger.close_checkout(shopper_id, now=self._now())
            await ledger.note(
                shopper_id=shopper_id,
                turn_id=turn_id,
                what="checkout.abandoned",
                subject=choices.checkout_id,
                details={},
            )

    async def _read(self, shopper_id: str) -> Situation:
        async with self._books.transaction() as ledger:
            return await read_situation(ledger, shopper_id, now=self._now())

    async def _choose(self, ledger: Ledger, shopper_id: str, turn_id: str, given: Mapping[str, Any]) -> None:
        """Written first and then read back: what is not offered is not in what is read."""
        if "store_id" in given and given["store_id"] not in {store.id for store in await ledger.stores()}:
            raise ChoiceGone(what="store")
        choices = await ledger.choices(shopper_id, lock=True)
        moved = any(name in given and given[name] != getattr(choices, name) for name in ("how", "address", "store_id"))
        kept = {**({"window_id": None} if moved else {}), **given}
        await ledger.keep_choices(shopper_id, replace(choices, **kept), now=self._now())
        draft = (await read_situation(ledger, shopper_id, now=self._now())).checkout
        gone = next((name for name in given if draft.chosen(name) != given[name]), None)
        if gone is not None:
            raise ChoiceGone(what=gone.removesuffix("_id"))
        await ledger.note(
            shopper_id=shopper_id,
            turn_id=turn_id,
            what="checkout.chosen",
            subject=choices.checkout_id,
            details={"chosen": sorted(given)},
        )

    async def _placed(
        self, shopper_id: str, quote_id: str, turn_id: str, code: str | None, buying: Buying
    ) -> Order | None:
        """The order if there is one; if not, the code is looked at, in a transaction that outlives its error.

        Whatever the dialogue believes, nothing is ordered by a device alone, nor by a guest's voice.
        """
        async with self._books.transaction() as ledger:
            order = await ledger.order_of_quote(shopper_id, quote_id)
            held = await ledger.open_quote(shopper_id, quote_id=quote_id)
            buyer = await ledger.buyer(shopper_id)
        if not buying.allows(is_customer=buyer is not None):
            raise NotBoughtHere(buying=buying)
        if order is None and buyer is not None and held is not None and held.needs_code:
            await self._check_code(buyer, held, shopper_id, turn_id, code)
        return order

    async def _check_code(self, buyer: Buyer, held: Held, shopper_id: str, turn_id: str, code: str | None) -> None:
        """What cannot be confirmed any longer is held for nobody."""
        try:
            await self._codes.check(buyer.customer_id, code)
        except CodeLocked:
            if held.is_open:
                async with self._books.transaction() as ledger:
                    await ledger.release(shopper_id)
                    await ledger.note(
                        shopper_id=shopper_id,
                        turn_id=turn_id,
                        what="checkout.locked",
                        subject=held.quote_id,
                        details={},
                    )
            raise

    async def _place(self, ledger: Ledger, shopper_id: str, quote_id: str, turn_id: str) -> Order | Quote:
        situation = await read_situation(ledger, shopper_id, now=self._now(), lock=True)
        # Whoever waited for the cart may find that it has been ordered meanwhile.
        if order := await ledger.order_of_quote(shopper_id, quote_id):
            return order
        ready = await _ready(ledger, situation)
        held = await ledger.open_quote(shopper_id, quote_id=quote_id)
        if held is None or not _still_binds(held, ready):
            return await self._hold(ledger, ready, turn_id=turn_id)
        number = await ledger.next_number()
        order = order_of(ready.situation, ready.reckoning, order_id=self._new_id(), number=number)
        placed = await ledger.place(
            Placing(
                order=order,
                quote_id=quote_id,
                checkout_id=ready.situation.checkout.id,
                cart_id=ready.situation.basket.cart_id or "",
                taken=ready.taken,
                payment=ready.situation.checkout.payment,
            )
        )
        details = {"quote_id": quote_id, "total_minor": order.total.amount_minor, "lines": len(order.lines)}
        await ledger.note(
            shopper_id=shopper_id, turn_id=turn_id, what="order.placed", subject=order.id, details=details
        )
        return placed

    async def _hold(self, ledger: Ledger, ready: _Ready, *, turn_id: str) -> Quote:
        """The same quote as long as it says the same, held anew."""
        situation, now = ready.situation, ready.situation.now
        draft = situation.checkout
        current = await ledger.open_quote(draft.shopper_id)
        is_same = current is not None and _still_binds(current, ready)
        held = Held(
            quote_id=current.quote_id if current and is_same else self._new_id(),
            checkout_id=draft.id,
            terms_sha256=ready.sha256,
            needs_code=needs_code(situation, ready.reckoning),
            is_open=True,
            created_at=current.created_at if current and is_same else now,
            expires_at=now + HELD_FOR,
            window_id=draft.window.id if draft.window else None,
        )
        await ledger.keep_choices(draft.shopper_id, situation.choices, now=now)
        await ledger.hold(draft.shopper_id, held, ready.taken)
        if not is_same:
            await ledger.note(
                shopper_id=draft.shopper_id,
                turn_id=turn_id,
                what="checkout.quoted",
                subject=held.quote_id,
                details={"checkout_id": draft.id},
            )
        return quote_of(situation, ready.reckoning, quote_id=held.quote_id, expires_at=held.expires_at)


async def _ready(ledger: Ledger, situation: Situation) -> _Ready:
    """Locks what is to be promised. Raises NotReady or SoldOut."""
    _require_choices(situation)
    basket, draft = situation.basket, situation.checkout
    variants = [line.variant_id for line in basket.lines]
    free = await ledger.free_stock(draft.shopper_id, variants, now=situation.now, lock=True)
    allocation = allocate(basket.lines, free, store_id=draft.store.id if draft.store else None)
    if allocation.left:
        raise SoldOut(lines=_lacking(situation, allocation.left))
    settled = await _with_window_locked(ledger, situation)
    reckoning = settled.reckoning()
    return _Ready(situation=settled, reckoning=reckoning, taken=allocation.taken, sha256=bound(settled, reckoning))


async def _with_window_locked(ledger: Ledger, situation: Situation) -> Situation:
    for _ in range(TRIES):
        offered = situation.chosen_window
        if offered is None:
            break
        await ledger.lock_window(offered)
        again = await read_situation(ledger, situation.checkout.shopper_id, now=situation.now)
        if again.checkout.window == situation.checkout.window:
            break
        situation = again
    _require_choices(situation)
    return situation


def _require_choices(situation: Situation) -> None:
    if not situation.basket.lines:
        raise NotReady(missing=("cart",))
    situation.basket.require_one_currency()
    if situation.checkout.missing:
        raise NotReady(missing=situation.checkout.missing)


def _still_binds(held: Held, ready: _Ready) -> bool:
    return held.is_open and ready.situation.now < held.expires_at and held.terms_sha256 == ready.sha256


def _lacking(situation: Situation, left: Mapping[str, int]) -> tuple[SoldOutLine, ...]:
    return tuple(
        SoldOutLine(variant_id=line.variant_id, title=line.title, wanted=line.quantity, left=left[line.variant_id])
        for line in situation.basket.cart.lines
        if line.variant_id in left
    )
