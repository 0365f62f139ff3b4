"""What a shop file sets: its sections as the rows they are kept in."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from assistant.shop_file.checking import HELP_DESK
from assistant.shop_file.document import Document, PolicySection, PromotionSection, ShippingSection, WindowSection
from catalog.understanding.currencies import minor_units_in
from shop.checkout.promotions import Scope
from shop.setup.sections import Row


def rows_of(document: Document) -> dict[str, Sequence[Row]]:
    """Of a document without problems; the sections that it has."""
    given: Mapping[str, tuple[Any, Callable[[Document], Sequence[Row]]]] = {
        "shop": (document.shop, _shop),
        "stores": (document.stores, _stores),
        "policies": (document.policies, _policies),
        HELP_DESK: (document.help_desk, _help_desk),
        "shipping": (document.shipping, _shipping),
        "taxes": (document.taxes, _taxes),
        "promotions": (document.promotions, _promotions),
        "windows": (document.windows, _windows),
    }
    return {name: rows(document) for name, (section, rows) in given.items() if section is not None}


def _shop(document: Document) -> list[Row]:
    shop = document.shop
    if shop is None:
        return []
    kept = {"country": shop.country, "region": shop.region, "order_prefix": shop.order_prefix}
    return [{"only_row": True, "seller": shop.name, **kept}]


def _stores(document: Document) -> list[Row]:
    return [
        {
            "store_id": id_,
            "name": store.name,
            "address": store.address,
            "city": store.city,
            "opening_hours": {str(day): hours for day, hours in store.hours.items()},
            "country": store.country,
            "region": store.region,
        }
        for id_, store in (document.stores or {}).items()
    ]


def _policies(document: Document) -> list[Row]:
    return [_policy(kind, policy) for kind, policy in (document.policies or {}).items()]


def _policy(kind: str, policy: PolicySection) -> Row:
    return {"kind": kind, "title": policy.title, "spoken": policy.spoken, "facts": _plain(policy.facts)}


def _help_desk(document: Document) -> list[Row]:
    desk = document.help_desk
    return [{"kind": HELP_DESK, "title": desk.title, "spoken": desk.spoken, "facts": {}}] if desk else []


def _shipping(document: Document) -> list[Row]:
    methods = (document.shipping or {}).items()
    return [_method(document, id_, method, position) for position, (id_, method) in enumerate(methods)]


def _method(document: Document, id_: str, method: ShippingSection, position: int) -> Row:
    """The first that reaches a place is taken, so their order in the file counts."""
    currency = _currency(document, method.currency)
    return {
        "method_id": id_,
        "how": str(method.how),
        "name": method.name,
        "position": position,
        "country": method.country,
        "region": method.region,
        "price_minor": _minor(method.price, currency),
        "free_from_minor": None if method.free_from is None else _minor(method.free_from, currency),
        "currency": currency,
    }


def _taxes(document: Document) -> list[Row]:
    return [
        {
            "country": tax.country,
            "region": tax.region,
            "category": tax.category,
            "rate_basis_points": int(tax.percent * 100),
        }
        for tax in document.taxes or ()
    ]


def _promotions(document: Document) -> list[Row]:
    return [_promotion(document, id_, each) for id_, each in (document.promotions or {}).items()]


def _promotion(document: Document, id_: str, each: PromotionSection) -> Row:
    currency = _currency(document, each.currency)
    scopes = {Scope.CATEGORY: each.categories, Scope.BRAND: each.brands, Scope.PRODUCTS: each.products}
    scope = next((scope for scope, names in scopes.items() if names), Scope.ALL)
    return {
        "promotion_id": id_,
        "name": each.name,
        "kind": str(each.kind),
        "percent": each.percent,
        "buy_quantity": each.buy,
        "get_quantity": each.get,
        "amount_minor": None if each.amount is None else _minor(each.amount, currency),
        "scope": str(scope),
        "scope_values": list(scopes.get(scope) or ()),
        "minimum_minor": _minor(each.minimum, currency),
        "currency": currency,
        "starts_at": each.starts.isoformat() if each.starts else "-infinity",
        "ends_at": each.ends.isoformat() if each.ends else "infinity",
    }


def _windows(document: Document) -> list[Row]:
    windows = (document.windows or {}).items()
    return [row for id_, window in windows for row in _patterns(document, id_, window)]


def _patterns(document: Document, id_: str, window: WindowSection) -> list[Row]:
    """One of every weekday: by the clocks of the window, of its store, or of the shop."""
    store = (document.stores or {}).get(window.store or "")
    shops = document.shop.time_zone if document.shop else None
    return [
        {
            "pattern_id": f"{id_}-{day.number}",
            "how": str(window.how),
            "store_id": window.store,
            "weekday": day.number,
            "starts": window.from_.isoformat(),
            "ends": window.until.isoformat(),
            "timezone": window.time_zone or (store and store.time_zone) or shops,
            "capacity": window.capacity,
            "notice_minutes": window.notice_minutes,
        }
        for day in window.days
    ]


def _currency(document: Document, own: str | None) -> str:
    return own or (document.shop.currency if document.shop else "")


def _minor(amount: Decimal, currency: str) -> int:
    return int(amount * minor_units_in(currency))


def _plain(value: Any) -> Any:
    """As JSON has it: numbers with a point were read as decimals, and days are written out."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal):
        return float(value)
    return value if value is None or isinstance(value, str | int | bool) else str(value)
