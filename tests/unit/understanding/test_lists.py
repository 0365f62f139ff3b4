"""Several things in one sentence: which they are, how many of each, and what binds which of them."""

from collections.abc import Iterator
from statistics import median
from time import perf_counter

import pytest

from catalog.query import Query
from catalog.understanding.parser import Understanding
from tests.unit.understanding.list_shop import list_vocabulary
from tests.unit.understanding.tables import FOLDER, query_of, rows

MOST_MEDIAN_MS = 25.0
LEAST_HELD_OUT = 0.95
SEVERAL_OF_THE_REQUESTS = {"add milk and eggs to the cart"}


def listed(name: str) -> Iterator[tuple[str, tuple[Query, ...]]]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            said, _, meant = line.partition(" -> ")
            yield said, tuple(query_of(thing) for thing in meant.split(" + "))


DEVELOPED = list(listed("lists.txt"))
HELD_OUT = list(listed("lists_held_out.txt"))


@pytest.fixture(scope="module")
def market() -> Understanding:
    return Understanding(list_vocabulary())


@pytest.mark.parametrize(("said", "meant"), DEVELOPED, ids=[said for said, _ in DEVELOPED])
def test_a_list_becomes_the_things_that_were_meant(said, meant, market):
    assert market.parse_list(said) == meant


def test_lists_nobody_tuned_for_are_read_exactly(market):
    assert len(HELD_OUT) >= 120
    wrong = [said for said, meant in HELD_OUT if market.parse_list(said) != meant]
    assert len(wrong) <= (1 - LEAST_HELD_OUT) * len(HELD_OUT), wrong


def test_a_sentence_with_one_thing_is_read_as_it_always_was(understanding):
    for said, _ in rows("requests.txt"):
        if said not in SEVERAL_OF_THE_REQUESTS:
            assert understanding.parse_list(said) == (understanding.parse(said),), said


def test_every_thing_stands_for_itself(market):
    for said, _ in DEVELOPED:
        for item in market.listed(said).items:
            assert item.query == market.parse(item.text), item.text


def test_the_order_is_the_one_said(market):
    assert [query.text for query in market.parse_list("rice milk eggs")] == ["rice", "milk", "eggs"]
    assert [query.text for query in market.parse_list("eggs rice milk")] == ["eggs", "rice", "milk"]


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
    assert market.parse_list(said) == (market.parse(said),)


def test_a_list_of_ten_is_read_in_milliseconds(market):
    said = "two loaves of bread a dozen eggs milk and butter, gluten free pasta, rice plus salt sugar honey and jam"

    def took_ms() -> float:
        started = perf_counter()
        assert len(market.parse_list(said)) == 10
        return (perf_counter() - started) * 1000

    assert median(took_ms() for _ in range(9)) < MOST_MEDIAN_MS
