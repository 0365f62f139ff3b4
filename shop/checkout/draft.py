"""What a shopper has chosen so far on the way to an order."""

from dataclasses import dataclass

from catalog.contents import Store
from shop.checkout.payment import LINK, PaymentChoice, StoredPayment
from shop.checkout.terms import Place
from shop.checkout.window import Fulfilment, Window
from shop.customer import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """For a customer with an address it starts with sensible choices made.

    `ways` is what the shop offers at all, and `home` where it is: an address that names no region is taken to be there.
    `offers_windows` tells whether a window has to be chosen for this way of getting the goods.
    """

    id: str
    shopper_id: str
    customer_id: str | None = None
    how: Fulfilment | None = None
    address: Address | None = None
    store: Store | None = None
    window: Window | None = None
    contact: str | None = None
    payment: PaymentChoice
    home: Place
    ways: tuple[Fulfilment, ...]
    offers_windows: bool
    stored_payments: tuple[StoredPayment, ...] = ()
    needs_code: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """What is still to be asked, in the order of asking: how, address or store, window, contact."""
        if self.how is None:
            return ("how", *self._contact())
        open_choices = [] if self.has_place else ["address" if self.how is Fulfilment.DELIVERY else "store"]
        if self.offers_windows and self.window is None:
            open_choices.append("window")
        return (*open_choices, *self._contact())

    @property
    def has_place(self) -> bool:
        """An address told only in part is none yet."""
        if self.how is Fulfilment.DELIVERY:
            return self.address is not None and self.address.is_complete
        return self.store is not None

    def chosen(self, name: str) -> object:
        """What stands under the name that it is chosen by."""
        stored = self.payment.stored
        found = {
            "how": self.how,
            "address": self.address,
            "store_id": self.store.id if self.store else None,
            "window_id": self.window.id if self.window else None,
            "contact": self.contact,
            "payment": stored.id if stored else LINK,
        }
        return found[name]

    def _contact(self) -> tuple[str, ...]:
        return ("contact",) if self.contact is None else ()
