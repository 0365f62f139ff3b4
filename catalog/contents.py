"""What a shop tells of itself beside its products: stores, size charts and policies."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.product import Product


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """`opening_hours` by weekday, such as `{"monday": "09:00-18:00"}`."""

    id: str
    name: str
    address: str
    city: str
    opening_hours: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeChart:
    id: str
    title: str
    rows: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyText:
    kind: str
    title: str
    spoken: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything a catalogue holds."""

    stores: tuple[Store, ...]
    size_charts: tuple[SizeChart, ...]
    policies: tuple[PolicyText, ...]
    products: tuple[Product, ...]
