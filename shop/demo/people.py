"""The demo customers as written down: who they are, what they buy again and again, and their single orders."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from shop.customer import Address, Customer
from shop.order import OrderState

FILES = ("customers.toml", "neighbors.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """Something bought on every `every_trips`-th shopping trip."""

    wanted: Mapping[str, str]
    quantity: int
    every_trips: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    wanted: Mapping[str, str]
    quantity: int
    returned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PastOrder:
    days_ago: float
    state: OrderState
    purchases: tuple[Purchase, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: str
    name: str
    email: str
    phone: str
    address: Address
    preferences: Mapping[str, Any]
    payments: tuple[str, ...]
    voice_code: str | None
    customer_for_days: int
    trip_every_days: int
    habits: tuple[Habit, ...]
    orders: tuple[PastOrder, ...]


@cache
def people() -> tuple[Person, ...]:
    return tuple(person for file in FILES for person in _people_in(file))


def lent_people() -> tuple[Person, ...]:
    """Those a visitor of the demo shop can be; the neighbors are there to have bought things."""
    lent = {person.id for person in _people_in(FILES[0])}
    return tuple(person for person in people() if person.id in lent)


def demo_customers(now: datetime) -> tuple[Customer, ...]:
    return tuple(
        Customer(
            id=person.id,
            name=person.name,
            email=person.email,
            phone=person.phone,
            address=person.address,
            preferences=person.preferences,
            created_at=now - timedelta(days=person.customer_for_days),
        )
        for person in people()
    )


def _people_in(file: str) -> tuple[Person, ...]:
    entries = tomllib.loads((Path(__file__).parent / file).read_text(encoding="utf-8"))
    return tuple(_person(name, entry) for name, entry in entries.items())


def _person(name: str, entry: Mapping[str, Any]) -> Person:
    return Person(
        id=f"c-{name}",
        name=entry["name"],
        email=f"{name.replace('-', '.')}@example.com",
        phone=entry["phone"],
        address=Address(**entry["address"], region="WA", country="US"),
        preferences=entry["preferences"],
        payments=tuple(entry.get("payments", ())),
        voice_code=entry.get("voice_code"),
        customer_for_days=entry["customer_for_days"],
        trip_every_days=entry["trip_every_days"],
        habits=tuple(_habit(habit) for habit in entry.get("habits", ())),
        orders=tuple(_past_order(order) for order in entry["orders"]),
    )


def _habit(entry: Mapping[str, Any]) -> Habit:
    wanted = dict(entry)
    return Habit(quantity=wanted.pop("quantity", 1), every_trips=wanted.pop("every_trips", 1), wanted=wanted)


def _past_order(entry: Mapping[str, Any]) -> PastOrder:
    return PastOrder(
        days_ago=entry["days_ago"],
        state=OrderState(entry["state"]),
        purchases=tuple(_purchase(purchase) for purchase in entry["bought"]),
    )


def _purchase(entry: Mapping[str, Any]) -> Purchase:
    wanted = dict(entry)
    return Purchase(quantity=wanted.pop("quantity", 1), returned=wanted.pop("returned", 0), wanted=wanted)
