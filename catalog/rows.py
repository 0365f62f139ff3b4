"""How products and cards are read from rows: one place for the order of their columns."""

from collections.abc import Sequence
from typing import Any

from catalog.money import Money
from catalog.product import Product, ProductCard, UnitPrice, Variant

PRODUCT_COLUMNS = """
    p.product_id, p.title, p.brand, p.category, p.description, p.attributes, p.rating, p.rating_count, p.popularity,
    p.delivery_days, p.image_url, p.url, p.size_chart_id, p.extracted"""
VARIANT_COLUMNS = """
    v.variant_id, v.product_id, v.attributes, v.price_minor, v.currency, v.unit_price_minor, v.unit, v.image_url,
    v.extracted"""
# What is worn comes in a size the shopper chooses: a card does not pretend that one has been chosen.
CARD_COLUMNS = """
    p.product_id, v.variant_id, p.title, p.brand, p.category[cardinality(p.category)],
    case when p.size_chart_id is null then v.attributes else v.attributes - 'size' end,
    v.price_minor, v.currency, v.available > 0, p.rating, coalesce(v.image_url, p.image_url), p.url"""

Row = Sequence[Any]


def product_from(row: Row, variants: Sequence[Variant]) -> Product:
    return Product(
        id=row[0],
        title=row[1],
        brand=row[2],
        category=tuple(row[3]),
        description=row[4],
        attributes=row[5],
        variants=tuple(variants),
        rating=_rating(row[6]),
        rating_count=row[7],
        popularity=row[8],
        delivery_days=row[9],
        image_url=row[10],
        url=row[11],
        size_chart_id=row[12],
        extracted=row[13],
    )


def variant_from(row: Row, stock: dict[str, int]) -> Variant:
    price = Money(amount_minor=row[3], currency=row[4])
    per_unit = None if row[5] is None else UnitPrice(price=Money(amount_minor=row[5], currency=row[4]), unit=row[6])
    return Variant(
        id=row[0],
        product_id=row[1],
        attributes=row[2],
        price=price,
        unit_price=per_unit,
        stock=stock,
        image_url=row[7],
        extracted=row[8],
    )


def card_from(row: Row) -> ProductCard:
    return ProductCard(
        id=row[0],
        variant_id=row[1],
        title=row[2],
        brand=row[3],
        category=row[4],
        attributes=row[5],
        price=Money(amount_minor=row[6], currency=row[7]),
        in_stock=row[8],
        rating=_rating(row[9]),
        image_url=row[10],
        url=row[11],
    )


def _rating(stored: float | None) -> float | None:
    """Stored in four bytes, which know 4.4 only as 4.400000095."""
    return None if stored is None else round(stored, 2)
