"""The same request again, other words under its id, a second yes, a second device: one effect, and one answer."""

import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import jwt
import psycopg
import pytest

from tests.e2e.books import books_of, check_invariants, orders_of, put, widen_windows
from tests.e2e.talking import ADDING, CONFIRMING, GUEST_PICKS_UP, MAYA, Shopper, claims_an_order
from tests.open_shop import CUSTOMER_SECRET, OpenShop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]


@pytest.fixture(autouse=True)
def books(open_shop: OpenShop) -> Iterator[psycopg.Connection[Any]]:
    with books_of(open_shop) as connection:
        put(connection, 500)
        widen_windows(connection)
        yield connection
        check_invariants(connection)


@pytest.fixture
def about_to_confirm(open_shop: OpenShop) -> Shopper:
    shopper = Shopper(open_shop)
    *_, summary = shopper.goes_through(GUEST_PICKS_UP[:-1])
    assert CONFIRMING in summary["speech"]
    return shopper


def test_the_same_id_with_other_words_is_refused_and_does_nothing(
    open_shop: OpenShop, books: psycopg.Connection[Any]
) -> None:
    shopper, request_id = Shopper(open_shop), uuid.uuid4().hex
    first = shopper.says(ADDING, request_id=request_id)
    cart = shopper.cart()
    for other in ("add two more", f"{ADDING}s", "yes"):
        assert shopper.tries(other, request_id=request_id)[0] == 422
    assert shopper.cart() == cart
    assert shopper.says(ADDING, request_id=request_id) == first


def test_a_yes_under_the_id_of_the_question_before_it_orders_nothing(
    open_shop: OpenShop, books: psycopg.Connection[Any]
) -> None:
    shopper, request_id = Shopper(open_shop), uuid.uuid4().hex
    shopper.goes_through(GUEST_PICKS_UP[:2])
    assert CONFIRMING in shopper.says(GUEST_PICKS_UP[2], request_id=request_id)["speech"]
    assert shopper.tries("yes", request_id=request_id)[0] == 422
    assert orders_of(books, shopper.session_id) == []


def test_the_same_request_at_the_same_time_is_done_once_and_answered_alike(
    open_shop: OpenShop, books: psycopg.Connection[Any]
) -> None:
    shopper = Shopper(open_shop)
    for sentence in GUEST_PICKS_UP:
        request_id = uuid.uuid4().hex
        heard = _at_once([partial(shopper.tries, sentence, request_id=request_id)] * 8)
        assert {status for status, _ in heard} <= {200, 409}
        replies = [reply for status, reply in heard if status == 200]
        assert replies
        assert all(reply == replies[0] for reply in replies)
        assert shopper.says(sentence, request_id=request_id) == replies[0]
        lines = shopper.cart()["lines"]
        assert [line["quantity"] for line in lines] == ([1] if sentence != GUEST_PICKS_UP[-1] else [])
    assert len(orders_of(books, shopper.session_id)) == 1


def test_a_second_yes_orders_nothing_more(books: psycopg.Connection[Any], about_to_confirm: Shopper) -> None:
    order = about_to_confirm.says("yes")["order"]
    again = about_to_confirm.says("yes")
    assert again["order"] is None
    assert not claims_an_order(again)
    assert about_to_confirm.says("place the order")["order"] is None
    assert [number for number, _ in orders_of(books, about_to_confirm.session_id)] == [order["number"]]


def test_yes_said_many_times_at_once_is_one_order(books: psycopg.Connection[Any], about_to_confirm: Shopper) -> None:
    heard = _at_once([lambda: about_to_confirm.tries("yes")] * 8)
    assert {status for status, _ in heard} <= {200, 409}
    told = [reply["order"]["number"] for status, reply in heard if status == 200 and reply["order"]]
    ((number, lines),) = orders_of(books, about_to_confirm.session_id)
    assert set(told) == {number}
    assert sum(lines.values()) == 1


def test_two_devices_of_one_customer_that_confirm_at_once_order_once(
    open_shop: OpenShop, books: psycopg.Connection[Any]
) -> None:
    customer = f"c-{uuid.uuid4().hex}"
    phone, speaker = _signed_in(open_shop, customer), _signed_in(open_shop, customer)
    _, on_phone = phone.goes_through((ADDING, "check out for pickup at riverside"))
    assert CONFIRMING in on_phone["speech"]
    at_speaker = speaker.says("check out")
    assert CONFIRMING in at_speaker["speech"]
    assert at_speaker["cart"]["total"] == on_phone["cart"]["total"]

    heard = _at_once([lambda: phone.insists("yes"), lambda: speaker.insists("yes")])
    ((number, lines),) = orders_of(books, phone.session_id)
    assert sum(lines.values()) == 1
    assert {reply["order"]["number"] for reply in heard if reply["order"]} == {number}
    assert phone.cart()["lines"] == speaker.cart()["lines"] == []


def test_one_order_of_a_signed_in_customer_however_often_confirmed(
    open_shop: OpenShop, books: psycopg.Connection[Any]
) -> None:
    maya = Shopper(open_shop, customer=MAYA)
    *_, summary = maya.goes_through((ADDING, "checkout"))
    assert CONFIRMING in summary["speech"]
    request_id = uuid.uuid4().hex
    replies = _at_once([lambda: maya.insists("yes", request_id=request_id)] * 6)
    assert len({reply["order"]["number"] for reply in replies}) == 1
    assert len(orders_of(books, maya.session_id)) == 1


def _signed_in(shop: OpenShop, customer: str) -> Shopper:
    """By the word of the retailer's own site."""
    shopper = Shopper(shop)
    claims = {
        "sub": customer,
        "aud": "aisle",
        "exp": int(time.time()) + 60,
        "jti": uuid.uuid4().hex,
        "name": "Ann Lee",
        "email": f"{customer}@example.com",
    }
    assertion = jwt.encode(claims, CUSTOMER_SECRET, algorithm="HS256")
    signed_in = shop.ask("POST", "/chat/sign-in", body={"assertion": assertion}, token=shopper.token)[1]
    shopper.token, shopper.session_id = signed_in["token"], signed_in["session_id"]
    return shopper


def _at_once(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(lambda call: call(), calls))
