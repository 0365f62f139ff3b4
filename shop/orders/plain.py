"""An order in the plain form of the chat API."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from catalog.money import Money
from shop.order import Order, OrderLine, Shipment
from shop.returns.reasons import Resolution
from shop.returns.returns import Return


def plain_order(order: Order, returns: Sequence[Return] = ()) -> Mapping[str, Any]:
    """What a screen shows of it: no address and nothing else that others at the screen need not see."""
    payment = order.payment
    return {
        "number": order.number,
        "state": str(order.state),
        "placed_at": _moment(order.placed_at),
        "lines": [_line(line) for line in order.lines],
        "totals": {
            "items": _money(order.items),
            "discounts": [{"name": each.name, "amount": _money(each.amount)} for each in order.discounts],
            "shipping": _money(order.shipping),
            "tax": _money(order.tax),
            "total": _money(order.total),
        },
        "total": _money(order.total),
        "how": str(order.how),
        "window": {"starts_at": _moment(order.window.starts_local), "ends_at": _moment(order.window.ends_local)}
        if order.window
        else None,
        "shipments": [_shipment(shipment) for shipment in order.shipments],
        "payment": {"state": str(payment.state), "method": payment.label, "url": payment.url} if payment else None,
        "returns": [_return(each) for each in returns],
    }


def _line(line: OrderLine) -> Mapping[str, Any]:
    return {
        "product_id": line.product_id,
        "variant_id": line.variant_id,
        "title": line.title,
        "attributes": dict(line.attributes),
        "quantity": line.quantity,
        "returned_quantity": line.returned_quantity,
        "unit_price": _money(line.unit_price),
    }


def _shipment(shipment: Shipment) -> Mapping[str, Any]:
    return {
        "carrier": shipment.carrier,
        "tracking_number": shipment.tracking_number,
        "shipped_at": _moment(shipment.shipped_at),
        "expected_at": _moment(shipment.expected_at),
        "delivered_at": _moment(shipment.delivered_at) if shipment.delivered_at else None,
    }


def _return(each: Return) -> Mapping[str, Any]:
    return {
        "number": each.number,
        "state": str(each.state),
        "refund": _money(each.refund) if each.resolution is Resolution.REFUND else None,
        "label_url": each.label_url,
    }


def _money(money: Money) -> Mapping[str, Any]:
    return {"amount_minor": money.amount_minor, "currency": money.currency}


def _moment(moment: datetime) -> str:
    return moment.isoformat()
