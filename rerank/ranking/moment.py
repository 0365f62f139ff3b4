"""What products are ordered for: who is there, when, where, and what was asked."""

from dataclasses import dataclass
from datetime import datetime

from catalog.query import Query
from shop.shown import Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """`beside` are the products that the list belongs to: the one looked at, or those in the cart.

    Who is not known by a shopper may be by `device_id`. `unit` is who an experiment counts as one: the person where
    known, else the session. What is searched for to be bought, and not to choose from, `explores` nothing.
    Candidates that are `in_order` stay in it where nothing is learned.
    """

    shopper_id: str | None
    unit: str
    at: datetime
    surface: Surface
    channel: str
    query: Query | None = None
    beside: tuple[str, ...] = ()
    session: str | None = None
    explores: bool = True
    device_id: str | None = None
    in_order: bool = False
