"""The database freezes or stops while orders are placed: nothing is claimed meanwhile, and soon all is ordered once."""

import os
import signal
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from tests.e2e.books import books_of, check_invariants, orders_of, put, widen_windows
from tests.e2e.talking import CONFIRMING, CUSTOMER, GUEST_DELIVERED, GUEST_PICKS_UP, MAYA, Shopper, claims_an_order
from tests.open_shop import OpenShop, children, let_pass, until

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

RECOVERY_S = 10.0
EACH = 2
# At the beginning of the turns, when some of them ask for the order's goods, and when some are placing.
DELAYS_S = (0.0, 0.02, 0.06)


@pytest.fixture
def shoppers(open_shop: OpenShop) -> Iterator[list[Shopper]]:
    """All of them have been asked whether to place their order."""
    with books_of(open_shop) as connection:
        put(connection, 500)
        widen_windows(connection)
    ready = []
    for customer, sentences in ((None, GUEST_DELIVERED), (None, GUEST_PICKS_UP), (MAYA, CUSTOMER)) * EACH:
        shopper = Shopper(open_shop, customer=customer)
        *_, summary = shopper.goes_through(sentences[:-1])
        assert CONFIRMING in summary["speech"]
        ready.append(shopper)
    yield ready
    with books_of(open_shop) as connection:
        check_invariants(connection)


@pytest.mark.parametrize("delay_s", DELAYS_S)
def test_a_frozen_database_lets_nobody_hear_of_an_order_that_is_not_there(
    open_shop: OpenShop, shoppers: Sequence[Shopper], delay_s: float
) -> None:
    request_ids = [uuid.uuid4().hex for _ in shoppers]
    with _all_saying_yes(shoppers, request_ids) as answers:
        let_pass(delay_s)
        with _frozen(open_shop):
            heard = [answer.result() for answer in answers]
            assert shoppers[0].tries("what's in my cart")[0] != 200
        back = time.monotonic()
    _all_ordered_once(open_shop, shoppers, request_ids, heard)
    assert time.monotonic() - back < RECOVERY_S


@pytest.mark.parametrize("delay_s", DELAYS_S)
def test_a_database_that_stops_lets_nobody_hear_of_an_order_that_is_not_there(
    open_shop: OpenShop, shoppers: Sequence[Shopper], delay_s: float
) -> None:
    request_ids = [uuid.uuid4().hex for _ in shoppers]
    old = open_shop.pid_of("Postgres")
    assert old is not None
    with _all_saying_yes(shoppers, request_ids) as answers:
        let_pass(delay_s)
        os.kill(old, signal.SIGINT)
        heard = [answer.result() for answer in answers]
    until(lambda: open_shop.pid_of("Postgres") not in {None, old} and _is_there(open_shop))
    back = time.monotonic()
    _all_ordered_once(open_shop, shoppers, request_ids, heard)
    assert time.monotonic() - back < RECOVERY_S


@contextmanager
def _all_saying_yes(shoppers: Sequence[Shopper], request_ids: Sequence[str]) -> Iterator[list[Future[tuple[int, Any]]]]:
    with ThreadPoolExecutor(len(shoppers)) as threads:
        yield [
            threads.submit(_saying_yes(shopper, request_id))
            for shopper, request_id in zip(shoppers, request_ids, strict=True)
        ]


def _saying_yes(shopper: Shopper, request_id: str) -> Callable[[], tuple[int, Any]]:
    return lambda: shopper.tries("yes", request_id=request_id)


def _all_ordered_once(
    shop: OpenShop, shoppers: Sequence[Shopper], request_ids: Sequence[str], heard: Sequence[tuple[int, Any]]
) -> None:
    """What was heard meanwhile is true, and who heard of no order has one after asking again."""
    with ThreadPoolExecutor(len(shoppers)) as threads:
        again = list(
            threads.map(
                lambda pair: pair[0].insists("yes", request_id=pair[1]), zip(shoppers, request_ids, strict=True)
            )
        )
    with books_of(shop) as books:
        for shopper, (status, before), after in zip(shoppers, heard, again, strict=True):
            ((number, lines),) = orders_of(books, shopper.session_id)
            assert sum(lines.values()) == 1
            assert after["order"]["number"] == number, after["speech"]
            assert status in {200, 503}
            if status == 200 and claims_an_order(before):
                assert before["order"]["number"] == number
            elif status == 200:
                assert before["speech"].startswith("Sorry")


@contextmanager
def _frozen(shop: OpenShop) -> Iterator[None]:
    """The postmaster and every backend, as when the machine is out of breath."""
    postmaster = shop.pid_of("Postgres")
    assert postmaster is not None
    # The postmaster first, so that it starts no backend that would be missed.
    _signal([postmaster], signal.SIGSTOP)
    pids = [postmaster, *children(postmaster)]
    _signal(pids, signal.SIGSTOP)
    try:
        yield
    finally:
        _signal([*pids, *children(postmaster)], signal.SIGCONT)


def _signal(pids: Sequence[int], number: signal.Signals) -> None:
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def _is_there(shop: OpenShop) -> bool:
    try:
        with books_of(shop):
            return True
    except psycopg.OperationalError:
        return False
