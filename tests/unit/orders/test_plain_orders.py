"""An order as screens get it."""

from dataclasses import replace

from catalog.money import Money
from shop.checkout.payment import Payment, PaymentMethod, PaymentState
from shop.orders.plain import plain_order
from shop.returns.reasons import Reason, Resolution
from shop.returns.returns import Return, ReturnLine, ReturnState
from tests.unit.orders.past import NOW, ORDERS

MADE = Return(
    id="r-1",
    number="TL-010008-R1",
    order_id=ORDERS[1].id,
    order_number=ORDERS[1].number,
    state=ReturnState.STARTED,
    reason=Reason.DAMAGED,
    resolution=Resolution.REFUND,
    lines=(ReturnLine(position=0, quantity=1, title="Coffee"),),
    refund=Money(amount_minor=1299, currency="USD"),
    shipping=Money(amount_minor=0, currency="USD"),
    label_url="https://shop.example/labels/abc",
    started_at=NOW,
)


def test_its_returns_come_with_their_labels() -> None:
    (told,) = plain_order(ORDERS[1], [MADE])["returns"]
    assert told == {
        "number": "TL-010008-R1",
        "state": "started",
        "refund": {"amount_minor": 1299, "currency": "USD"},
        "label_url": "https://shop.example/labels/abc",
    }


def test_an_exchange_pays_nothing_back() -> None:
    nothing = Money(amount_minor=0, currency="USD")
    (told,) = plain_order(ORDERS[1], [replace(MADE, resolution=Resolution.EXCHANGE, refund=nothing)])["returns"]
    assert told["refund"] is None


def test_an_order_of_which_nothing_came_back_says_so() -> None:
    assert plain_order(ORDERS[0])["returns"] == []


def test_it_tells_the_means_that_was_chosen_to_pay_it() -> None:
    payment = Payment(
        id="pay-1",
        order_id=ORDERS[0].id,
        method=PaymentMethod.STORED,
        state=PaymentState.REQUESTED,
        amount=ORDERS[0].total,
        label="Visa ending in 4242",
    )
    told = plain_order(replace(ORDERS[0], payment=payment))["payment"]
    assert told == {"state": "requested", "method": "Visa ending in 4242", "url": None}
