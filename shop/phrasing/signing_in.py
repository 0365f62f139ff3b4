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
    fewer = [f"{line.quantity} {spoken_title(line.title)}" for line in cut if line.quantity]
    foreign = [spoken_title(line.title) for line in cut if not line.quantity]
    held = f" It holds {_few(fewer)}, which is as many as I can put in." if fewer else ""
    out = f" Without {_few(foreign)}: another currency needs an order apart." if foreign else ""
    return f"Your two carts are one now.{held}{out}"


def _few(names: Sequence[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    return listing([*names[:NAMED_AT_MOST], *([f"{more} more"] if more > 0 else [])])
