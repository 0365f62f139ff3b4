"""What a person is told who takes over, and what the shopper is told of it."""

from catalog.query import Query
from shop.cart import Cart
from shop.handoffs.handoffs import Case
from shop.phrasing.naming import request, with_choice
from shop.reply import Answer
from shop.spoken import price_written

MOST_LINES = 10


def handed_over(case: Case, *, desk: str) -> Answer:
    """`desk` is what the shop says of its help desk, such as its hours."""
    said = "All right. I've passed this on to our people, with what we were doing, so you won't have to start over."
    hours = f" {desk}" if desk else " They'll get back to you."
    return Answer(
        speech=f"{said}{hours} Your cart stays as it is.",
        text=f"{said}{hours} Your case is {case.id}. Your cart stays as it is.",
        suggestions=("Show my cart",),
        handoff=case.as_dict(),
    )


def summary(*, looked_for: Query | None, in_focus: str, cart: Cart, form: str, misses: int) -> str:
    parts = []
    if looked_for is not None:
        parts.append(f"Looked for: {request(looked_for, currency=cart.total.currency)}.")
    if in_focus:
        parts.append(f"Was talking about: {in_focus}.")
    if cart.lines:
        lines = [f"{line.quantity} × {with_choice(line.title, line.attributes)}" for line in cart.lines[:MOST_LINES]]  # noqa: RUF001 - the sign for times
        parts.append(f"Cart: {'; '.join(lines)}; {price_written(cart.total)} in all.")
    else:
        parts.append("The cart is empty.")
    if form:
        parts.append(f"In the middle of: {form}.")
    if misses:
        parts.append(f"Not understood {misses} time{'s' if misses > 1 else ''} in a row.")
    return " ".join(parts)
