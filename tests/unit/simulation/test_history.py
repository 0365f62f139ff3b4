"""A made-up past: the same each time, in the order of time, with lots drawn now and then."""

from datetime import UTC, datetime, timedelta

from assistant.simulation.telling import Teller
from rerank.events.event import EventKind, Source
from rerank.simulation.assortment import Assortment
from rerank.simulation.history import BY_LOT, KNOWN_DAYS, PastVisit, past_visits
from rerank.simulation.population import population_of
from shop.order import OrderState
from tests.unit.simulation.made_up_goods import made_up

ASSORTMENT = Assortment.of(made_up())
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL = BEGAN + timedelta(days=30)
TELLER = Teller(assortment=ASSORTMENT, began=BEGAN, until=UNTIL, seller="Elm & Sons")


def a_past() -> list[PastVisit]:
    return list(past_visits(population_of(ASSORTMENT, shoppers=20, seed=1), visits=300, days=30))


PAST = a_past()


def test_a_past_is_the_same_each_time_it_is_made_up() -> None:
    assert a_past() == PAST


def test_it_is_told_in_the_order_of_time_and_within_its_days() -> None:
    days = [visit.day for visit in PAST]
    assert days == sorted(days)
    assert -KNOWN_DAYS <= days[0] < 0 < days[-1] <= 30
    assert all(bool(visit.shown) == (visit.day >= 0) for visit in PAST)


def test_some_places_are_drawn_by_lot_and_say_so() -> None:
    shown = [each for visit in PAST for each in visit.shown]
    explored = [each for each in shown if each.is_exploration]
    assert abs(len(explored) / len(shown) - BY_LOT) < 0.03
    assert all(0 < each.chance < BY_LOT for each in explored)
    assert all(each.chance == 1 - BY_LOT for each in shown if not each.is_exploration)


def test_no_event_is_told_twice() -> None:
    ids = [event.event_id for visit in PAST for event in TELLER.events(visit)]
    assert len(ids) == len(set(ids))


def test_what_is_bought_stands_in_an_order_of_the_same_visit() -> None:
    bought = [
        (event.actor.visit_id, event.product_id)
        for visit in PAST
        for event in TELLER.events(visit)
        if event.kind is EventKind.PURCHASE
    ]
    orders = [order for visit in PAST if visit.shown and (order := TELLER.order(visit))]
    assert sorted(bought) == sorted((order.id, line.product_id) for order in orders for line in order.lines)
    assert len({order.number for order in orders}) == len(orders)
    assert not any(sign.isdigit() for order in orders for sign in order.number)


def test_things_to_buy_again_stand_among_the_others() -> None:
    bought: dict[str, set[int]] = {}
    places = []
    for visit in PAST:
        own = bought.setdefault(visit.household, set())
        places += [place for place, each in enumerate(visit.shown) if each.place in own]
        own.update(visit.bought)
    assert len(places) > len(PAST) / 4
    assert set(places) == set(range(8))


def test_sales_of_its_own_are_told_by_the_shop_and_all_else_by_the_page() -> None:
    told = {event.source for visit in PAST for event in TELLER.events(visit) if event.kind is EventKind.PURCHASE}
    assert told == {Source.TURN}


def test_what_was_bought_long_ago_has_arrived() -> None:
    orders = [order for visit in PAST if (order := TELLER.order(visit))]
    old = [order.state for order in orders if order.placed_at < UNTIL - timedelta(days=4)]
    assert set(old) <= {OrderState.DELIVERED, OrderState.RETURNED}
    assert {order.state for order in orders if order.placed_at >= UNTIL - timedelta(days=4)} == {OrderState.PLACED}
