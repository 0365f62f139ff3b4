"""Reads what a retailer has set up for selling, in one statement; `shop.setup` writes it."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from catalog.connections import Connection
from shop.checkout.promotions import Promotion, PromotionKind, Scope
from shop.checkout.terms import Place, ShippingMethod, TaxRate, Terms, WindowPattern
from shop.checkout.window import Fulfilment

# What a shop is called that was never given a name.
NAMELESS = "this shop"

READ = """
    select
        (select to_jsonb(t) from shop_terms t) as shop,
        (select coalesce(jsonb_agg(to_jsonb(p) order by promotion_id), '[]') from promotions p
         where starts_at <= %(now)s and %(now)s < ends_at),
        (select coalesce(jsonb_agg(to_jsonb(r)), '[]') from tax_rates r),
        (select coalesce(jsonb_agg(to_jsonb(m) order by position, method_id), '[]') from shipping_methods m),
        (select coalesce(jsonb_agg(to_jsonb(w) order by pattern_id), '[]') from window_patterns w),
        (select coalesce(jsonb_agg(jsonb_build_array(store_id, country, region)), '[]')
         from stores where country is not null)
"""


async def read_terms(connection: Connection, *, now: datetime, seller: str | None) -> Terms:
    """`seller` is the operator's word, which comes before what stands in the tables."""
    row = await (await connection.execute(READ, {"now": now})).fetchone()
    if row is None:
        raise AssertionError("a select without a table always returns a row")
    shop, promotions, rates, methods, patterns, places = row
    return Terms(
        seller=seller or (shop["seller"] if shop else NAMELESS),
        home=Place(country=shop["country"], region=shop["region"]) if shop else Place(country="", region=""),
        store_places={store: Place(country=country, region=region) for store, country, region in places},
        promotions=tuple(map(_promotion, promotions)),
        tax_rates=tuple(map(_tax_rate, rates)),
        shipping_methods=tuple(map(_shipping_method, methods)),
        window_patterns=tuple(map(_window_pattern, patterns)),
    )


async def read_seller(connection: Connection) -> str | None:
    row = await (await connection.execute("select seller from shop_terms")).fetchone()
    return str(row[0]) if row else None


def _promotion(plain: Mapping[str, Any]) -> Promotion:
    return Promotion(
        id=plain["promotion_id"],
        name=plain["name"],
        kind=PromotionKind(plain["kind"]),
        percent=plain["percent"] or 0,
        buy_quantity=plain["buy_quantity"] or 0,
        get_quantity=plain["get_quantity"] or 0,
        amount_minor=plain["amount_minor"] or 0,
        scope=Scope(plain["scope"]),
        scope_values=tuple(plain["scope_values"]),
        minimum_minor=plain["minimum_minor"],
        currency=plain["currency"],
    )


def _tax_rate(plain: Mapping[str, Any]) -> TaxRate:
    return TaxRate(
        country=plain["country"],
        region=plain["region"],
        category=plain["category"],
        rate_basis_points=plain["rate_basis_points"],
    )


def _shipping_method(plain: Mapping[str, Any]) -> ShippingMethod:
    return ShippingMethod(
        id=plain["method_id"],
        how=Fulfilment(plain["how"]),
        name=plain["name"],
        price_minor=plain["price_minor"],
        free_from_minor=plain["free_from_minor"],
        country=plain["country"],
        region=plain["region"],
        currency=plain["currency"],
        position=plain["position"],
    )


def _window_pattern(plain: Mapping[str, Any]) -> WindowPattern:
    return WindowPattern(
        id=plain["pattern_id"],
        how=Fulfilment(plain["how"]),
        weekday=plain["weekday"],
        starts=time.fromisoformat(plain["starts"]),
        ends=time.fromisoformat(plain["ends"]),
        timezone=plain["timezone"],
        capacity=plain["capacity"],
        notice_minutes=plain["notice_minutes"],
        store_id=plain["store_id"],
    )
