"""What is wrong between the sections of a shop file: names that lead nowhere, and amounts in no currency."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from assistant.shop_file.document import Document
from assistant.shop_file.lines import Path
from catalog.understanding.currencies import minor_units_in
from shop.checkout.window import Fulfilment

HELP_DESK = "help_desk"
Wrong = tuple[Path, str]


def problems_of(document: Document) -> Iterator[Wrong]:
    if HELP_DESK in (document.policies or {}):
        yield ("policies", HELP_DESK), "the help desk has a section of its own: [help_desk]"
    yield from _amounts(document)
    yield from _windows(document)
    yield from _taxes(document)


def _amounts(document: Document) -> Iterator[Wrong]:
    default = document.shop.currency if document.shop else None
    for id_, method in (document.shipping or {}).items():
        amounts = {"price": method.price, "free_from": method.free_from}
        yield from _in_coins(("shipping", id_), method.currency or default, amounts)
    for id_, promotion in (document.promotions or {}).items():
        amounts = {"amount": promotion.amount, "minimum": promotion.minimum}
        yield from _in_coins(("promotions", id_), promotion.currency or default, amounts)


def _in_coins(path: Path, currency: str | None, amounts: dict[str, Decimal | None]) -> Iterator[Wrong]:
    if currency is None:
        yield path, "without a section [shop] it needs a currency"
        return
    for name, amount in amounts.items():
        if amount is not None and amount * minor_units_in(currency) % 1:
            yield (*path, name), f"{amount} is no amount of {currency}"


def _windows(document: Document) -> Iterator[Wrong]:
    stores = document.stores
    for id_, window in (document.windows or {}).items():
        if stores is not None and window.store is not None and window.store not in stores:
            yield ("windows", id_, "store"), f"{window.store!r} is not among the stores"
        own = (stores or {}).get(window.store or "")
        if not (window.time_zone or (own and own.time_zone) or document.shop):
            yield ("windows", id_), "without a section [shop] it needs a time_zone"
    ways = {method.how for method in (document.shipping or {}).values()}
    for how in Fulfilment:
        has_windows = any(window.how is how for window in (document.windows or {}).values())
        if document.shipping is not None and has_windows and how not in ways:
            yield ("windows",), f"there are windows for {how}, and no shipping method"


def _taxes(document: Document) -> Iterator[Wrong]:
    seen = set()
    for place, tax in enumerate(document.taxes or ()):
        key = (tax.country, tax.region.casefold(), tax.category.casefold())
        if key in seen:
            yield ("taxes", place), "the same country, region and category as one before"
        seen.add(key)


def names_used(document: Document) -> tuple[list[str], list[str], list[str]]:
    """Categories, brands and products that promotions and taxes name."""
    promotions = (document.promotions or {}).values()
    taxed = (tax.category for tax in document.taxes or () if tax.category and not tax.category.startswith("("))
    return (
        _once(taxed, *(each.categories or () for each in promotions)),
        _once(*(each.brands or () for each in promotions)),
        _once(*(each.products or () for each in promotions)),
    )


def _once(*names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name for some in names for name in some))
