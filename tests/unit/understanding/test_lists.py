"""Several things in one sentence: which they are, how many of each, and what binds which of them."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.query import Query
from catalog.understanding.parser import Understanding
from catalog.understanding.words import word_set
from tests.unit.understanding.list_shop import KINDS, list_vocabulary
from tests.unit.understanding.tables import FOLDER, query_of, rows

MOST_MEDIAN_MS = 25.0
LEAST_HELD_OUT = 0.95
SEVERAL_OF_THE_REQUESTS = {"add milk and eggs to the cart"}
MANY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SAID_IN_LISTS = word_set(
    "and , ; or also plus then for to too half a an dozen couple of two three 4 6-pack loaves bag cans size ten medium "
    "without with in under fifty dollars all each both everything organic gluten free red blue the first one it that "
    "add put i need out so oh uh another some set kombucha waterproof men's my son compare instead"
)
WORDS = st.sampled_from([*sorted(SAID_IN_LISTS), *sorted(KINDS), *KINDS])


def listed(name: str) -> Iterator[tuple[str, tuple[Query, ...]]]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            said, _, meant = line.partition(" -> ")
            yield said, tuple(query_of(thing) for thing in meant.split(" + "))


def queries(reader: Understanding, said: str) -> tuple[Query, ...]:
    return tuple(item.query for item in reader.listed(said).items)


DEVELOPED = list(listed("lists.txt"))
HELD_OUT = list(listed("lists_held_out.txt"))


@pytest.fixture(scope="module")
def market() -> Understanding:
    return Understanding(list_vocabulary())


@pytest.mark.parametrize(("said", "meant"), DEVELOPED, ids=[said for said, _ in DEVELOPED])
def test_a_list_becomes_the_things_that_were_meant(said, meant, market):
    assert queries(market, said) == meant


def test_lists_nobody_tuned_for_are_read_exactly(market):
    assert len(HELD_OUT) >= 120
    wrong = [said for said, meant in HELD_OUT if queries(market, said) != meant]
    assert len(wrong) <= (1 - LEAST_HELD_OUT) * len(HELD_OUT), wrong


def test_a_sentence_with_one_thing_is_read_as_it_always_was(understanding):
    for said, _ in rows("requests.txt"):
        if said not in SEVERAL_OF_THE_REQUESTS:
            assert queries(understanding, said) == (understanding.parse(said),), said


def test_every_thing_stands_for_itself(market):
    for said, _ in DEVELOPED:
        for item in market.listed(said).items:
            assert item.query == market.parse(item.text), item.text


def test_the_order_is_the_one_said(market):
    assert [query.text for query in queries(market, "rice milk eggs")] == ["rice", "milk", "eggs"]
    assert [query.text for query in queries(market, "eggs rice milk")] == ["eggs", "rice", "milk"]


def test_of_more_than_ten_things_the_rest_is_counted(market):
    said = "milk eggs bread butter rice pasta salt sugar honey jam flour oatmeal"
    found = market.listed(said)
    assert [item.query.text for item in found.items] == said.split()[:10]
    assert found.left_out == 2


def test_names_merely_beside_each_other_are_told_from_things_spoken_apart(market):
    assert not market.listed("milk eggs bread").spoken_apart
    assert market.listed("milk eggs and bread").spoken_apart


@pytest.mark.parametrize("said", ["", " , , and", "and and and", "a a a a", "two of", "milk,", ", milk", "and milk"])
def test_what_is_hardly_a_sentence_is_one_thing(said, market):
    assert queries(market, said) == (market.parse(said),)


def test_a_list_of_ten_is_read_in_milliseconds(market):
    said = "two loaves of bread a dozen eggs milk and butter, gluten free pasta, rice plus salt sugar honey and jam"

    def took_ms() -> float:
        started = perf_counter()
        assert len(queries(market, said)) == 10
        return (perf_counter() - started) * 1000

    assert median(took_ms() for _ in range(9)) < MOST_MEDIAN_MS


@MANY
@given(said=st.lists(WORDS, max_size=24).map(" ".join))
def test_whatever_is_said_makes_one_to_ten_things(said, market):
    found = market.listed(said)
    assert 1 <= len(found.items) <= 10
    assert all(item.text.strip() or len(found.items) == 1 for item in found.items)
    assert len(found.items) > 1 or found.items[0].query == market.parse(said)


@MANY
@given(said=st.text(max_size=80))
def test_no_text_breaks_the_reading_of_lists(said, market):
    assert 1 <= len(queries(market, said)) <= 10


@MANY
@given(kinds=st.lists(st.sampled_from(sorted(KINDS)), min_size=2, max_size=10, unique=True))
def test_things_with_a_pause_between_are_read_exactly(kinds, market):
    said = f"{', '.join(kinds[:-1])} and {kinds[-1]}"
    assert queries(market, said) == tuple(market.parse(kind) for kind in kinds)


@MANY
@given(kinds=st.lists(st.sampled_from(sorted(KINDS)), min_size=2, max_size=10, unique=True))
def test_things_with_an_amount_each_need_no_pause(kinds, market):
    things = [f"two packs of {kind}" for kind in kinds]
    assert queries(market, " ".join(things)) == tuple(market.parse(thing) for thing in things)
