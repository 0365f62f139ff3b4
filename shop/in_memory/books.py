"""Everything a shop in memory knows, and transactions over it: one at a time, undone by an error."""

import asyncio
import copy
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any

from catalog.contents import PolicyText, Store
from catalog.money import Money
from catalog.product import Product, Variant
from shop.checkout.allocation import Shelf
from shop.checkout.ledger import Buyer, Choices, Held
from shop.checkout.terms import Terms
from shop.codes.codes import HashedCode, Tries
from shop.customer import Address
from shop.order import Order
from shop.price_matching.claim import Filed
from shop.returns.returns import Return


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptQuote:
    shopper_id: str
    held: Held
    taken: Mapping[Shelf, int]


@dataclass(slots=True, kw_only=True)
class KeptCode:
    hashed: HashedCode
    asked_from_minor: int = 0
    tries: Tries = field(default_factory=Tries)


@dataclass(slots=True)
class Pages:
    """What changes. `carts` hold quantities by variant in the order in which things were put in."""

    prices: dict[str, int] = field(default_factory=dict)
    shelves: dict[Shelf, int] = field(default_factory=dict)
    carts: dict[str, dict[str, int]] = field(default_factory=dict)
    cart_ids: dict[str, str] = field(default_factory=dict)
    choices: dict[str, Choices] = field(default_factory=dict)
    quotes: dict[str, KeptQuote] = field(default_factory=dict)
    placed: dict[str, Order] = field(default_factory=dict)
    orders: list[Order] = field(default_factory=list)
    taken: dict[str, Mapping[Shelf, int]] = field(default_factory=dict)
    proven: dict[tuple[str, str], datetime] = field(default_factory=dict)
    failed_proofs: list[tuple[str, datetime]] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    returns_of_turn: dict[tuple[str, str], Return] = field(default_factory=dict)
    booked: dict[str, int] = field(default_factory=dict)
    cases: dict[tuple[str, ...], Filed] = field(default_factory=dict)
    changes: set[tuple[str, str]] = field(default_factory=set)
    audit: list[Mapping[str, Any]] = field(default_factory=list)
    customers: dict[str, str] = field(default_factory=dict)


class ShopInMemory:
    """`products` and `stores` stay as they are; prices and stock are the products' own at first."""

    def __init__(
        self,
        products: Iterable[Product],
        stores: Iterable[Store],
        terms: Terms,
        policies: Iterable[PolicyText] = (),
    ) -> None:
        self.products = {variant.id: (product, variant) for product in products for variant in product.variants}
        self.stores = tuple(stores)
        self.terms = terms
        self.policies = {policy.kind: policy for policy in policies}
        self.buyers: dict[str, Buyer] = {}
        self.codes: dict[str, KeptCode] = {}
        self.pages = Pages(
            prices={id_: variant.price.amount_minor for id_, (_, variant) in self.products.items()},
            shelves={
                (id_, store_id): quantity
                for id_, (_, variant) in self.products.items()
                for store_id, quantity in variant.stock.items()
            },
        )
        self._alone = asyncio.Lock()

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[Pages]:
        async with self._alone:
            before = copy.deepcopy(self.pages)
            try:
                yield self.pages
            except BaseException:
                self.pages = before
                raise

    def available(self, variant_id: str) -> int | None:
        """In all stores together; None for what is not sold."""
        if variant_id not in self.products:
            return None
        return sum(number for (id_, _), number in self.pages.shelves.items() if id_ == variant_id)

    def sold(self, variant_id: str) -> tuple[Product, Variant]:
        return self.products[variant_id]

    @property
    def currency(self) -> str:
        """That the shop ships for, or sells in."""
        shipped = (method.currency for method in self.terms.shipping_methods)
        sold = (variant.price.currency for _, variant in self.products.values())
        return next(chain(shipped, sold), "USD")

    def price(self, variant_id: str) -> Money:
        """As it is today."""
        _, variant = self.products[variant_id]
        return Money(amount_minor=self.pages.prices[variant_id], currency=variant.price.currency)

    def customer(self, customer_id: str, *, email: str, address: Address | None, **known: Any) -> None:
        """Known from now on; `sign_in` says who that is."""
        self.buyers[customer_id] = Buyer(customer_id=customer_id, email=email, address=address, **known)

    def sign_in(self, shopper_id: str, customer_id: str) -> None:
        self.pages.customers[shopper_id] = customer_id
