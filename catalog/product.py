"""A product, its variants, and the card a shopper is shown of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPrice:
    """The price of one unit of measure, such as 100 g, so that packs can be compared."""

    price: Money
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What is really bought: one colour, size or pack of a product, with its own price and stock per store.

    Without a picture of its own it is shown in the product's. `extracted` is as in `Product`.
    """

    id: str
    product_id: str
    attributes: Mapping[str, str]
    price: Money
    unit_price: UnitPrice | None = None
    stock: Mapping[str, int] = field(default_factory=dict)
    image_url: str | None = None
    extracted: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One thing that is sold, in one or several variants; its category is a path of one to three levels.

    `extracted` names the attributes, `brand` among them, that were read from texts, each with how sure that reading
    is (0 to 1); all others came with the feed.
    """

    id: str
    title: str
    brand: str
    category: tuple[str, ...]
    description: str
    attributes: Mapping[str, str]
    variants: tuple[Variant, ...]
    rating: float | None
    rating_count: int
    popularity: float
    delivery_days: int
    image_url: str
    url: str
    size_chart_id: str | None = None
    extracted: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductCard:
    """A product as shown: the facts of the variant that fits the request, read from the database."""

    id: str
    variant_id: str
    title: str
    brand: str
    category: str
    attributes: Mapping[str, str]
    price: Money
    in_stock: bool
    rating: float | None
    image_url: str
    url: str
    why: str | None = None
