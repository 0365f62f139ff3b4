"""Recommends products where nothing was searched for: to begin with, and beside a product or a cart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from catalog.product import ProductCard
from shop.shown import Placement, ShownList, Surface
from shop.turn import Channel

BASELINE = "baseline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Who is there, as far as that is known; `came_from` is the address of the page that led here."""

    shopper_id: str | None = None
    session_id: str | None = None
    device_id: str | None = None
    channel: str = Channel.WEB
    came_from: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """`beside` are the products that the list belongs to: the one looked at, or those in the cart."""

    surface: Surface
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recommended:
    """`is_personal`: whether anything known of the shopper had a say."""

    cards: tuple[ProductCard, ...]
    shown: ShownList
    is_personal: bool = False


class Featured(Protocol):
    async def featured(self, *, department: str | None = None, limit: int = 12) -> Sequence[ProductCard]: ...


class Recommending:
    def __init__(self, featured: Featured, *, new_id: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._featured = featured
        self._new_id = new_id
        self._now = now

    async def recommended(self, visit: Visit, wish: Wish, *, limit: int) -> Recommended:  # noqa: ARG002 - as pages ask
        cards = tuple(card for card in await self._featured.featured(limit=limit) if card.id not in wish.beside)
        placements = tuple(
            Placement(
                product_id=card.id, variant_id=card.variant_id, position=position, relevance=0.0, score=1.0 / position
            )
            for position, card in enumerate(cards, start=1)
        )
        shown = ShownList(list_id=self._new_id(), surface=wish.surface, model=BASELINE, placements=placements)
        return Recommended(cards=cards, shown=shown)
