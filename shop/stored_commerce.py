"""`Commerce` in the shop's own database, put together in one place."""

from collections.abc import Callable
from datetime import datetime

from catalog.connections import Connections
from shop.checkout.desk import CheckoutDesk
from shop.checkout.stored_ledger import ShopFacts, StoredBooks
from shop.codes.stored_codes import StoredCodes
from shop.commerce import Commerce
from shop.orders.stored_orders import StoredOrders
from shop.price_matching.stored_matches import StoredMatches
from shop.returns.stored_returns import StoredReturns
from shop.stored_carts import StoredCarts
from shop.stored_stock import StoredStock


def stored_commerce(
    connections: Connections, facts: ShopFacts, *, label_url: Callable[[str], str], now: Callable[[], datetime]
) -> Commerce:
    """`label_url` makes of a return label's token the link that a shopper opens."""
    codes = StoredCodes(connections, now=now)
    return Commerce(
        carts=StoredCarts(connections, new_id=facts.new_id, now=now),
        checkouts=CheckoutDesk(StoredBooks(connections, facts), codes=codes, new_id=facts.new_id, now=now),
        orders=StoredOrders(connections, now=now, payment_url=facts.payment_url),
        returns=StoredReturns(
            connections, new_id=facts.new_id, now=now, label_url=label_url, payment_url=facts.payment_url
        ),
        price_matches=StoredMatches(connections, new_id=facts.new_id, now=now),
        stock=StoredStock(connections, now=now),
    )
