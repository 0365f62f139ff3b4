"""Stand-ins for payments and return labels behind their links."""

from catalog.money import Money
from shop.checkout.payment import PaymentState
from shop.checkout.payment_links import PaymentDue
from shop.order import Order, OrderLine, OrderState
from shop.returns.reasons import Reason, Resolution
from shop.returns.returns import Return, ReturnLine, ReturnState
from tests.unit.fakes import JACKET, NOON
from webhooks.web.slips import Slips

TOKEN = "abcdefghijklmnopqrstuvwxyz"
ORDERED = Order(
    id="o-1",
    number="TL-<400001>",
    customer_id="c-1",
    state=OrderState.PLACED,
    placed_at=NOON,
    address=None,
    lines=(
        OrderLine(
            product_id="jacket",
            variant_id="jacket-navy-m",
            title="Jacket <img src=x onerror=1>",
            attributes={},
            quantity=2,
            unit_price=JACKET.price,
        ),
    ),
    shipping=Money(amount_minor=0, currency="USD"),
    tax=Money(amount_minor=640, currency="USD"),
)
SENT_BACK = Return(
    id="r-1",
    number="R-2031",
    order_id="o-1",
    order_number="TL-400001",
    state=ReturnState.STARTED,
    reason=Reason.TOO_SMALL,
    resolution=Resolution.REFUND,
    lines=(ReturnLine(position=0, quantity=1, title="Jacket & Hood"),),
    refund=JACKET.price,
    shipping=Money(amount_minor=0, currency="USD"),
    label_url="",
    started_at=NOON,
    send_by=NOON.date(),
)


class FakeSlips:
    """One payment and one label behind the one token."""

    def __init__(self) -> None:
        self.state = PaymentState.REQUESTED
        self.is_demo = True

    async def has_till(self) -> bool:
        return self.is_demo

    async def due(self, token: str) -> PaymentDue | None:
        return PaymentDue(order=ORDERED, state=self.state) if token == TOKEN else None

    async def pay(self, token: str) -> None:
        self.state = PaymentState.PAID

    async def labelled(self, token: str) -> Return | None:
        return SENT_BACK if token == TOKEN else None

    def wired(self) -> Slips:
        return Slips(payments=self, labels=self, has_till=self.has_till)
