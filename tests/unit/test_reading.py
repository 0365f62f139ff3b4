"""What is known of the catalogue follows the catalogue, and is read again only when it has changed."""

import asyncio
import gc
import weakref
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor

import pytest

from assistant.following import following
from assistant.reading import LOOK_EVERY_S, WHILE_CHANGING_EVERY_S, Reading
from catalog.errors import CatalogUnavailable
from catalog.understanding.vocabulary import Vocabulary


class Catalogue:
    def __init__(self) -> None:
        self.brands = ["Fellmoor"]
        self.changes = 0
        self.read = 0
        self.refreshed = 0
        self.is_there = True
        self.again = asyncio.Event()

    async def version(self) -> str:
        if not self.is_there:
            raise CatalogUnavailable
        return str(self.changes)

    async def vocabulary(self) -> Vocabulary:
        self.read += 1
        return Vocabulary.of(brands=self.brands, categories=["Jackets"], facts=[])

    async def refresh(self) -> None:
        self.refreshed += 1


@pytest.fixture
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor
    gc.unfreeze()


def reading(catalogue: Catalogue, executor: Executor) -> Reading:
    return Reading(
        version=catalogue.version, vocabulary=catalogue.vocabulary, refresh=catalogue.refresh, executor=executor
    )


async def test_unchanged_catalogue_is_read_once(executor: Executor) -> None:
    catalogue = Catalogue()
    known = reading(catalogue, executor)
    for _ in range(3):
        await known.look()
    assert (catalogue.read, catalogue.refreshed) == (1, 1)
    assert known.is_ready


async def test_new_brand_is_understood_after_the_next_look(executor: Executor) -> None:
    catalogue = Catalogue()
    known = reading(catalogue, executor)
    await known.look()
    assert known.current().parse("a tarnwick jacket").brands == ()
    catalogue.brands, catalogue.changes = ["Fellmoor", "Tarnwick"], 1
    await known.look()
    assert known.current().parse("a tarnwick jacket").brands == ("Tarnwick",)


async def test_collections_pass_over_what_is_known_and_what_was_known_before_is_freed(executor: Executor) -> None:
    catalogue = Catalogue()
    known = reading(catalogue, executor)
    await known.look()
    assert gc.get_freeze_count() > 0
    before = weakref.ref(known.current())
    catalogue.brands, catalogue.changes = ["Fellmoor", "Stonecairn"], 1
    await known.look()
    assert gc.get_freeze_count() > 0
    assert before() is None


async def test_change_that_names_nothing_new_keeps_the_reader(executor: Executor) -> None:
    catalogue = Catalogue()
    known = reading(catalogue, executor)
    await known.look()
    before = known.current()
    catalogue.changes = 1
    await known.look()
    assert known.current() is before
    assert catalogue.refreshed == 2


@pytest.mark.parametrize("error", [CatalogUnavailable(), ValueError("one odd name")])
async def test_catalogue_that_could_not_be_read_is_asked_again(executor: Executor, error: Exception) -> None:
    class Failing(Catalogue):
        async def refresh(self) -> None:
            await super().refresh()
            if self.refreshed == 1:
                raise error
            self.again.set()

    catalogue = Failing()
    known = Reading(
        version=catalogue.version,
        vocabulary=catalogue.vocabulary,
        refresh=catalogue.refresh,
        executor=executor,
        every_s=0,
    )
    async with asyncio.timeout(2), following(known.look, what="catalogue", pause=known.pause_s):
        await catalogue.again.wait()


def test_a_large_catalogue_under_import_is_not_read_all_the_time(executor: Executor) -> None:
    known = reading(Catalogue(), executor)
    assert known.pause_s(0.01) == LOOK_EVERY_S
    assert known.pause_s(10) == 40


async def test_before_the_first_look_nothing_can_be_read(executor: Executor) -> None:
    catalogue = Catalogue()
    known = reading(catalogue, executor)
    catalogue.is_there = False
    with pytest.raises(CatalogUnavailable):
        await known.look()
    assert not known.is_ready
    with pytest.raises(CatalogUnavailable):
        known.current()


async def test_what_goes_on_changing_is_read_now_and_then_and_at_last_when_it_rests(executor: Executor) -> None:
    catalogue, now_s = Catalogue(), 0.0
    known = Reading(
        version=catalogue.version,
        vocabulary=catalogue.vocabulary,
        refresh=catalogue.refresh,
        executor=executor,
        clock=lambda: now_s,
    )
    await known.look()
    for _ in range(24):
        now_s += LOOK_EVERY_S
        catalogue.changes += 1
        await known.look()
    assert catalogue.refreshed == 1 + 1 + int((23 * LOOK_EVERY_S) // WHILE_CHANGING_EVERY_S)
    refreshed = catalogue.refreshed
    await known.look()
    await known.look()
    assert catalogue.refreshed == refreshed + 1
