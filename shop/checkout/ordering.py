"""Writes down what was confirmed: the quote as it is told, and the order it becomes."""

from dataclasses import replace
from datetime import datetime

from shop.checkout.binding import needs_code
from shop.checkout.quote import Quote
from shop.checkout.reckoning import Reckoning
from shop.checkout.situation import Situation
from shop.checkout.window import Fulfilment
from shop.order import Order, OrderLine, OrderState


def quote_of(situation: Situation, reckoning: Reckoning, *, quote_id: str, expires_at: datetime) -> Quote:
    """Only of a situation in which nothing is missing."""
    draft = situation.checkout
    if draft.how is None or draft.contact is None:
        raise AssertionError("a quote is made of a checkout that is complete")
    return Quote(
        id=quote_id,
        checkout_id=draft.id,
        seller=situation.terms.seller,
        cart=replace(situation.basket.cart, totals=reckoning.totals),
        totals=reckoning.totals,
        how=draft.how,
        address=draft.address,
        store=draft.store,
        window=draft.window,
        contact=draft.contact,
        payment=draft.payment,
        needs_code=needs_code(situation, reckoning),
        expires_at=expires_at,
    )


def order_of(situation: Situation, reckoning: Reckoning, *, order_id: str, number: str) -> Order:
    draft, totals = situation.checkout, reckoning.totals
    if totals.shipping is None or totals.tax is None:
        raise AssertionError("an order is made of a checkout that is complete")
    return Order(
        id=order_id,
        number=number,
        customer_id=draft.customer_id,
        shopper_id=draft.shopper_id,
        contact=draft.contact,
        seller=situation.terms.seller,
        state=OrderState.PLACED,
        placed_at=situation.now,
        how=draft.how or Fulfilment.DELIVERY,
        address=draft.address,
        store=draft.store,
        window=draft.window,
        timezone=situation.terms.timezone_of(draft.how or Fulfilment.DELIVERY, draft.store.id if draft.store else None),
        lines=_lines(situation, reckoning),
        discounts=totals.discounts,
        shipping=totals.shipping,
        tax=totals.tax,
    )


def _lines(situation: Situation, reckoning: Reckoning) -> tuple[OrderLine, ...]:
    basket = situation.basket
    shares = zip(reckoning.line_discounts_minor, reckoning.line_taxes_minor, strict=True)
    return tuple(
        OrderLine(
            product_id=line.product_id,
            variant_id=line.variant_id,
            title=line.title,
            attributes=line.attributes,
            quantity=line.quantity,
            unit_price=line.unit_price,
            discount_minor=discount_minor,
            tax_minor=tax_minor,
        )
        for line, (discount_minor, tax_minor) in zip(basket.cart.lines, shares, strict=True)
    )
