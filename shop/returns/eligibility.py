"""Whether a thing of an order may come back: computed from its delivery, what came back already, and the rules."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shop.order import Order, OrderState
from shop.orders.meant import Bought
from shop.returns.reasons import Reason
from shop.returns.rules import ReturnRules, Rule

ON_THE_WAY = {OrderState.PLACED, OrderState.PACKED, OrderState.SHIPPED}


class WhyNot(StrEnum):
    NOT_DELIVERED = "not_delivered"
    CANCELLED = "cancelled"
    ALL_BACK = "all_back"
    TOO_LATE = "too_late"
    FINAL_SALE = "final_sale"
    ONLY_FAULTY = "only_faulty"
    USED = "used"
    NO_RULE = "no_rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class Returnable:
    """`until` is the last day; `why_not` is None where it may come back."""

    thing: Bought
    rule: Rule
    until: date | None = None
    why_not: WhyNot | None = None


def delivered_on(order: Order) -> datetime | None:
    """When all of it had arrived; of what a customer picks up, the end of the time it was ready for."""
    if order.state in ON_THE_WAY or order.state is OrderState.CANCELLED:
        return None
    arrivals = [shipment.delivered_at for shipment in order.shipments if shipment.delivered_at]
    if arrivals:
        return max(arrivals)
    return order.window.ends_at if order.window else order.placed_at


def returnable(
    thing: Bought, rules: ReturnRules, *, today: date, reason: Reason | None = None, used: bool = False
) -> Returnable:
    """With a `reason` that is the shop's fault, neither the condition nor a final sale stands in the way."""
    rule = rules.rule_for(thing.line.category)
    delivered = delivered_on(thing.order)
    until = rule.until(thing.order.day_of(delivered)) if delivered else None
    why_not = _why_not(thing, delivered=delivered is not None, until=until, today=today)
    at_fault = reason is not None and reason.is_our_fault
    if why_not is None and not at_fault:
        why_not = _by_condition(rule, reason=reason, used=used)
    return Returnable(thing=thing, rule=rule, until=until, why_not=why_not)


def _why_not(thing: Bought, *, delivered: bool, until: date | None, today: date) -> WhyNot | None:
    """Where the policy names no number of days, a person has to say."""
    if thing.order.state is OrderState.CANCELLED:
        return WhyNot.CANCELLED
    if not delivered:
        return WhyNot.NOT_DELIVERED
    if thing.left == 0:
        return WhyNot.ALL_BACK
    if until is None:
        return WhyNot.NO_RULE
    return WhyNot.TOO_LATE if today > until else None


def _by_condition(rule: Rule, *, reason: Reason | None, used: bool) -> WhyNot | None:
    if rule.final_sale:
        return WhyNot.FINAL_SALE
    if rule.only_faulty and reason is not None:
        return WhyNot.ONLY_FAULTY
    return WhyNot.USED if used and rule.wants_unused else None
