"""Carts in memory."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

from catalog.money import Money
from shop.cart import Cart, CartLine
from shop.carts import require_room, what_goes_first
from shop.checkout.goods import GoodsLine
from shop.checkout.ledger import Basket, Choices
from shop.checkout.situation import draft_of, reckoning_of
from shop.errors import NotInCart, OutOfStock
from shop.in_memory.books import Pages, ShopInMemory
from shop.in_memory.price_matches import matched_prices


class CartsInMemory:
    """`Carts` over a shop in memory."""

    def __init__(self, shop: ShopInMemory, *, new_id: Callable[[], str], now: Callable[[], datetime]) -> None:
        self._shop = shop
        self._new_id = new_id
        self._now = now

    async def cart_of(self, shopper_id: str) -> Cart:
        basket = basket_of(self._shop, shopper_id, now=self._now())
        if not basket.lines:
            return basket.cart
        pages, terms = self._shop.pages, self._shop.terms
        buyer = self._shop.buyers.get(pages.customers.get(shopper_id, ""))
        choices = pages.choices.get(shopper_id) or Choices(checkout_id="")
        stores = {store.id: store for store in self._shop.stores}
        draft = draft_of(shopper_id, choices, buyer, terms, stores)
        return replace(basket.cart, totals=reckoning_of(draft, basket, terms).totals)

    async def add(self, shopper_id: str, variant_id: str, *, quantity: int, turn_id: str, part: int = 0) -> Cart:
        key = f"add {variant_id} {part}" if part else f"add {variant_id}"
        async with self._change(shopper_id, turn_id=turn_id, key=key) as held:
            if held is not None:
                self._set(held, variant_id, held.get(variant_id, 0) + quantity)
                self._note(shopper_id, turn_id, "added", variant_id)
        return await self.cart_of(shopper_id)

    async def set_quantity(self, shopper_id: str, variant_id: str, *, quantity: int, turn_id: str) -> Cart:
        async with self._change(shopper_id, turn_id=turn_id, key=f"set {variant_id}") as held:
            if held is not None:
                if variant_id not in held:
                    raise NotInCart
                self._set(held, variant_id, quantity)
                self._note(shopper_id, turn_id, "set", variant_id)
        return await self.cart_of(shopper_id)

    async def swap(self, shopper_id: str, variant_id: str, other_id: str, *, turn_id: str) -> Cart:
        async with self._change(shopper_id, turn_id=turn_id, key=f"swap {variant_id}") as held:
            if held is not None:
                if variant_id not in held:
                    raise NotInCart
                quantity = held.pop(variant_id)
                self._set(held, other_id, held.get(other_id, 0) + quantity)
                self._note(shopper_id, turn_id, "swapped", variant_id)
        return await self.cart_of(shopper_id)

    async def set_all(self, shopper_id: str, quantities: Mapping[str, int], *, turn_id: str) -> Cart:
        async with self._change(shopper_id, turn_id=turn_id, key="set all") as held:
            if held is not None:
                for variant_id, quantity in what_goes_first(quantities):
                    self._set(held, variant_id, quantity)
                    self._note(shopper_id, turn_id, "set", variant_id)
        return await self.cart_of(shopper_id)

    async def clear(self, shopper_id: str, *, turn_id: str) -> Cart:
        async with self._change(shopper_id, turn_id=turn_id, key="clear") as held:
            if held is not None:
                held.clear()
                self._note(shopper_id, turn_id, "cleared", self._shop.pages.cart_ids[shopper_id])
        return await self.cart_of(shopper_id)

    @asynccontextmanager
    async def _change(self, shopper_id: str, *, turn_id: str, key: str) -> AsyncIterator[dict[str, int] | None]:
        """The quantities to change, or None where this turn has changed them before."""
        async with self._shop.writing() as pages:
            _open_cart(pages, shopper_id, self._new_id)
            if (turn_id, key) in pages.changes:
                yield None
                return
            pages.changes.add((turn_id, key))
            yield pages.carts[shopper_id]

    def _note(self, shopper_id: str, turn_id: str, what: str, subject: str) -> None:
        noted = {"shopper_id": shopper_id, "turn_id": turn_id, "what": f"cart.{what}", "subject": subject}
        self._shop.pages.audit.append(noted)

    def _set(self, held: dict[str, int], variant_id: str, quantity: int) -> None:
        available = self._shop.available(variant_id)
        if available is None:
            raise OutOfStock(variant_id=variant_id, available=0)
        beside = min((self._currency(id_) for id_ in held if id_ != variant_id), default=None)
        currency = self._currency(variant_id)
        require_room(variant_id, quantity, available=available, currency=currency, cart_currency=beside)
        if quantity:
            held[variant_id] = quantity
        else:
            held.pop(variant_id, None)

    def _currency(self, variant_id: str) -> str:
        return self._shop.sold(variant_id)[1].price.currency


def basket_of(shop: ShopInMemory, shopper_id: str, *, now: datetime) -> Basket:
    held = shop.pages.carts.get(shopper_id, {})
    matched = matched_prices(shop, shopper_id, now=now)
    lines = tuple(_line(shop, variant_id, quantity) for variant_id, quantity in held.items())
    return Basket(
        cart_id=shop.pages.cart_ids.get(shopper_id) if lines else None,
        cart=Cart.of(lines, currency=shop.currency),
        lines=tuple(
            _goods(shop, variant_id, quantity, matched.get(variant_id)) for variant_id, quantity in held.items()
        ),
    )


def _open_cart(pages: Pages, shopper_id: str, new_id: Callable[[], str]) -> None:
    if shopper_id not in pages.carts:
        pages.carts[shopper_id] = {}
        pages.cart_ids[shopper_id] = new_id()


def _line(shop: ShopInMemory, variant_id: str, quantity: int) -> CartLine:
    product, variant = shop.sold(variant_id)
    price = shop.price(variant_id)
    return CartLine(
        line_id=f"{variant_id}-line",
        product_id=product.id,
        variant_id=variant_id,
        title=product.title,
        attributes=variant.attributes,
        quantity=quantity,
        unit_price=price,
        line_total=price.times(quantity),
        available=shop.available(variant_id) or 0,
        image_url=variant.image_url or product.image_url,
    )


def _goods(shop: ShopInMemory, variant_id: str, quantity: int, matched: Money | None) -> GoodsLine:
    product, _ = shop.sold(variant_id)
    return GoodsLine(
        variant_id=variant_id,
        product_id=product.id,
        brand=product.brand,
        category=product.category,
        quantity=quantity,
        unit_price_minor=shop.pages.prices[variant_id],
        matched_price_minor=matched.amount_minor if matched else None,
        delivery_days=product.delivery_days,
    )
