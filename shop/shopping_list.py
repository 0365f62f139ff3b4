"""What came of the things of a shopping list, for the words that tell it."""

from dataclasses import dataclass

from catalog.query import Query
from shop.cart import Cart, CartLine
from shop.usual.habits import Habit


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """`asked` is the thing in the shopper's own words, for lists too long to hear every title of.

    `habit` is there where it was taken because the shopper usually buys it.
    """

    line: CartLine
    quantity: int
    asked: Query
    habit: Habit | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """`sold_out` and `other_currency` are titles, `most` the most that a line holds if more was asked for, and
    `left_out` how many things were beyond what one sentence may hold."""

    added: tuple[Added, ...] = ()
    missing: tuple[Query, ...] = ()
    sold_out: tuple[str, ...] = ()
    other_currency: tuple[str, ...] = ()
    most: int | None = None
    dropped: tuple[str, ...] = ()
    left_out: int = 0
    cart: Cart | None = None

    @property
    def is_nothing(self) -> bool:
        return not (
            self.added
            or self.missing
            or self.sold_out
            or self.other_currency
            or self.most
            or self.dropped
            or self.left_out
        )
