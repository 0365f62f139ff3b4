"""An answer on its way to Rasa: the same plain values, whatever is in it."""

from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest
from rasa_sdk.executor import CollectingDispatcher

from actions.replies import tell
from catalog.money import Money
from shop.cart import Cart, CartLine
from shop.comparison import Column, Comparison, Row
from shop.reply import Answer
from tests.unit.fakes import FOUND

EACH = Money(amount_minor=1999, currency="USD")
KETTLES = CartLine(
    line_id="l1",
    product_id="p1",
    variant_id="v1",
    title="Kettle",
    attributes={"color": "red"},
    quantity=2,
    unit_price=EACH,
    line_total=Money(amount_minor=3998, currency="USD"),
    available=5,
)
TABLE = Comparison(
    columns=(Column(product_id="p1", title="Kettle"),), rows=(Row(name="color", label="Color", values=("red", None)),)
)
ORDER = {"number": "A1", "lines": [{"title": "Kettle", "price": EACH}], "at": datetime(2026, 1, 2, tzinfo=UTC)}
ANSWERS = (
    FOUND,
    Answer(speech="Two kettles.", text="Two kettles.", cart=Cart.of([KETTLES], currency="USD"), suggestions=("Pay",)),
    Answer(speech="On its way.", text="On its way.", order=ORDER, comparison=TABLE),
)


@pytest.mark.parametrize("answer", ANSWERS)
def test_an_answer_is_told_field_by_field(answer: Answer) -> None:
    dispatcher = CollectingDispatcher()
    tell(dispatcher, answer)
    (message,) = dispatcher.messages
    told = message["custom"]["answer"]
    expected = asdict(replace(answer, query=None, shown=None))
    assert told == {**expected, "query": answer.query.as_dict() if answer.query else None}
