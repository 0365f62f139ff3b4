"""Tells with a cart what it comes to, as far as is known of where it goes."""

from dataclasses import replace
from datetime import datetime

from catalog.connections import Connection
from catalog.store_rows import read_stores
from shop import cart_rows
from shop.cart import Cart
from shop.checkout import rows, terms_rows
from shop.checkout.ledger import Choices
from shop.checkout.situation import draft_of, reckoning_of


async def cart_with_totals(connection: Connection, shopper_id: str, *, now: datetime) -> Cart:
    basket = await cart_rows.read_basket(connection, shopper_id, now=now)
    if not basket.lines:
        return basket.cart
    terms = await terms_rows.read_terms(connection, now=now, seller=None)
    buyer = await rows.read_buyer(connection, shopper_id)
    choices = await rows.read_choices(connection, shopper_id, lock=False) or Choices(checkout_id="")
    stores = {store.id: store for store in await read_stores(connection)} if choices.store_id else {}
    draft = draft_of(shopper_id, choices, buyer, terms, stores)
    return replace(basket.cart, totals=reckoning_of(draft, basket, terms).totals)
