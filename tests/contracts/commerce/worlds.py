"""The same small shop in memory and in Postgres, and what a test may do to it behind the shoppers' backs."""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from psycopg.types.json import Jsonb

from catalog.connections import Connections
from catalog.contents import Contents, PolicyText
from catalog.writing import CatalogWriter
from shop.carts import Carts
from shop.checkout.checkouts import Checkouts
from shop.checkout.payment import StoredPayment
from shop.checkout.stored_ledger import ShopFacts
from shop.checkout.terms import Terms
from shop.codes.codes import CodeKeeping
from shop.codes.stored_codes import StoredCodes
from shop.commerce import Commerce
from shop.customer import Address
from shop.in_memory.books import ShopInMemory
from shop.in_memory.codes import CodesInMemory
from shop.in_memory.commerce import commerce_in_memory
from shop.order import OrderState, Shipment
from shop.orders.orders import Orders
from shop.price_matching.claim import PriceMatches
from shop.returns.returns import Returns
from shop.setup.terms import write_terms
from shop.stock import Stock
from shop.stored_commerce import stored_commerce
from tests.contracts.commerce.goods import HOME, POLICIES, PRODUCTS, STORES, TERMS

# A Monday morning, in summer where the shop is.
MONDAY = datetime(2026, 7, 6, 15, 0, tzinfo=UTC)


@dataclass
class Clock:
    time: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.time

    def wait(self, **span: float) -> None:
        self.time += timedelta(**span)


class World(Protocol):
    carts: Carts
    checkouts: Checkouts
    codes: CodeKeeping
    stock: Stock
    orders: Orders
    returns: Returns
    price_matches: PriceMatches
    clock: Clock

    async def deliver(self, order_id: str) -> None: ...
    async def pack(self, order_id: str) -> None: ...
    async def booked(self) -> int: ...
    async def sign_in(self, shopper_id: str, *, address: Address | None = HOME, payments: int = 0) -> str: ...
    async def price(self, variant_id: str, minor: int) -> None: ...
    async def put(self, variant_id: str, **stock: int) -> None: ...
    async def sell_by(self, terms: Terms) -> None: ...
    async def promise(self, *policies: PolicyText) -> None: ...
    async def shelves(self, variant_id: str) -> Mapping[str, int]: ...
    async def noted(self) -> list[str]: ...


class Selling:
    """Every protocol of a `Commerce`, each at hand by its name."""

    def __init__(self, commerce: Commerce, *, codes: CodeKeeping, clock: Clock) -> None:
        self.carts = commerce.carts
        self.checkouts = commerce.checkouts
        self.orders = commerce.orders
        self.returns = commerce.returns
        self.price_matches = commerce.price_matches
        self.stock = commerce.stock
        self.codes = codes
        self.clock = clock


class InMemory(Selling):
    def __init__(self) -> None:
        ids, clock = itertools.count(), Clock()
        self.shop = ShopInMemory(PRODUCTS, STORES, TERMS, POLICIES)
        commerce = commerce_in_memory(self.shop, new_id=lambda: f"id-{next(ids)}", now=clock)
        super().__init__(commerce, codes=CodesInMemory(self.shop, now=clock), clock=clock)

    async def deliver(self, order_id: str) -> None:
        await self._in_state(order_id, OrderState.DELIVERED)

    async def pack(self, order_id: str) -> None:
        await self._in_state(order_id, OrderState.PACKED)

    async def booked(self) -> int:
        return sum(self.shop.pages.booked.values())

    async def _in_state(self, order_id: str, state: OrderState) -> None:
        orders = self.shop.pages.orders
        place = next(place for place, order in enumerate(orders) if order.id == order_id)
        arrived = self.clock() if state is OrderState.DELIVERED else None
        shipment = Shipment(
            id="s",
            carrier="Swallow Post",
            tracking_number="SW1",
            shipped_at=self.clock(),
            expected_at=self.clock(),
            delivered_at=arrived,
        )
        orders[place] = replace(orders[place], state=state, shipments=(shipment,) if arrived else ())

    async def sign_in(self, shopper_id: str, *, address: Address | None = HOME, payments: int = 0) -> str:
        customer_id = f"c-{shopper_id}"
        stored = tuple(
            StoredPayment(id=f"{customer_id}-{number}", label=f"Visa ending in 424{number}")
            for number in range(payments)
        )
        self.shop.customer(customer_id, email=f"{shopper_id}@example.com", address=address, stored_payments=stored)
        self.shop.sign_in(shopper_id, customer_id)
        return customer_id

    async def price(self, variant_id: str, minor: int) -> None:
        self.shop.pages.prices[variant_id] = minor

    async def put(self, variant_id: str, **stock: int) -> None:
        self.shop.pages.shelves |= {(variant_id, store): number for store, number in stock.items()}

    async def sell_by(self, terms: Terms) -> None:
        self.shop.terms = terms

    async def promise(self, *policies: PolicyText) -> None:
        self.shop.policies = {policy.kind: policy for policy in policies}

    async def shelves(self, variant_id: str) -> Mapping[str, int]:
        return {store: number for (id_, store), number in self.shop.pages.shelves.items() if id_ == variant_id}

    async def noted(self) -> list[str]:
        return [str(each["what"]) for each in self.shop.pages.audit]


