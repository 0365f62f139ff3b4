"""Sets a shop up by its terms as the code has them, for shops that are not set up by a file."""

from collections.abc import Mapping, Sequence

from catalog.connections import Connection
from shop.checkout.promotions import Promotion
from shop.checkout.terms import ShippingMethod, Terms, WindowPattern
from shop.setup.sections import Row
from shop.setup.setup import write_sections

TERMS = ("shop", "shipping", "taxes", "promotions", "windows")


async def write_terms(connection: Connection, terms: Terms, *, order_prefix: str) -> None:
    """In place of everything that was set up before; promotions without a period hold until they are taken away."""
    await write_sections(connection, _rows(terms, order_prefix))


async def remove_terms(connection: Connection) -> None:
    await write_sections(connection, dict.fromkeys(TERMS, ()))


def _rows(terms: Terms, order_prefix: str) -> Mapping[str, Sequence[Row]]:
    home = {"country": terms.home.country, "region": terms.home.region}
    return {
        "shop": [{"only_row": True, "seller": terms.seller, "order_prefix": order_prefix, **home}],
        "shipping": [_method(method) for method in terms.shipping_methods],
        "taxes": [
            {
                "country": rate.country,
                "region": rate.region,
                "category": rate.category,
                "rate_basis_points": rate.rate_basis_points,
            }
            for rate in terms.tax_rates
        ],
        "promotions": [_promotion(promotion) for promotion in terms.promotions],
        "windows": [_pattern(pattern) for pattern in terms.window_patterns],
    }


def _method(method: ShippingMethod) -> Row:
    return {
        "method_id": method.id,
        "how": str(method.how),
        "name": method.name,
        "position": method.position,
        "country": method.country,
        "region": method.region,
        "price_minor": method.price_minor,
        "free_from_minor": method.free_from_minor,
        "currency": method.currency,
    }


def _promotion(promotion: Promotion) -> Row:
    return {
        "promotion_id": promotion.id,
        "name": promotion.name,
        "kind": str(promotion.kind),
        "percent": promotion.percent or None,
        "buy_quantity": promotion.buy_quantity or None,
        "get_quantity": promotion.get_quantity or None,
        "amount_minor": promotion.amount_minor or None,
        "scope": str(promotion.scope),
        "scope_values": list(promotion.scope_values),
        "minimum_minor": promotion.minimum_minor,
        "currency": promotion.currency,
        "starts_at": "-infinity",
        "ends_at": "infinity",
    }


def _pattern(pattern: WindowPattern) -> Row:
    return {
        "pattern_id": pattern.id,
        "how": str(pattern.how),
        "store_id": pattern.store_id,
        "weekday": pattern.weekday,
        "starts": pattern.starts.isoformat(),
        "ends": pattern.ends.isoformat(),
        "timezone": pattern.timezone,
        "capacity": pattern.capacity,
        "notice_minutes": pattern.notice_minutes,
    }
