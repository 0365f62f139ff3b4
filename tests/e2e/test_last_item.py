"""Fifty shoppers want the last one at the same moment: it is sold once, and the others are told so kindly."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from tests.e2e.books import OATS, books_of, check_invariants, let_go, ordered, put, shelves, widen_windows
from tests.e2e.talking import CONFIRMING, GUEST_PICKS_UP, Reply, Shopper, claims_an_order
from tests.open_shop import OpenShop

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

MANY = 50
# What nobody should hear who only came too late.
UNKIND = ("error", "failed", "exception", "invalid", "none", "null")
KIND = ("sold out", "not available", "isn't available", "only one", "out of stock", "gone", "left")


@pytest.fixture
def books(open_shop: OpenShop) -> Iterator[psycopg.Connection[Any]]:
    with books_of(open_shop) as connection:
        let_go(connection)
        put(connection, MANY)
        widen_windows(connection)
        yield connection
        let_go(connection)
        put(connection, 500)


@pytest.fixture
def shoppers(open_shop: OpenShop) -> list[Shopper]:
    return _each(lambda _: Shopper(open_shop), range(MANY))


def test_fifty_who_all_confirm_at_once_get_one_order(
    books: psycopg.Connection[Any], shoppers: Sequence[Shopper]
) -> None:
    *before, yes = GUEST_PICKS_UP
    told = _each(lambda one: one.goes_through(before)[-1], shoppers, at_once=8)
    assert all(CONFIRMING in reply["speech"] for reply in told)
    sold = ordered(books)
    put(books, 1)
    let_go(books)
    replies = _each(lambda one: one.insists(yes), shoppers)
    _one_got_it(replies)
    assert (shelves(books), ordered(books) - sold) == (0, 1)
    for shopper, reply in zip(shoppers, replies, strict=True):
        assert len(shopper.cart()["lines"]) == (0 if reply["order"] else 1)
    check_invariants(books)


def test_fifty_whole_purchases_at_once_get_one_order(
    books: psycopg.Connection[Any], shoppers: Sequence[Shopper]
) -> None:
    put(books, 1)
    sold = ordered(books)

    def buys(shopper: Shopper) -> Reply:
        """Until there is nothing left that a yes would order: whoever is told that it is gone has heard enough."""
        for sentence in GUEST_PICKS_UP:
            reply = shopper.insists(sentence)
            if _tells_it_is_gone(reply):
                break
        return reply

    replies = _each(buys, shoppers)
    _one_got_it(replies)
    assert (shelves(books), ordered(books) - sold) == (0, 1)
    check_invariants(books)


def test_whoever_comes_too_late_goes_on_with_the_rest_of_the_cart(
    open_shop: OpenShop, books: psycopg.Connection[Any]
) -> None:
    late = Shopper(open_shop)
    late.goes_through(("add the cheapest bananas", *GUEST_PICKS_UP[:-1]))
    let_go(books)
    put(books, 0)
    told = late.says("yes")
    assert _tells_it_is_gone(told)
    assert not claims_an_order(told)
    without = late.says("yes")
    assert CONFIRMING in without["speech"]
    assert OATS not in str(without["cart"])
    order = late.says("yes")["order"]
    assert ["banana" in line["title"].lower() for line in order["lines"]] == [True]


def _one_got_it(replies: Sequence[Reply]) -> None:
    assert [claims_an_order(reply) for reply in replies].count(True) == 1
    for reply in (one for one in replies if not claims_an_order(one)):
        said = reply["speech"].lower()
        assert _tells_it_is_gone(reply), said
        assert not any(word in said.split() for word in UNKIND), said
        assert len(said) <= 420


def _tells_it_is_gone(reply: Reply) -> bool:
    return reply["order"] is None and any(words in reply["speech"].lower() for words in KIND)


def _each(does: Callable[[Any], Any], whom: Iterable[Any], *, at_once: int = MANY) -> list[Any]:
    with ThreadPoolExecutor(at_once) as threads:
        return list(threads.map(does, whom))
