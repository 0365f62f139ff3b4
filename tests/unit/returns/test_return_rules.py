"""What the returns policy says of a thing, from its facts and the day it arrived."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.contents import PolicyText
from shop.order import OrderState
from shop.orders.meant import Bought
from shop.phrasing import return_rules
from shop.returns.amounts import refund_minor, shipping_minor
from shop.returns.eligibility import Returnable, WhyNot, delivered_on, returnable
from shop.returns.questions import Topic, topic_of
from shop.returns.reasons import Reason, Resolution, reason_said, resolution_said, was_used, without_reason
from shop.returns.rules import ReturnRules, Rule
from tests.unit.orders.past import BOOTS, COFFEE, NOW, line, order

FACTS = {
    "days": 60,
    "proof": ["receipt", "order number"],
    "refund_to": "original payment",
    "refund_within_days": 5,
    "return_shipping_minor": 0,
    "exceptions": [
        {"department": "Grocery", "days": 7, "condition": "refunded if spoiled", "only_faulty": True},
        {"category": "Jackets", "days": 30, "condition": "unworn"},
        {"category": "Furniture", "days": 30, "return_shipping_minor": 4900},
    ],
}
RULES = ReturnRules.of(PolicyText(kind="returns", title="Returns", spoken="Sixty days.", facts=FACTS))


def bought(what=BOOTS, *, days_ago: float = 10, state: OrderState = OrderState.DELIVERED) -> Bought:
    return Bought(order=order("TL-1", what, days_ago=days_ago, state=state), position=0)


def judged(thing: Bought, *, reason: Reason | None = None, used: bool = False) -> Returnable:
    return returnable(thing, RULES, today=NOW.date(), reason=reason, used=used)


def test_the_narrowest_exception_holds() -> None:
    assert RULES.rule_for(("Outdoor", "Clothing", "Jackets")).days == 30
    assert RULES.rule_for(("Grocery", "Beverages", "Coffee")).only_faulty
    assert RULES.rule_for(("Outdoor", "Footwear", "Boots")) == RULES.general
    assert RULES.rule_for(()) == RULES.general


SENSELESS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["days", "proof", "exceptions", "final_sale"]), SENSELESS))
def test_facts_that_make_no_sense_are_not_said(facts: dict[str, object]) -> None:
    rules = ReturnRules.of(PolicyText(kind="returns", title="R", spoken="", facts=facts))
    assert rules.general.days is None or rules.general.days >= 0
    rules.rule_for(("Grocery", "Tea"))


def test_the_window_is_counted_from_the_delivery_to_its_last_day() -> None:
    thing = bought(days_ago=62)
    arrived = delivered_on(thing.order)
    assert arrived is not None
    assert returnable(thing, RULES, today=arrived.date() + timedelta(days=60)).why_not is None
    assert returnable(thing, RULES, today=arrived.date() + timedelta(days=61)).why_not is WhyNot.TOO_LATE


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (OrderState.PLACED, WhyNot.NOT_DELIVERED),
        (OrderState.SHIPPED, WhyNot.NOT_DELIVERED),
        (OrderState.CANCELLED, WhyNot.CANCELLED),
    ],
)
def test_what_never_came_cannot_go_back(state: OrderState, why: WhyNot) -> None:
    assert judged(bought(state=state)).why_not is why


def test_a_fault_of_ours_outweighs_the_condition_but_not_the_time() -> None:
    coffee = bought(COFFEE, days_ago=4)
    assert judged(coffee).why_not is None
    assert judged(coffee, reason=Reason.CHANGED_MIND).why_not is WhyNot.ONLY_FAULTY
    assert judged(coffee, reason=Reason.DAMAGED).why_not is None
    assert judged(bought(COFFEE, days_ago=40), reason=Reason.DAMAGED).why_not is WhyNot.TOO_LATE
    jacket = bought(line("Rain Jacket"))
    assert judged(jacket, reason=Reason.TOO_SMALL, used=True).why_not is WhyNot.USED
    assert judged(jacket, reason=Reason.FAULTY, used=True).why_not is None


def test_without_a_rule_a_person_decides() -> None:
    assert returnable(bought(), ReturnRules(), today=NOW.date()).why_not is WhyNot.NO_RULE


@given(
    quantity=st.integers(1, 20),
    price=st.integers(0, 10_000),
    tax=st.integers(0, 5_000),
    parts=st.lists(st.integers(1, 20), max_size=20),
)
def test_parts_that_come_back_make_the_whole_to_the_cent(quantity: int, price: int, tax: int, parts: list[int]) -> None:
    back, total = 0, 0
    for wanted in [*parts, quantity]:
        if part := min(wanted, quantity - back):
            what = line("Mug", quantity=quantity, returned=back, price_minor=price, tax_minor=tax)
            total += refund_minor([(Returnable(thing=bought(what), rule=Rule()), part)])
            back += part
    assert total == quantity * price + tax


def test_what_is_our_fault_costs_nothing_to_send() -> None:
    rules = [RULES.rule_for(("Home", "Furniture")), RULES.general]
    assert shipping_minor(rules, Reason.CHANGED_MIND) == 4900
    assert shipping_minor(rules, Reason.DAMAGED) == 0


REASONS = (
    ("they're too small", Reason.TOO_SMALL),
    ("they pinch my toes", Reason.TOO_SMALL),
    ("it runs large", Reason.TOO_BIG),
    ("the jacket ripped after one day", Reason.DAMAGED),
    ("it arrived broken", Reason.DAMAGED),
    ("the milk was sour and spoiled", Reason.DAMAGED),
    ("it doesn\N{RIGHT SINGLE QUOTATION MARK}t turn on", Reason.FAULTY),
    ("the zipper is broken", Reason.FAULTY),
    ("you sent the wrong color", Reason.WRONG_ITEM),
    ("i ordered black and got blue", Reason.WRONG_ITEM),
    ("i ordered the wrong thing", Reason.CHANGED_MIND),
    ("i bought the wrong size", Reason.NOT_AS_EXPECTED),
    ("it's not like in the picture", Reason.NOT_AS_EXPECTED),
    ("i changed my mind", Reason.CHANGED_MIND),
    ("i don't like it", Reason.CHANGED_MIND),
    ("no reason", Reason.OTHER),
    ("i want to return the boots", None),
)


@pytest.mark.parametrize(("text", "reason"), REASONS)
def test_reasons_are_heard_in_the_shoppers_words(text: str, reason: Reason | None) -> None:
    assert reason_said(text) is reason


def test_what_is_wanted_for_it_is_heard_where_it_is_clear() -> None:
    assert resolution_said("i'd like my money back") is Resolution.REFUND
    assert resolution_said("exchange it for a bigger one") is Resolution.EXCHANGE
    assert resolution_said("money back or exchange") is None
    assert resolution_said("take it back") is None


def test_a_reason_is_no_wish_for_a_size() -> None:
    assert "small" not in without_reason("too small, i want a large")
    assert "large" in without_reason("too small, i want a large")


def test_owning_up_to_use_is_heard() -> None:
    assert was_used("i wore them once")
    assert was_used("i opened the box")
    assert not was_used("never worn")
    assert not was_used("it is unopened")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("how long do i have to return shoes", Topic.DAYS),
        ("do i need the receipt", Topic.PROOF),
        ("when do i get my money back", Topic.REFUND_TIME),
        ("who pays for return shipping", Topic.COST),
        ("can i return opened food", Topic.CONDITION),
        ("what's your return policy", None),
    ],
)
def test_the_question_is_heard(text: str, topic: Topic | None) -> None:
    assert topic_of(text) is topic


def test_the_rule_is_told_as_the_policys() -> None:
    rule = RULES.rule_for(("Outdoor", "Clothing", "Jackets"))
    told = return_rules.explained(RULES, rule, Topic.DAYS, currency="USD")
    assert told == "Our returns policy says: thirty days from delivery for jackets, unworn."
    assert return_rules.explained(ReturnRules(), Rule(), Topic.PROOF, currency="USD") is None


def test_a_no_tells_its_rule() -> None:
    said = return_rules.of_bought(judged(bought(days_ago=100)), now_on=NOW.date()).speech
    assert said.startswith("No. Our returns policy says: you have sixty days")
