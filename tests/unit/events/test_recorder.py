"""What is told behind the turns: soon, in order, and never at their expense."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from assistant.recorder import Entry, Patience, TurnRecorder
from assistant.turns import Ended
from rerank.events.event import Actor
from rerank.events.of_turn import CallTold
from rerank.ranking.stored_lists import ToldList
from shop.errors import ShopUnavailable
from shop.shown import Placement, ShownList, Surface
from shop.turn import Channel
from tests.unit.fakes import NOON, reply, turn

SOON_S = 2.0
COATS = ShownList(
    list_id="coats",
    surface=Surface.SEARCH,
    model="baseline",
    placements=(Placement(product_id="coat", variant_id="coat-1", position=1, relevance=1.0, score=1.0),),
)


class Book:
    """Takes what is handed over, unless it is away; `damaged` turns can never be written."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.entries: list[Entry] = []
        self.away = 0
        self.damaged: set[str] = set()
        self.held: asyncio.Event | None = None
        self.dropped: list[tuple[str, int]] = []

    async def keep(self, batch: Sequence[Entry]) -> None:
        if self.held:
            await self.held.wait()
        if self.away:
            self.away -= 1
            raise ShopUnavailable
        self.entries += batch
        ids = [told.shown.list_id if isinstance(told, ToldList) else told.turn_id for told in batch]
        if self.damaged & set(ids):
            raise ValueError("cannot be written")
        self.batches.append(ids)

    @property
    def kept(self) -> list[str]:
        return [turn_id for batch in self.batches for turn_id in batch]

    def open(self) -> TurnRecorder:
        recorder = TurnRecorder(
            self.keep,
            now=lambda: NOON,
            on_dropped=lambda reason, turns: self.dropped.append((reason, turns)),
            patience=Patience(pause_s=0.001, longest_pause_s=0.002, tries=3, most_waiting=4),
        )
        recorder.start()
        return recorder


def ended(turn_id: str, *, talk: str | None = None, outcome: str = "answered") -> Ended:
    spoken = turn(request_id=turn_id, conversation_id=talk or f"talk of {turn_id}")
    return Ended(turn=spoken, outcome=outcome, reply=reply(turn_id))


async def until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON_S):
        while not is_so():  # noqa: ASYNC110 - what is waited for tells nobody
            await asyncio.sleep(0.001)


async def test_turns_are_told_together_and_soon() -> None:
    book = Book()
    recorder = book.open()
    for number in range(3):
        recorder.ended(ended(f"t{number}"))
    await until(lambda: len(book.kept) == 3)
    assert book.batches == [["t0", "t1", "t2"]]
    await recorder.finish(within_s=SOON_S)


async def test_of_one_conversation_a_turn_is_told_before_the_next() -> None:
    book = Book()
    recorder = book.open()
    for number, talk in enumerate(["a", "b", "a", "c"]):
        recorder.ended(ended(f"t{number}", talk=talk))
    await recorder.finish(within_s=SOON_S)
    assert book.batches == [["t0", "t1"], ["t2", "t3"]]


@pytest.mark.parametrize("outcome", ["replayed", "refused", "unavailable"])
async def test_what_is_nothing_new_is_not_told(outcome: str) -> None:
    book = Book()
    recorder = book.open()
    recorder.ended(ended("t", outcome=outcome))
    recorder.ended(replace(ended("t"), reply=None))
    await recorder.finish(within_s=SOON_S)
    assert book.kept == []


async def test_a_database_that_comes_back_loses_nothing() -> None:
    book = Book()
    book.away = 2
    recorder = book.open()
    recorder.ended(ended("t"))
    await until(lambda: book.kept == ["t"])
    assert book.dropped == []
    await recorder.finish(within_s=SOON_S)


async def test_a_database_that_stays_away_is_given_up_for_these_turns_and_counted() -> None:
    book = Book()
    book.away = 3
    recorder = book.open()
    recorder.ended(ended("lost"))
    await until(lambda: book.dropped == [("unavailable", 1)])
    recorder.ended(ended("next"))
    await until(lambda: book.kept == ["next"])
    await recorder.finish(within_s=SOON_S)


async def test_a_turn_that_cannot_be_written_does_not_cost_the_others() -> None:
    book = Book()
    book.damaged = {"t1"}
    recorder = book.open()
    for number in range(3):
        recorder.ended(ended(f"t{number}"))
    await recorder.finish(within_s=SOON_S)
    assert book.kept == ["t0", "t2"]
    assert book.dropped == [("broken", 1)]


async def test_no_more_wait_than_there_is_room_for() -> None:
    book = Book()
    recorder = book.open()
    for number in range(7):
        recorder.ended(ended(f"t{number}"))
    await recorder.finish(within_s=SOON_S)
    assert book.kept == ["t0", "t1", "t2", "t3"]
    assert book.dropped == [("too_many", 1)] * 3


async def test_closing_waits_for_what_is_under_way_but_not_for_ever() -> None:
    book = Book()
    book.held = asyncio.Event()
    recorder = book.open()
    recorder.ended(ended("t"))
    await recorder.finish(within_s=0.01)
    assert book.dropped == [("closed", 1)]


async def test_a_list_of_a_turn_is_known_by_the_turn_and_a_page_s_by_its_own_name() -> None:
    book = Book()
    recorder = book.open()
    recorder.ended(replace(ended("t1"), shown=COATS))
    recorder.listed(ToldList(shown=COATS, actor=Actor(), channel="web", at=NOON))
    recorder.listed(ToldList(shown=replace(COATS, placements=()), actor=Actor(), channel="web", at=NOON))
    await recorder.finish(within_s=SOON_S)
    assert [entry.shown.list_id for entry in book.entries if not isinstance(entry, CallTold) and entry.shown] == [
        "t1",
        "coats",
    ]


async def test_calls_of_tools_are_told_beside_the_turns() -> None:
    book = Book()
    recorder = book.open()
    for number in range(2):
        recorder.called(CallTold(turn_id=f"agent-{number}", channel=Channel.AGENT, shopper_id="ann", at=NOON))
    recorder.ended(ended("t1"))
    await recorder.finish(within_s=SOON_S)
    assert book.batches == [["agent-0", "agent-1", "t1"]]


async def test_where_nothing_is_told_of_turns_nothing_is_told_of_calls() -> None:
    book = Book()
    recorder = TurnRecorder(book.keep, now=lambda: NOON, on_dropped=lambda reason, _: book.dropped.append((reason, 1)))
    recorder.called(CallTold(turn_id="agent-1", channel=Channel.AGENT, shopper_id="ann", at=NOON))
    await recorder.finish(within_s=SOON_S)
    assert (book.batches, book.dropped) == ([], [])
