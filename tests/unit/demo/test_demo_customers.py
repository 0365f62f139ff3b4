"""The demo customers: ten people whose orders are in every state and whose habits show."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from catalog.contents import Contents
from shop.demo.errors import NothingLikeIt
from shop.demo.goods import Goods
from shop.demo.histories import demo_orders
from shop.demo.people import demo_customers, people
from shop.order import Order, OrderState

NOW = datetime(2026, 5, 4, 15, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def orders(contents: Contents) -> tuple[Order, ...]:
    return demo_orders(contents.products, NOW)


def test_ten_people_who_cannot_be_reached() -> None:
    customers = demo_customers(NOW)
    assert len({customer.id for customer in customers}) == 10
    assert all(customer.email.endswith("@example.com") for customer in customers)
    assert all(re.fullmatch(r"\+1-555-01\d\d", customer.phone or "") for customer in customers)
    assert all(customer.created_at < NOW - timedelta(days=180) for customer in customers)


def test_orders_are_the_same_for_the_same_now_and_move_with_it(contents: Contents, orders: tuple[Order, ...]) -> None:
    assert demo_orders(contents.products, NOW) == orders
    later = demo_orders(contents.products, NOW + timedelta(days=30))
    assert [order.id for order in later] == [order.id for order in orders]
    assert all(b.placed_at - a.placed_at == timedelta(days=30) for a, b in zip(orders, later, strict=True))


def test_every_state_an_order_can_be_in_is_there(orders: tuple[Order, ...]) -> None:
    assert {order.state for order in orders} == set(OrderState)
    assert {order.customer_id for order in orders} == {person.id for person in people()}


def test_orders_name_variants_that_are_sold_at_their_price(contents: Contents, orders: tuple[Order, ...]) -> None:
    variants = {variant.id: variant for product in contents.products for variant in product.variants}
    for order in orders:
        assert order.lines
        for line in order.lines:
            assert variants[line.variant_id].product_id == line.product_id
            assert variants[line.variant_id].price == line.unit_price
        assert order.total.amount_minor == sum(money.amount_minor for money in (order.items, order.shipping, order.tax))


def test_returns_fit_the_state(orders: tuple[Order, ...]) -> None:
    for order in orders:
        back = [line.returned_quantity for line in order.lines]
        whole = all(line.returned_quantity == line.quantity for line in order.lines)
        assert all(0 <= line.returned_quantity <= line.quantity for line in order.lines)
        assert any(back) == (order.state in {OrderState.PARTLY_RETURNED, OrderState.RETURNED})
        assert whole == (order.state is OrderState.RETURNED)


def test_parcels_travel_in_order_and_not_into_the_future(orders: tuple[Order, ...]) -> None:
    unsent = {OrderState.PLACED, OrderState.PACKED, OrderState.CANCELLED}
    for order in orders:
        assert order.placed_at < NOW
        assert bool(order.shipments) == (order.state not in unsent)
        for shipment in order.shipments:
            assert order.placed_at < shipment.shipped_at < shipment.expected_at
            assert shipment.shipped_at < NOW
            assert (shipment.delivered_at is None) == (order.state is OrderState.SHIPPED)
            assert shipment.delivered_at is None or shipment.shipped_at < shipment.delivered_at < NOW


def test_ids_and_numbers_are_unique(orders: tuple[Order, ...]) -> None:
    assert len({order.id for order in orders}) == len(orders)
    assert len({order.number for order in orders}) == len(orders)
    shipments = [shipment.id for order in orders for shipment in order.shipments]
    assert len(set(shipments)) == len(shipments)


def test_the_usual_milk_shows_in_what_was_bought_over_and_over(orders: tuple[Order, ...]) -> None:
    for person in people():
        bought = Counter(
            line.title
            for order in orders
            if order.customer_id == person.id
            for line in order.lines
            if "Milk" in line.title
        )
        if "favorite_milk" in person.preferences:
            title, times = bought.most_common(1)[0]
            assert times >= 10, person.name
            assert title.startswith(person.preferences["favorite_milk"].split(",")[0]), person.name


def test_histories_reach_back_eighteen_months(orders: tuple[Order, ...]) -> None:
    oldest = min(order.placed_at for order in orders)
    assert timedelta(days=500) < NOW - oldest <= timedelta(days=549)


def test_a_wish_for_something_not_sold_is_refused(contents: Contents) -> None:
    with pytest.raises(NothingLikeIt):
        Goods(contents.products).like({"kind": "whole milk", "brand": "Kestrel Ridge"})
