"""Adds up what goods come to: discounts, shipping, and tax line by line; whole minor units throughout."""

from collections.abc import Sequence
from dataclasses import dataclass

from catalog.money import Money
from shop.checkout.goods import GoodsLine
from shop.checkout.promotions import Reduction, reduce
from shop.checkout.terms import SHIPPING, Place, Terms
from shop.checkout.totals import Discount, Totals
from shop.checkout.window import Fulfilment


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """`line_discounts_minor` and `line_taxes_minor` are in the order of the lines."""

    totals: Totals
    line_discounts_minor: tuple[int, ...]
    line_taxes_minor: tuple[int, ...]


def reckon(
    lines: Sequence[GoodsLine], terms: Terms, *, currency: str, how: Fulfilment | None, place: Place | None
) -> Reckoning:
    """Shipping, tax and total only where it is known how and where the goods go.

    Tax is reckoned on each line less its discounts, and rounded half up on the line.
    """
    promotions = [promotion for promotion in terms.promotions if promotion.currency == currency]
    reduction = reduce(lines, promotions)
    items = sum(line.total_minor for line in lines)
    goods = items - sum(reduction.by_line)
    shipping = _shipping(terms, reduction, how, place, goods)
    taxes: tuple[int, ...] = ()
    tax: int | None = None
    if place is not None and shipping is not None:
        taxes = tuple(_taxes(lines, terms, reduction, place))
        tax = sum(taxes) + _share(shipping, terms.tax_basis_points(place, (SHIPPING,)))

    def money(amount_minor: int) -> Money:
        return Money(amount_minor=amount_minor, currency=currency)

    totals = Totals(
        items=money(items),
        discounts=tuple(Discount(name=name, amount=money(amount)) for name, amount in reduction.by_name),
        shipping=None if shipping is None else money(shipping),
        tax=None if tax is None else money(tax),
        total=None if shipping is None or tax is None else money(goods + shipping + tax),
    )
    return Reckoning(totals=totals, line_discounts_minor=reduction.by_line, line_taxes_minor=taxes)


def _shipping(
    terms: Terms, reduction: Reduction, how: Fulfilment | None, place: Place | None, goods_minor: int
) -> int | None:
    method = terms.shipping(how, place) if how is not None and place is not None else None
    if method is None:
        return None
    is_free = method.free_from_minor is not None and goods_minor >= method.free_from_minor
    return 0 if is_free or reduction.ships_free else method.price_minor


def _taxes(lines: Sequence[GoodsLine], terms: Terms, reduction: Reduction, place: Place) -> list[int]:
    return [
        _share(line.total_minor - off, terms.tax_basis_points(place, line.category))
        for line, off in zip(lines, reduction.by_line, strict=True)
    ]


def _share(amount_minor: int, basis_points: int) -> int:
    return (amount_minor * basis_points + 5_000) // 10_000
