"""The measurement of the usual: nothing of a trip is known before it, and what would be wrong is counted as wrong."""

import gzip
from datetime import timedelta
from pathlib import Path

from assistant.evaluation.usual import Case, history_of, trips_left_out, usual_figures
from assistant.evaluation.usual_invoices import measure_invoices
from catalog.demo.contents import demo_contents
from shop.demo.histories import demo_orders
from shop.usual.habits import Reckoning
from tests.unit.fakes import NOON


def case(bought: str, first: str | None, confidence: float, *own: str) -> Case:
    return Case(customer="ann", request="milk", bought=bought, first=first, confidence=confidence, own=own)


def test_precision_is_of_what_would_be_added() -> None:
    cases = [
        case("oat", "oat", 0.9, "oat", "whole"),
        case("whole", "oat", 0.9, "oat", "whole"),
        case("whole", "oat", 0.4, "oat", "whole"),
        case("new", None, 0.0),
    ]
    figures = usual_figures(cases, reckoning=Reckoning(threshold=0.65))
    assert (figures["asked"], figures["bought_before"]) == (4, 3)
    assert (figures["added"], figures["right"], figures["precision"]) == (2, 1, 0.5)
    assert (figures["offered"], figures["not_offered"]) == (1, 1)
    assert figures["wrong"] == [{"customer": "ann", "request": "milk", "bought": "whole", "added": "oat"}]


def test_a_trip_is_left_out_with_all_that_came_after_it() -> None:
    orders = demo_orders(demo_contents().products, NOON)
    for trip, before in trips_left_out(orders, trips=2):
        assert before
        assert all(order.placed_at < trip.placed_at for order in before)
        assert {order.customer_id for order in before} == {trip.customer_id}
        history = history_of(before)
        assert all(at < trip.placed_at for each in history.bought for at in each.times)


def test_invoices_tell_whether_people_buy_the_same_again(tmp_path: Path) -> None:
    lines = ["InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"]
    for number in range(6):
        day = (NOON - timedelta(days=70 - 10 * number)).strftime("%Y-%m-%d %H:%M:%S")
        lines += [f"{number},A,RED BAG,1,{day},1.0,1,UK", f"C{number},B,BLUE BAG,-1,{day},1.0,1,UK"]
    path = tmp_path / "invoices.csv.gz"
    path.write_bytes(gzip.compress("\n".join(lines).encode()))
    figures = measure_invoices(path, trips=1)
    assert (figures["asked"], figures["added"], figures["right"]) == (1, 1, 1)
