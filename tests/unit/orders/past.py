"""Orders of an invented customer, for the tests of what is meant by words about them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from catalog.money import Money
from shop.customer import Address
from shop.order import Order, OrderLine, OrderState, Shipment

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOME = Address(street="1 High St", city="Ash", region="WA", postal_code="98000", country="US")


def line(
    title: str,
    *,
    category: Sequence[str] = ("Outdoor", "Clothing", "Jackets"),
    attributes: Mapping[str, str] | None = None,
    quantity: int = 1,
    returned: int = 0,
    price_minor: int = 4000,
    tax_minor: int = 0,
    discount_minor: int = 0,
) -> OrderLine:
    name = title.lower().replace(" ", "-")
    return OrderLine(
        product_id=name,
        variant_id=f"{name}-1",
        title=title,
        attributes=attributes or {},
        quantity=quantity,
        unit_price=Money(amount_minor=price_minor, currency="USD"),
        returned_quantity=returned,
        category=tuple(category),
        tax_minor=tax_minor,
        discount_minor=discount_minor,
    )


def order(
    number: str, *lines: OrderLine, days_ago: float, state: OrderState = OrderState.DELIVERED, due_in_days: float = -1.0
) -> Order:
    placed_at = NOW - timedelta(days=days_ago)
    sent = state not in {OrderState.PLACED, OrderState.PACKED, OrderState.CANCELLED}
    arrived = placed_at + timedelta(days=2) if state is not OrderState.SHIPPED else None
    expected_at = NOW + timedelta(days=due_in_days) if state is OrderState.SHIPPED else placed_at + timedelta(days=2)
    shipment = Shipment(
        id=f"s-{number}",
        carrier="Swallow Post",
        tracking_number="SW1234567890",
        shipped_at=placed_at + timedelta(hours=6),
        expected_at=expected_at,
        delivered_at=arrived,
    )
    nothing = Money(amount_minor=0, currency="USD")
    return Order(
        id=f"o-{number}",
        number=number,
        customer_id="c-ann",
        state=state,
        placed_at=placed_at,
        address=HOME,
        lines=tuple(lines),
        shipping=nothing,
        tax=nothing,
        shipments=(shipment,) if sent else (),
    )


COFFEE = line("Copper Finch Night Train Ground Coffee, 12 oz", category=("Grocery", "Beverages", "Coffee"))
BOOTS = line(
    "Stonecairn Ledge Hiking Boots, Men's",
    category=("Outdoor", "Footwear", "Hiking Boots"),
    attributes={"color": "brown", "size": "11"},
)
SOCKS = line("Stonecairn Divide Heavyweight Boot Hiking Socks", category=("Outdoor", "Clothing", "Socks"))
RAIN_JACKET = line("Fernhollow Drizzle Rain Jacket, Men's", attributes={"color": "navy", "size": "L"})
RAIN_BOOTS = line("Sprigling Pumpkin Tall Rain Boots, Kids'", category=("Outdoor", "Footwear", "Rain Boots"))
ORDERS = (
    order("TL-010009", RAIN_JACKET, days_ago=1.5, state=OrderState.SHIPPED, due_in_days=2),
    order("TL-010008", COFFEE, days_ago=9),
    order("TL-010007", COFFEE, SOCKS, days_ago=60),
    order("TL-010006", BOOTS, RAIN_BOOTS, days_ago=260),
)
