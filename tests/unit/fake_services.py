"""A shop of one jacket in memory, for the actions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from actions.services import Services
from catalog.contents import PolicyText, Store
from catalog.money import Money
from catalog.product import Product, ProductCard
from catalog.query import Query
from catalog.search import Found
from catalog.understanding.lists import Item, Listed
from rerank.finding import Finding
from rerank.recommending import Recommended, Recommending, Visit, Wish
from shop.cart import Cart, CartLine
from shop.carts import Carts
from shop.checkout.window import Calendar
from shop.commerce import Commerce
from shop.errors import OutOfStock
from shop.shown import ShownList
from shop.stock import Stock, StockLevel
from shop.usual.usuals import UsualsInMemory
from tests.unit.fakes import JACKET, JACKETS, NOON
from tests.unit.personal import AlertsInMemory, HandoffsInMemory, OrdersToGreetWith, PreferencesInMemory
from tests.unit.sizes_in_memory import SizesInMemory


class PlainReader:
    """Takes every word for what is looked for."""

    def parse(self, text: str) -> Query:
        return Query(text=text)

    def listed(self, text: str) -> Listed:
        return Listed(items=(Item(text=text, query=self.parse(text)),))

    def names_goods(self, text: str) -> bool:
        return "jacket" in text

    def goods_named(self, text: str) -> str:
        return "jacket" if "jacket" in text else ""

    def knows(self, words: str) -> bool:
        return True

    def store_called(self, store: str | None) -> str:
        return store or ""

    def refine(self, current: Query, text: str, **_: Any) -> Query:
        return current


class OneJacket:
    async def products(self, product_ids: Sequence[str]) -> list[Product]:
        return [JACKETS for id_ in product_ids if id_ == JACKETS.id]

    async def cards(self, pairs: Sequence[tuple[str, str]]) -> list[ProductCard]:
        return [JACKET for pair in pairs if pair[0] == JACKET.id]

    async def departments(self) -> list[str]:
        return ["Clothing", "Grocery"]

    async def policies(self) -> list[PolicyText]:
        return []

    async def stores(self) -> list[Store]:
        return []

    async def store_names(self) -> dict[str, str]:
        return {"south": "South Store"}


class CartsInMemory:
    """As `Carts` behaves to the actions, without its database."""

    def __init__(self) -> None:
        self._held: dict[str, dict[str, int]] = {}

    async def cart_of(self, shopper_id: str) -> Cart:
        lines = tuple(_line(variant_id, number) for variant_id, number in self._held.get(shopper_id, {}).items())
        total = sum(line.line_total.amount_minor for line in lines)
        return Cart(lines=lines, total=Money(amount_minor=total, currency="USD"))

    async def add(self, shopper_id: str, variant_id: str, *, quantity: int, turn_id: str, part: int = 0) -> Cart:
        held = self._held.setdefault(shopper_id, {})
        variant = next(variant for variant in JACKETS.variants if variant.id == variant_id)
        available = sum(variant.stock.values())
        if held.get(variant_id, 0) + quantity > available:
            raise OutOfStock(variant_id=variant_id, available=available)
        held[variant_id] = held.get(variant_id, 0) + quantity
        return await self.cart_of(shopper_id)


class NothingHeld:
    """Stock of which nobody else is buying anything."""

    async def levels(self, variant_ids: Sequence[str], *, shopper_id: str | None = None) -> tuple[StockLevel, ...]:
        return ()


class PlainCalendar:
    """Of checkouts, only what day it is."""

    async def calendar(self, shopper_id: str, *, lead_days: int = 0) -> Calendar:
        return Calendar(now=NOON)


def commerce_of(carts: Carts, checkouts: Any = None, *, stock: Stock | None = None) -> Commerce:
    """What a test does not give is not asked for."""
    absent = cast("Any", None)
    orders, stock = cast("Any", OrdersToGreetWith()), stock or NothingHeld()
    checkouts = checkouts or cast("Any", PlainCalendar())
    return Commerce(carts=carts, checkouts=checkouts, orders=orders, returns=absent, price_matches=absent, stock=stock)


class CornerShop:
    """Always called the same."""

    async def name(self) -> str:
        return "the Corner Shop"


class NothingFound:
    """A search that finds nothing of whatever is asked for."""

    async def find(self, query: Query, **_: Any) -> Found:
        return Found(cards=(), scores=(), total=0)


class NothingRecommended:
    """A shop that has nothing to recommend."""

    async def recommended(self, visit: Visit, wish: Wish, **_: Any) -> Recommended:
        shown = ShownList(list_id="list-1", surface=wish.surface, model="baseline", placements=())
        return Recommended(cards=(), shown=shown)


def fake_services(*, now: datetime = NOON) -> Services:
    carts = cast("Carts", CartsInMemory())
    return Services(
        reader=PlainReader,
        products=OneJacket(),
        finding=cast("Finding", NothingFound()),
        recommending=cast("Recommending", NothingRecommended()),
        carts=carts,
        commerce=commerce_of(carts),
        seller=CornerShop(),
        sizes=SizesInMemory(),
        usuals=UsualsInMemory(now=lambda: now),
        preferences=PreferencesInMemory(),
        alerts=AlertsInMemory(),
        handoffs=HandoffsInMemory(),
        cart_page="https://shop.example/cart",
        now=lambda: now,
    )


def _line(variant_id: str, quantity: int) -> CartLine:
    variant = next(variant for variant in JACKETS.variants if variant.id == variant_id)
    return CartLine(
        line_id=variant_id,
        product_id=JACKETS.id,
        variant_id=variant_id,
        title=JACKETS.title,
        attributes=variant.attributes,
        quantity=quantity,
        unit_price=variant.price,
        line_total=variant.price.times(quantity),
        available=sum(variant.stock.values()),
    )
