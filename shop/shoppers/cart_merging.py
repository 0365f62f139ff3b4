"""Pours an anonymous shopper's cart into the customer's: quantities add up, as far as a line and the stock allow."""

from collections.abc import Callable
from dataclasses import dataclass

from catalog.connections import Connection
from shop.audit import note
from shop.cart_rows import open_cart, write_quantity
from shop.carts import MOST_PER_LINE

OTHER = "select cart_id from carts where shopper_id = %s and state = 'open' for update"
LINES = """
    select mine.variant_id, product.title, mine.quantity, coalesce(theirs.quantity, 0), variant.available,
           variant.currency <> coalesce((
               select min(other.currency) from cart_lines beside join variants other using (variant_id)
               where beside.cart_id = %(to_cart)s), variant.currency)
    from cart_lines mine
    join variants variant on variant.variant_id = mine.variant_id
    join products product on product.product_id = variant.product_id
    left join cart_lines theirs on theirs.variant_id = mine.variant_id and theirs.cart_id = %(to_cart)s
    where mine.cart_id = %(from_cart)s
    order by mine.added_at, mine.line_id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutLine:
    """Two carts held more of one thing than the cart may now hold: none, where it is sold in another currency."""

    title: str
    quantity: int


async def merge_carts(
    connection: Connection, *, from_id: str, to_id: str, new_id: Callable[[], str]
) -> tuple[CutLine, ...]:
    """What is poured out is kept as an abandoned cart: what its turns changed stays known as done."""
    row = await (await connection.execute(OTHER, [from_id])).fetchone()
    if row is None:
        return ()
    from_cart, to_cart = row[0], await open_cart(connection, to_id, new_cart_id=new_id())
    cut = []
    found = await connection.execute(LINES, {"from_cart": from_cart, "to_cart": to_cart})
    for variant_id, title, mine, theirs, available, is_foreign in await found.fetchall():
        if is_foreign:
            cut.append(CutLine(title=title, quantity=0))
            continue
        quantity = together(mine, theirs, available=available)
        await write_quantity(connection, to_cart, variant_id, quantity=quantity, line_id=new_id())
        await note(
            connection,
            shopper_id=to_id,
            turn_id=new_id(),
            what="cart.brought_along",
            subject=variant_id,
            details={"quantity": quantity, "from": from_id},
        )
        if quantity < mine + theirs:
            cut.append(CutLine(title=title, quantity=quantity))
    await connection.execute("delete from cart_lines where cart_id = %s", [from_cart])
    await connection.execute("update carts set state = 'abandoned', updated_at = now() where cart_id = %s", [from_cart])
    return tuple(cut)


def together(mine: int, theirs: int, *, available: int) -> int:
    """No more than there is, but never fewer than one of the carts held already: stock may have gone since."""
    return min(mine + theirs, max(available, mine, theirs), MOST_PER_LINE)
