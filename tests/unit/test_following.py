"""What is kept in step behind all else goes on whatever fails, and ends with the block that it was begun for."""

import asyncio

import pytest
from structlog.testing import capture_logs

from assistant.following import every, following
from catalog.errors import CatalogUnavailable

MOST_S = 2.0


class Source:
    """Fails so many times, then has something new."""

    def __init__(self, *failing: Exception) -> None:
        self.failing = list(failing)
        self.looks = 0
        self.has_been_read = asyncio.Event()

    async def look(self) -> None:
        self.looks += 1
        if self.failing:
            raise self.failing.pop(0)
        self.has_been_read.set()


@pytest.mark.parametrize("error", [CatalogUnavailable(), ValueError("one odd row")])
async def test_what_could_not_be_read_is_looked_at_again(error: Exception) -> None:
    source = Source(error, error)
    async with asyncio.timeout(MOST_S), following(source.look, what="books", pause=every(0)):
        await source.has_been_read.wait()
    assert source.looks >= 3


async def test_what_is_expected_is_told_and_what_is_not_with_its_trace() -> None:
    source = Source(CatalogUnavailable(), LookupError("of a new kind"))
    with capture_logs() as told:
        async with asyncio.timeout(MOST_S), following(source.look, what="books", pause=every(0)):
            await source.has_been_read.wait()
    expected, odd = told
    assert (expected["event"], expected["what"], expected["log_level"]) == ("not_up_to_date", "books", "warning")
    assert (odd["event"], odd["what"], odd["exc_info"]) == ("not_followed", "books", True)


async def test_nothing_is_looked_at_after_the_end() -> None:
    source = Source()
    async with asyncio.timeout(MOST_S), following(source.look, what="books", pause=every(0)):
        await source.has_been_read.wait()
        (own,) = asyncio.all_tasks() - {asyncio.current_task()}
    assert own.cancelled()


async def test_the_pause_depends_on_how_long_the_look_took() -> None:
    source, paused = Source(CatalogUnavailable()), list[float]()

    def pause(took_s: float) -> float:
        paused.append(took_s)
        return 0.0

    async with asyncio.timeout(MOST_S), following(source.look, what="books", pause=pause):
        await source.has_been_read.wait()
    assert paused[0] == 0.0, "what failed at once says nothing of how long it takes"
