"""`Commerce` in memory, put together in one place."""

from collections.abc import Callable
from datetime import datetime

from shop.checkout.desk import CheckoutDesk
from shop.commerce import Commerce
from shop.in_memory.books import ShopInMemory
from shop.in_memory.carts import CartsInMemory
from shop.in_memory.codes import CodesInMemory
from shop.in_memory.ledger import BooksInMemory
from shop.in_memory.orders import OrdersInMemory
from shop.in_memory.price_matches import PriceMatchesInMemory
from shop.in_memory.returns import ReturnsInMemory
from shop.in_memory.stock import StockInMemory


def commerce_in_memory(shop: ShopInMemory, *, new_id: Callable[[], str], now: Callable[[], datetime]) -> Commerce:
    codes = CodesInMemory(shop, now=now)
    return Commerce(
        carts=CartsInMemory(shop, new_id=new_id, now=now),
        checkouts=CheckoutDesk(BooksInMemory(shop=shop, new_id=new_id), codes=codes, new_id=new_id, now=now),
        orders=OrdersInMemory(shop, now=now),
        returns=ReturnsInMemory(shop, new_id=new_id, now=now),
        price_matches=PriceMatchesInMemory(shop, new_id=new_id, now=now),
        stock=StockInMemory(shop, now=now),
    )
