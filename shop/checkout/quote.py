"""What a shopper is asked to confirm: who sells, what, how it gets there, and what it comes to."""

from dataclasses import dataclass
from datetime import datetime

from catalog.contents import Store
from shop.cart import Cart
from shop.checkout.payment import PaymentChoice
from shop.checkout.totals import Totals
from shop.checkout.window import Fulfilment, Window
from shop.customer import Address


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Until `expires_at` the goods are held for the shopper. A yes to it is a yes to just this, and to nothing else."""

    id: str
    checkout_id: str
    seller: str
    cart: Cart
    totals: Totals
    how: Fulfilment
    address: Address | None = None
    store: Store | None = None
    window: Window | None = None
    contact: str
    payment: PaymentChoice
    needs_code: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldOutLine:
    """`left` is how many can be had of what was wanted, for the way the goods are to be got."""

    variant_id: str
    title: str
    wanted: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreOffer:
    """A store the goods could be picked up in, and what of the cart it lacks."""

    store: Store
    lacking: tuple[SoldOutLine, ...] = ()
