"""Fills the demo shop's shelves again: nothing is really sold, and the next visitor wants to buy something too."""

from datetime import timedelta

from catalog.connections import Connections, connected
from shop.demo.terms import SELLER
from shop.errors import ShopUnavailable

# Long enough that what was the last one is seen to be gone.
AWAY_FOR = timedelta(minutes=30)

# As sales lock them; the order that a shelf's goods went to forgets where they came from, so that they come back once.
LOCK = """
    select from stock where (variant_id, store_id) in (
        select line.variant_id, held.store_id
        from order_line_stock held join order_lines line using (order_id, position) join orders using (order_id)
        where orders.seller = %(seller)s and placed_at < now() - %(away_for)s)
    order by variant_id, store_id for update
"""
RESTOCK = """
    with back as (
        delete from order_line_stock held using order_lines line, orders
        where line.order_id = held.order_id and line.position = held.position and orders.order_id = held.order_id
          and orders.seller = %(seller)s and orders.placed_at < now() - %(away_for)s
        returning line.variant_id, held.store_id, held.quantity)
    update stock set quantity = stock.quantity + brought.quantity
    from (select variant_id, store_id, sum(quantity)::integer as quantity from back group by 1, 2) brought
    where stock.variant_id = brought.variant_id and stock.store_id = brought.store_id
"""


async def restock(connections: Connections) -> int:
    """How many shelves were filled; none where the demo shop has made room for a retailer's own."""
    told = {"seller": SELLER, "away_for": AWAY_FOR}
    async with connected(connections, lost=ShopUnavailable) as connection:
        named = await connection.execute("select from shop_terms where seller = %s", [SELLER])
        if not named.rowcount:
            return 0
        await connection.execute(LOCK, told)
        return (await connection.execute(RESTOCK, told)).rowcount
