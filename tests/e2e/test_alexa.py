"""Alexa's door on the whole product: every built-in, a dialogue that hangs, the same request twice, and voice codes."""

import os
import re
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import pytest

from assistant.simulators.linking import Linking
from assistant.simulators.wire import Wire
from tests.e2e.alexa_shopper import AlexaShopper, intent
from tests.e2e.books import books_of, put
from tests.open_shop import OpenShop
from tests.unit.alexa.oracle import said

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

ADDING = intent("AddIntent", query="the cheapest oat milk")
# Has a voice code, which is none of these.
DANIEL = "daniel-whitlock"
CODE, WRONG_CODES = "4821", ("9183", "7264", "5539")
# Opened in this order, each amid a session: what is heard, and whether the microphone is open then.
WHAT_FOLLOWS = (
    ("Help", True),
    ("Fallback", True),
    ("Repeat", True),
    ("Next", True),
    ("Previous", True),
    ("Yes", True),
    ("Stop", False),
)


@contextmanager
def frozen(shop: OpenShop, program: str) -> Iterator[None]:
    pid = shop.pid_of(program)
    assert pid is not None
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)


def shopper_in(shop: OpenShop, *, has_cart: bool) -> AlexaShopper:
    shopper = AlexaShopper(shop)
    shopper.asks({"type": "LaunchRequest"})
    if has_cart:
        assert said(shopper.asks(ADDING)).startswith("Added")
    return shopper


@pytest.mark.parametrize("has_cart", [False, True])
def test_a8_each_built_in_listens_on_or_ends(development_shop: OpenShop, has_cart: bool) -> None:
    shopper = shopper_in(development_shop, has_cart=has_cart)
    for name, is_open in WHAT_FOLLOWS:
        told = shopper.built_in(name)
        assert shopper.is_open is is_open, (name, said(told))
        assert said(told)


@pytest.mark.parametrize("has_cart", [False, True])
def test_a8_going_home_ends_quietly_and_no_leaves_the_cart(development_shop: OpenShop, has_cart: bool) -> None:
    shopper = shopper_in(development_shop, has_cart=has_cart)
    assert shopper.built_in("NavigateHome")["response"] == {"shouldEndSession": True}
    shopper.asks({"type": "LaunchRequest"})
    shopper.built_in("No")
    heard = shopper.says("what's in my cart")
    assert ("oat milk" in heard.lower()) is has_cart


def test_a8_cancel_leaves_a_choice_open_first_and_then_ends(development_shop: OpenShop) -> None:
    shopper = shopper_in(development_shop, has_cart=True)
    shopper.says("show me rain jackets")
    shopper.built_in("Cancel")
    assert shopper.is_open
    shopper.built_in("Cancel")
    assert not shopper.is_open


def test_a8_a_launch_tells_of_the_cart_and_goes_on_where_it_was(development_shop: OpenShop) -> None:
    shopper = shopper_in(development_shop, has_cart=True)
    found = shopper.says("show me kettles")
    shopper.built_in("Stop")
    assert "one item in your cart" in said(shopper.asks({"type": "LaunchRequest"}))
    told = shopper.says("tell me about the first one")
    assert _first_named(found) in told


def test_a13_a_dialogue_that_hangs_is_apologised_for_within_six_seconds(development_shop: OpenShop) -> None:
    shopper = shopper_in(development_shop, has_cart=False)
    with frozen(development_shop, "Rasa"):
        started = time.monotonic()
        told = shopper.asks(ADDING)
        assert time.monotonic() - started < 6
    assert said(told).startswith("Sorry")
    assert said(shopper.asks(ADDING)).startswith("Added")


def test_a14_the_same_request_at_once_has_one_effect_and_one_answer(development_shop: OpenShop) -> None:
    shopper = shopper_in(development_shop, has_cart=False)
    body = shopper.written(ADDING)
    with ThreadPoolExecutor(8) as at_once:
        answers = list(at_once.map(lambda _: shopper.sends(body), range(8)))
    assert {status for status, _ in answers} == {200}
    assert len({content for _, content in answers}) == 1
    told = shopper.says("what's in my cart")
    assert "oat milk" in told.lower()
    assert not re.search(r"\b(?:two|three|four|five|six|seven|eight)\b (?:of|oat|\w+ oat)", told.lower())


def test_a15_three_wrong_codes_lock_the_order_and_stand_in_no_log(development_shop: OpenShop) -> None:
    with books_of(development_shop) as books:
        put(books, 500)
        daniel = linked(development_shop, DANIEL)
        before = books.execute("select count(*) from orders").fetchone()
        assert "Daniel" in said(daniel.asks({"type": "LaunchRequest"}))
        daniel.says("show me rain jackets over one hundred and fifty dollars")
        assert daniel.says("add the first one in blue, size large").startswith("Added")
        assert "Shall I place the order?" in daniel.says("check out")
        assert "voice code" in said(daniel.built_in("Yes"))
        heard = [daniel.says(" ".join(code)) for code in WRONG_CODES]
        assert "two more tries" in heard[0]
        assert "locked" in heard[2]
        # The right one opens nothing any more.
        daniel.says("check out")
        daniel.built_in("Yes")
        daniel.asks(intent("CodeIntent", code=CODE))
        assert books.execute("select count(*) from orders").fetchone() == before
    codes = re.compile(rf"\b(?:{'|'.join([CODE, *WRONG_CODES])}|{'|'.join(map(' '.join, WRONG_CODES))})\b")
    logs = sorted((development_shop.folder / "log").glob("*.log"))
    assert logs
    assert [log.name for log in logs if codes.search(log.read_text())] == []
    assert not codes.search(development_shop.told)


def test_whoever_comes_back_to_a_checkout_is_told_all_of_it_before_a_yes(development_shop: OpenShop) -> None:
    maya = linked(development_shop, "maya-okafor")
    maya.asks({"type": "LaunchRequest"})
    assert maya.says("add the cheapest oat milk").startswith("Added")
    summary = maya.says("check out")
    assert "Shall I place the order?" in summary
    maya.built_in("Stop")
    told = said(maya.asks({"type": "LaunchRequest"}))
    assert told.endswith(summary[summary.index("From ") :])
    maya.built_in("Stop")
    assert said(maya.built_in("Resume")).endswith(summary[summary.index("From ") :])


def linked(shop: OpenShop, customer: str) -> AlexaShopper:
    """As after linking the account in the Alexa app."""
    token = Linking(wire=Wire(shop.address), notes={}).access_token(customer)
    return AlexaShopper(shop, access_token=token)


def test_a15_what_a_guest_put_into_the_cart_comes_along_when_the_account_is_linked(development_shop: OpenShop) -> None:
    """Whatever Alexa calls the shopper from then on: linking is what is remembered by."""
    guest = shopper_in(development_shop, has_cart=True)
    told = guest.asks(intent("CheckoutIntent"))
    assert told["response"]["card"] == {"type": "LinkAccount"}
    customer = linked(development_shop, "priya-raman")
    customer.user = guest.user
    assert "oat milk" in customer.says("what's in my cart").lower()
    enabled_anew = AlexaShopper(development_shop, access_token=customer.access_token)
    assert "oat milk" in enabled_anew.says("what's in my cart").lower()


def _first_named(found: str) -> Any:
    """The name of the first of the goods that were told."""
    named = re.search(r"I found (?:the )?(?:\w+'s? )?([A-Z]\w+)", found)
    assert named, found
    return named[1]
