"""What agents can do here: the shop's own use cases as tools. None of them ever places an order."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from catalog.product import Product, ProductCard
from catalog.query import Query, Sort
from catalog.search import Found
from catalog.stages import Stopwatch
from rerank.events.of_turn import CallTold
from shop.cart import Cart, CartLine
from shop.carts import Carts
from shop.orders.errors import OrderUnknown
from shop.orders.orders import Orders
from shop.preferences.of_turn import OfTurn, answering
from shop.preferences.stored_preferences import KeptPreferences
from shop.turn import Channel
from webhooks.mcp import arguments, results
from webhooks.mcp.calls import Agent, Calls, Owner
from webhooks.mcp.errors import AccountNeeded, NoSuchThing, NothingToOrder
from webhooks.web.continuing import LIVES, Continuing


class Reader(Protocol):
    def parse(self, text: str) -> Query: ...


class Finder(Protocol):
    async def find(self, query: Query, *, limit: int, stopwatch: Stopwatch) -> Found: ...


class Products(Protocol):
    async def products(self, product_ids: Sequence[str]) -> list[Product]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """What the tools stand on; `reader` is a callable because the reader is replaced with the catalogue.

    `called` hears of each call that may have changed something: what it did is told as a turn's is.
    """

    reader: Callable[[], Reader]
    finder: Finder
    products: Products
    carts: Carts
    orders: Orders
    preferences: KeptPreferences
    continuing: Continuing
    calls: Calls
    called: Callable[[CallTold], None]
    new_id: Callable[[], str]
    now: Callable[[], datetime]


class Tools:
    """One method for each tool; raises ToolRefused, or an error of the shop's, which is told in words."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    async def search_catalog(self, agent: Agent, asked: arguments.SearchCatalog) -> results.SearchResult:
        """Find products: plain words are understood as in conversation, and the bounds given beside them hold."""
        query = _bounded(self._shop.reader().parse(asked.query), asked)
        most = asked.offset + asked.limit
        with self._tastes_of(agent):
            found = await self._shop.finder.find(query, limit=most + 1, stopwatch=Stopwatch())
        page: Sequence[ProductCard] = found.cards[asked.offset : most]
        is_last = len(found.cards) <= most or most > arguments.LAST_OFFSET
        told = [results.FoundProduct.of(card) for card in page]
        return results.SearchResult(products=told, next_offset=None if is_last else most)

    async def get_product(self, _: Agent, asked: arguments.GetProduct) -> results.ProductResult:
        """All about one product: its description, and every variant with price and stock as they are now."""
        for product in await self._shop.products.products([asked.product_id]):
            return results.ProductResult.of(product)
        raise NoSuchThing(what="product")

    async def get_cart(self, agent: Agent, asked: arguments.GetCart) -> results.CartResult:
        """What is in the cart, at today's prices."""
        owner = await self._owner(agent, asked.guest_cart)
        cart = await self._shop.carts.cart_of(owner.shopper_id)
        return results.CartResult.of(cart, guest_cart=asked.guest_cart and owner.guest_cart)

    async def add_to_cart(self, agent: Agent, asked: arguments.AddToCart) -> results.CartResult:
        """Put something into the cart, and nothing at all where there is too little of it."""
        owner = await self._owner(agent, asked.guest_cart)
        call = f"{asked.variant_id} {asked.quantity}"
        turn_id = await self._shop.calls.turn_of(owner.shopper_id, key=asked.idempotency_key, call=call)
        with self._telling(owner, turn_id):
            cart = await self._shop.carts.add(
                owner.shopper_id, asked.variant_id, quantity=asked.quantity, turn_id=turn_id
            )
        return results.CartResult.of(cart, guest_cart=owner.guest_cart)

    async def update_cart_line(self, agent: Agent, asked: arguments.UpdateCartLine) -> results.CartResult:
        """Change how many of a thing are in the cart."""
        owner = await self._owner(agent, asked.guest_cart)
        line = _line_in(await self._shop.carts.cart_of(owner.shopper_id), asked.line_id)
        if line is None:
            raise NoSuchThing(what="line in the cart")
        cart = await self._set(owner, line, asked.quantity)
        return results.CartResult.of(cart, guest_cart=owner.guest_cart)

    async def remove_from_cart(self, agent: Agent, asked: arguments.RemoveFromCart) -> results.CartResult:
        """Take a line out of the cart; one that is out already stays out."""
        owner = await self._owner(agent, asked.guest_cart)
        cart = await self._shop.carts.cart_of(owner.shopper_id)
        line = _line_in(cart, asked.line_id)
        left = await self._set(owner, line, 0) if line else cart
        return results.CartResult.of(left, guest_cart=owner.guest_cart)

    async def get_orders(self, agent: Agent, asked: arguments.GetOrders) -> results.OrdersResult:
        """The customer's orders, newest first."""
        orders = await self._shop.orders.of_shopper(_customer(agent), limit=asked.limit)
        return results.OrdersResult.newest(orders[: asked.limit])

    async def get_order(self, agent: Agent, asked: arguments.GetOrder) -> results.OrderResult:
        """One of the customer's own orders; anybody else's is as unknown as one that never was."""
        shopper_id = _customer(agent)
        try:
            return results.OrderResult.of(await self._shop.orders.numbered(asked.number, shopper_id=shopper_id))
        except OrderUnknown as exc:
            raise NoSuchThing(what="order") from exc

    async def checkout_link(self, agent: Agent, asked: arguments.CheckoutLink) -> results.LinkResult:
        """A link for the shopper to finish the order in the browser: the only way from here to an order."""
        owner = await self._owner(agent, asked.guest_cart)
        if not (await self._shop.carts.cart_of(owner.shopper_id)).lines:
            raise NothingToOrder
        url = await self._shop.continuing.link_for(owner.shopper_id)
        minutes = None if agent.is_customer else int(LIVES.total_seconds() // 60)
        return results.LinkResult(url=url, good_for_minutes=minutes, sign_in_needed=agent.is_customer)

    async def _owner(self, agent: Agent, guest_cart: str | None) -> Owner:
        if agent.customer_shopper_id is not None:
            return Owner(shopper_id=agent.customer_shopper_id)
        return await self._shop.calls.guest(guest_cart) if guest_cart else self._shop.calls.new_guest()

    async def _set(self, owner: Owner, line: CartLine, quantity: int) -> Cart:
        turn_id = f"agent-{self._shop.new_id()}"
        with self._telling(owner, turn_id):
            return await self._shop.carts.set_quantity(
                owner.shopper_id, line.variant_id, quantity=quantity, turn_id=turn_id
            )

    @contextmanager
    def _telling(self, owner: Owner, turn_id: str) -> Iterator[None]:
        """Also where the shop was lost: the change may have been made before. What it is, the database tells."""
        try:
            yield
        finally:
            at = self._shop.now()
            self._shop.called(CallTold(turn_id=turn_id, channel=Channel.AGENT, shopper_id=owner.shopper_id, at=at))

    def _tastes_of(self, agent: Agent) -> AbstractContextManager[OfTurn | None]:
        """What a customer avoids is left out for their agent, too."""
        if agent.customer_shopper_id is None:
            return nullcontext()
        return answering(OfTurn(self._shop.preferences, agent.customer_shopper_id))


def _customer(agent: Agent) -> str:
    if agent.customer_shopper_id is None:
        raise AccountNeeded
    return agent.customer_shopper_id


def _line_in(cart: Cart, line_id: str) -> CartLine | None:
    return next((line for line in cart.lines if line.line_id == line_id), None)


def _bounded(query: Query, asked: arguments.SearchCatalog) -> Query:
    """What is given as an argument counts before what the words say."""
    given = asked.model_dump(exclude={"query", "limit", "offset"}, exclude_defaults=True)
    if asked.max_price_minor is not None or asked.min_price_minor is not None:
        given["currency"] = None
    if asked.sort is not None:
        given["sort"] = Sort(asked.sort)
    return replace(query, **given)
