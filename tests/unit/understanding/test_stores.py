"""A store is named by what tells it from the others, and never by a word for goods."""

import pytest

from catalog.query import Query
from catalog.understanding.parser import Understanding
from catalog.understanding.vocabulary import Vocabulary
from tests.unit.understanding import department_store

STORES = {
    "riverside": "Tansy Lane Riverside",
    "old-mill": "Tansy Lane Old Mill",
    "harbor": "Tansy Lane Harbor Point",
    "cooler": "Tansy Lane Cooler",
}


@pytest.fixture(scope="module")
def reader() -> Understanding:
    facts = [(kind, name, value) for kind, values in department_store.KINDS.items() for name, value in values.items()]
    return Understanding(Vocabulary.of(brands=department_store.BRANDS, categories=(), facts=facts, stores=STORES))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("ankle boots in stock at the harbor store", Query(text="ankle boots", store="harbor")),
        ("do you have a tent at Riverside", Query(text="tent", store="riverside")),
        ("sandals available at tansy lane old mill", Query(text="sandals", store="old-mill")),
        ("a tent in your harbor point branch", Query(text="tent", store="harbor")),
        (
            "black hoodie at most fifty dollars at old mill",
            Query(text="hoodie", colors=("black",), max_price_minor=5000, store="old-mill"),
        ),
        ("a tent at the cooler store", Query(text="tent", store="cooler")),
    ],
)
def test_the_store_that_was_named_is_asked_for(said: str, meant: Query, reader: Understanding) -> None:
    assert reader.parse(said) == meant


@pytest.mark.parametrize(
    "said", ["a riverside tent", "a tent at the cooler", "a sleeping bag for the harbor", "sandals in store"]
)
def test_other_words_name_no_store(said: str, reader: Understanding) -> None:
    assert reader.parse(said).store is None


def test_a_store_is_kept_until_another_or_any_will_do(reader: Understanding) -> None:
    current = reader.parse("a tent at riverside")
    assert reader.refine(current, "in green") == Query(text="tent", colors=("green",), store="riverside")
    assert reader.refine(current, "at the harbor store").store == "harbor"
    for said in ("at any store", "any store", "the store doesn't matter", "anywhere", "any store is fine"):
        assert reader.refine(current, said) == Query(text="tent"), said


def test_a_store_is_spoken_of_without_what_all_share(reader: Understanding) -> None:
    assert [reader.store_called(store) for store in ("harbor", None)] == ["Harbor Point", ""]
    alone = Understanding(Vocabulary.of(brands=(), categories=(), facts=(), stores={"one": "Tansy Lane"}))
    assert alone.store_called("one") == "Tansy Lane"
