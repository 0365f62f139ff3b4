"""What a return pays back and what it costs, in minor units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shop.returns.eligibility import Returnable
from shop.returns.reasons import Reason, Resolution
from shop.returns.returns import Wanted
from shop.returns.rules import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """`send_by` is the last day that all of it may be sent on, where there is one."""

    refund_minor: int
    shipping_minor: int
    currency: str
    send_by: date | None


def settled(
    judged: Sequence[Returnable], wanted: Sequence[Wanted], *, reason: Reason, resolution: Resolution
) -> Settlement:
    """`judged` are the lines of the order by position. In exchange no money comes back."""
    chosen = [(judged[one.position], one.quantity) for one in wanted]
    return Settlement(
        refund_minor=refund_minor(chosen) if resolution is Resolution.REFUND else 0,
        shipping_minor=shipping_minor([each.rule for each, _ in chosen], reason),
        currency=judged[0].thing.order.total.currency,
        send_by=min((each.until for each, _ in chosen if each.until), default=None),
    )


def refund_minor(chosen: Sequence[tuple[Returnable, int]]) -> int:
    """What was paid for so many of each: less their share of the discount, with their share of the tax."""
    return sum(_of_line(each, quantity) for each, quantity in chosen)


def shipping_minor(rules: Sequence[Rule], reason: Reason) -> int:
    """One parcel, at the dearest of what is in it; nothing where the shop is at fault."""
    return 0 if reason.is_our_fault else max((rule.shipping_minor or 0 for rule in rules), default=0)


def _of_line(each: Returnable, quantity: int) -> int:
    """The share up to these, less the share up to those before: all parts together make the whole, to the cent."""
    line = each.thing.line
    beside = line.tax_minor - line.discount_minor
    before = line.returned_quantity
    share = beside * (before + quantity) // line.quantity - beside * before // line.quantity
    return line.unit_price.times(quantity).amount_minor + share
