"""Programs die in the middle of a checkout, at every step of it: what was confirmed is ordered once, and never lost."""

import os
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest

from tests.e2e.books import books_of, check_invariants, ordered, orders_of, put, shelves, widen_windows
from tests.e2e.talking import CUSTOMER, GUEST_DELIVERED, GUEST_PICKS_UP, MAYA, Reply, Shopper
from tests.open_shop import OpenShop, let_pass, until

pytestmark = [pytest.mark.stack, pytest.mark.timeout(600)]

AT_ONCE = 8
LONGEST_WAIT_S = 30.0
CONVERSATIONS: Sequence[tuple[str | None, tuple[str, ...]]] = (
    (None, GUEST_DELIVERED),
    (None, GUEST_PICKS_UP),
    (MAYA, CUSTOMER),
)


@dataclass
class Conversation:
    """Stands before one of its sentences."""

    shopper: Shopper
    sentences: tuple[str, ...]
    step: int
    request_id: str = field(default_factory=lambda: uuid.uuid4().hex)
    heard: list[tuple[int, Any]] = field(default_factory=list)

    def comes_to_its_step(self) -> None:
        self.shopper.goes_through(self.sentences[: self.step])

    def speaks(self) -> None:
        self.heard.append(self.shopper.tries(self.sentences[self.step], request_id=self.request_id))

    def says_it_again(self) -> Reply:
        return self.shopper.insists(self.sentences[self.step], request_id=self.request_id)

    def goes_on(self) -> Reply:
        last = self.says_it_again()
        for sentence in self.sentences[self.step + 1 :]:
            last = self.shopper.insists(sentence)
        return last

    @property
    def answered_before(self) -> Reply | None:
        status, reply = self.heard[0]
        return reply if status == 200 and not reply["speech"].startswith("Sorry") else None


@pytest.fixture(scope="module")
def books(open_shop: OpenShop) -> Iterator[psycopg.Connection[Any]]:
    with books_of(open_shop) as connection:
        put(connection, 500)
        widen_windows(connection)
        yield connection


Moment = Callable[[psycopg.Connection[Any], Sequence[Conversation]], None]


def _after(seconds: float) -> Moment:
    return lambda _books, _conversations: let_pass(seconds)


def _as_soon_as_an_order_is_on_the_books(books: psycopg.Connection[Any], _: Sequence[Conversation]) -> None:
    """The shopper has most likely not heard of it yet."""
    before = ordered(books)
    deadline = time.monotonic() + LONGEST_WAIT_S
    while ordered(books) == before:
        assert time.monotonic() < deadline
        time.sleep(0.001)


def _as_soon_as_somebody_is_answered(_: psycopg.Connection[Any], conversations: Sequence[Conversation]) -> None:
    deadline = time.monotonic() + LONGEST_WAIT_S
    while not any(one.heard for one in conversations):
        assert time.monotonic() < deadline
        time.sleep(0.001)


MOMENTS = {
    "as the turns begin": (["gateway"], _after(0.02)),
    "in the middle of the turns": (["gateway"], _after(0.15)),
    "with the first order": (["gateway"], _as_soon_as_an_order_is_on_the_books),
    "with the first answer": (["gateway"], _as_soon_as_somebody_is_answered),
    "and not the gateway": (["Rasa", "worker"], _after(0.1)),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_death_at_any_step_of_a_checkout_loses_and_doubles_nothing(
    open_shop: OpenShop, books: psycopg.Connection[Any], moment: str
) -> None:
    programs, comes = MOMENTS[moment]
    conversations = _one_at_each_step(open_shop)
    stock, sold = shelves(books), ordered(books)

    with _all_speaking(conversations):
        comes(books, conversations)
        _kill_and_heal(open_shop, programs)

    assert any(one.answered_before is None for one in conversations), "the death came too late to cut anybody off"
    ends = _all(Conversation.goes_on, conversations)
    for conversation, end in zip(conversations, ends, strict=True):
        _is_ordered_once(books, conversation, end)
    assert ordered(books) - sold == stock - shelves(books) == len(conversations)
    check_invariants(books)


def _one_at_each_step(shop: OpenShop) -> list[Conversation]:
    """And one more at each last step: that is where most is at stake."""
    places = [
        (customer, sentences, step)
        for customer, sentences in CONVERSATIONS
        for step in (*range(len(sentences)), len(sentences) - 1)
    ]

    def begin(place: tuple[str | None, tuple[str, ...], int]) -> Conversation:
        customer, sentences, step = place
        conversation = Conversation(Shopper(shop, customer=customer), sentences, step)
        conversation.comes_to_its_step()
        return conversation

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(begin, places))


class _all_speaking:  # noqa: N801 - reads as what it is in a with statement
    """Every conversation says its sentence at the same moment; at the end all of them have come back, however."""

    def __init__(self, conversations: Sequence[Conversation]) -> None:
        together = threading.Barrier(len(conversations) + 1)

        def speak(conversation: Conversation) -> None:
            together.wait()
            conversation.speaks()

        self._together = together
        self._threads = [threading.Thread(target=speak, args=[one]) for one in conversations]

    def __enter__(self) -> None:
        for thread in self._threads:
            thread.start()
        self._together.wait()

    def __exit__(self, *_: object) -> None:
        for thread in self._threads:
            thread.join()


def _kill_and_heal(shop: OpenShop, programs: Sequence[str]) -> None:
    old = {program: shop.pid_of(program) for program in programs}
    for program, pid in old.items():
        assert pid is not None, program
        os.kill(pid, signal.SIGKILL)
    until(lambda: all(shop.pid_of(program) not in {None, pid} for program, pid in old.items()))
    until(shop.is_ready)


def _is_ordered_once(books: psycopg.Connection[Any], conversation: Conversation, end: Reply) -> None:
    before = conversation.answered_before
    if before is not None:
        assert conversation.says_it_again() == before
    told = end["order"]
    assert told is not None, (conversation.sentences, conversation.step, end["speech"])
    assert [line["quantity"] for line in told["lines"]] == [1]
    ((number, lines),) = orders_of(books, conversation.shopper.session_id)
    assert (number, sum(lines.values())) == (told["number"], 1)
    if conversation.step == len(conversation.sentences) - 1:
        assert conversation.says_it_again()["order"]["number"] == number
    assert conversation.shopper.cart()["lines"] == []


def _all(does: Callable[[Conversation], Reply], conversations: Sequence[Conversation]) -> list[Reply]:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(does, conversations))
