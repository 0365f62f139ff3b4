"""What every keeper of returns does before it starts one: judge each line, and refuse what may not come back."""

from collections.abc import Sequence
from datetime import date

from shop.order import Order
from shop.orders.meant import Bought
from shop.returns.eligibility import Returnable, WhyNot, returnable
from shop.returns.errors import NotReturnable
from shop.returns.reasons import Reason
from shop.returns.returns import Wanted
from shop.returns.rules import ReturnRules


def judged_lines(
    order: Order, rules: ReturnRules, *, today: date, reason: Reason | None, used: bool
) -> tuple[Returnable, ...]:
    things = [Bought(order=order, position=place) for place in range(len(order.lines))]
    return tuple(returnable(thing, rules, today=today, reason=reason, used=used) for thing in things)


def refuse_what_may_not(judged: Sequence[Returnable], wanted: Sequence[Wanted]) -> None:
    for one in wanted:
        why = judged[one.position].why_not if one.position < len(judged) else WhyNot.NOT_DELIVERED
        if why is None and not 0 < one.quantity <= judged[one.position].thing.left:
            why = WhyNot.ALL_BACK
        if why is not None:
            raise NotReturnable(position=one.position, why=why)
