"""Plain pages behind unguessable links: the demo shop's till, and the label of a return."""

import html
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Annotated, Protocol

from fastapi import APIRouter, Path, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from catalog.money import Money
from shop.checkout.payment import PaymentState
from shop.checkout.payment_links import PaymentDue, PaymentLinks
from shop.order import Order
from shop.returns.returns import Return
from shop.spoken import price_written
from webhooks.errors import NotFound
from webhooks.web.slip_page import slip_page

# The address is the key: it must not travel on to anybody, nor stay in a cache. With no referrer at all a browser would
# send the till's own form without telling where it comes from, and it would be taken for a foreign page's.
GUARDED = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}
Token = Annotated[str, Path(min_length=20, max_length=128, pattern=r"^[A-Za-z0-9_-]+$")]


class Labels(Protocol):
    async def labelled(self, token: str) -> Return | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Slips:
    payments: PaymentLinks
    labels: Labels
    has_till: Callable[[], Awaitable[bool]]

    async def due(self, token: str) -> PaymentDue:
        found = await self.payments.due(token) if await self.has_till() else None
        if found is None:
            raise NotFound(what="payment")
        return found


def slips_router(slips: Slips) -> APIRouter:
    """A retailer's own till and label service take the place of these by their settings."""
    router = APIRouter(include_in_schema=False)

    @router.get("/pay/{token}")
    async def till(token: Token) -> Response:
        return _page("Pay for your order", _till(await slips.due(token)))

    @router.post("/pay/{token}")
    async def pay(token: Token) -> Response:
        await slips.due(token)
        await slips.payments.pay(token)
        return RedirectResponse(f"/pay/{token}", status_code=303, headers=GUARDED)

    @router.get("/labels/{token}")
    async def label(token: Token) -> Response:
        found = await slips.labels.labelled(token)
        if found is None:
            raise NotFound(what="label")
        return _page("Return label", _label(found))

    return router


def _page(title: str, body: str) -> HTMLResponse:
    return HTMLResponse(slip_page(title, body), headers=GUARDED)


def _till(due: PaymentDue) -> str:
    endings = {
        PaymentState.REQUESTED: (
            '<form method="post"><button type="submit">Pay '
            f"{_amount(due.order.total)}</button></form>"
            '<p class="quiet">This is a demonstration shop: nothing is charged, and no card is asked for.</p>'
        ),
        PaymentState.PAID: '<p class="stamp" role="status">Paid. You can go back to your conversation.</p>',
        PaymentState.FAILED: '<p role="status">This payment did not go through.</p>',
        PaymentState.CANCELLED: '<p role="status">This order was cancelled. There is nothing to pay.</p>',
    }
    return f"<p>Order {html.escape(due.order.number)}</p>{_lines(due.order)}{endings[due.state]}"


def _lines(order: Order) -> str:
    rows = [(_so_many(line.quantity, line.title), line.unit_price.times(line.quantity)) for line in order.lines]
    rows += [
        (each.name, Money(amount_minor=-each.amount.amount_minor, currency=each.amount.currency))
        for each in order.discounts
    ]
    rows += [("Shipping", order.shipping), ("Tax", order.tax)]
    told = "".join(f"<div><dt>{html.escape(name)}</dt><dd>{_amount(amount)}</dd></div>" for name, amount in rows)
    return f'<dl>{told}<div class="due"><dt>Total</dt><dd>{_amount(order.total)}</dd></div></dl>'


def _label(found: Return) -> str:
    until = f"<p>Send it by {found.send_by:%B} {found.send_by.day}, {found.send_by.year}.</p>" if found.send_by else ""
    return (
        f'<p class="number">{html.escape(found.number)}</p>'
        f"<p>From order {html.escape(found.order_number)}. Put this page on the parcel.</p>"
        f"{_items(_so_many(line.quantity, line.title) for line in found.lines)}{until}"
    )


def _so_many(quantity: int, title: str) -> str:
    return f"{quantity} of {title}" if quantity > 1 else title


def _items(items: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{html.escape(item)}</li>' for item in items)}</ul>"


def _amount(money: Money) -> str:
    written = price_written(Money(amount_minor=abs(money.amount_minor), currency=money.currency))
    return html.escape(f"- {written}" if money.amount_minor < 0 else written)