class InPostgres(Selling):
    def __init__(self, connections: Connections) -> None:
        ids, clock = itertools.count(), Clock()
        self.connections = connections
        facts = ShopFacts(
            new_id=lambda: f"id-{next(ids)}",
            new_token=lambda: f"token-{next(ids)}".rjust(32, "t"),
            payment_url=lambda token: f"/pay/{token}",
        )
        commerce = stored_commerce(connections, facts, label_url=lambda token: f"/labels/{token}", now=clock)
        super().__init__(commerce, codes=StoredCodes(connections, now=clock), clock=clock)

    async def open(self) -> None:
        await CatalogWriter(self.connections).write(
            Contents(stores=STORES, size_charts=(), policies=POLICIES, products=PRODUCTS)
        )
        await self.sell_by(TERMS)

    async def sign_in(self, shopper_id: str, *, address: Address | None = HOME, payments: int = 0) -> str:
        customer_id = f"c-{shopper_id}"
        async with self.connections.connection() as connection:
            plain = Jsonb({name: getattr(address, name) for name in address.__slots__}) if address else Jsonb(None)
            await connection.execute(
                "insert into customers (customer_id, name, email, address) values (%s, 'A', %s, %s)",
                [customer_id, f"{shopper_id}@example.com", plain],
            )
            await connection.execute(
                "insert into shoppers (shopper_id, customer_id) values (%s, %s)"
                " on conflict (shopper_id) do update set customer_id = excluded.customer_id",
                [shopper_id, customer_id],
            )
            for number in range(payments):
                await connection.execute(
                    "insert into stored_payments values (%s, %s, %s, 'ref', %s)",
                    [f"{customer_id}-{number}", customer_id, f"Visa ending in 424{number}", number],
                )
        return customer_id

    async def deliver(self, order_id: str) -> None:
        await self._execute("update orders set state = 'delivered' where order_id = %s", order_id)
        now = self.clock()
        await self._execute(
            "insert into shipments values ('s', %s, 'Swallow Post', 'SW1', %s, %s, %s)", order_id, now, now, now
        )

    async def pack(self, order_id: str) -> None:
        await self._execute("update orders set state = 'packed' where order_id = %s", order_id)

    async def booked(self) -> int:
        return int((await self._execute("select coalesce(sum(booked), 0) from windows"))[0][0])

    async def price(self, variant_id: str, minor: int) -> None:
        await self._execute("update variants set price_minor = %s where variant_id = %s", minor, variant_id)

    async def put(self, variant_id: str, **stock: int) -> None:
        for store, number in stock.items():
            await self._execute(
                "update stock set quantity = %s where variant_id = %s and store_id = %s", number, variant_id, store
            )

    async def sell_by(self, terms: Terms) -> None:
        async with self.connections.connection() as connection:
            await write_terms(connection, terms, order_prefix="AS")

    async def promise(self, *policies: PolicyText) -> None:
        await self._execute("delete from policies")
        await CatalogWriter(self.connections).write(Contents(stores=(), size_charts=(), policies=policies, products=()))

    async def shelves(self, variant_id: str) -> Mapping[str, int]:
        rows = await self._execute("select store_id, quantity from stock where variant_id = %s", variant_id)
        return dict(rows)

    async def noted(self) -> list[str]:
        return [what for (what,) in await self._execute("select what from audit order by audit_no")]

    async def _execute(self, statement: str, *values: object) -> list[tuple]:
        async with self.connections.connection() as connection:
            done = await connection.execute(statement, list(values))
            return await done.fetchall() if done.description else []


def without_windows(terms: Terms = TERMS) -> Terms:
    return replace(terms, window_patterns=())
