"""What is told when two carts became one and not all of it fits."""

from collections.abc import Sequence

from shop.phrasing.naming import spoken_title
from shop.shoppers.cart_merging import CutLine
from shop.spoken import listing

NAMED_AT_MOST = 3


def cart_notice(cut: Sequence[CutLine]) -> str | None:
    """For the screen; nothing if everything of both carts is in the one."""
    if not cut:
        return None
    named = [f"{line.quantity} {spoken_title(line.title)}" for line in cut[:NAMED_AT_MOST]]
    more = len(cut) - len(named)
    held = listing([*named, f"{more} more"] if more else named)
    return f"Your two carts are one now. It holds {held}, which is as many as I can put in."
