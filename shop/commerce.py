"""The seam behind which a retailer's own platform may stand: what the assistant asks of whoever sells."""

from dataclasses import dataclass

from shop.carts import Carts
from shop.checkout.checkouts import Checkouts
from shop.orders.orders import Orders
from shop.price_matching.claim import PriceMatches
from shop.returns.returns import Returns
from shop.stock import Stock


@dataclass(frozen=True, slots=True, kw_only=True)
class Commerce:
    """The shop's own database by default; `tests/contracts/commerce` holds every implementation to the same."""

    carts: Carts
    checkouts: Checkouts
    orders: Orders
    returns: Returns
    price_matches: PriceMatches
    stock: Stock
