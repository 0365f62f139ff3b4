"""A value binds where nearly every product of a kind is told to have one of few, and nowhere else."""

from collections.abc import Mapping

import pytest

from catalog.query import Query
from catalog.understanding.parser import Understanding
from catalog.understanding.vocabulary import Vocabulary
from tests.unit.understanding.counted import usage_of

KINDS = {"ground coffee": {"caffeine": "regular, decaf", "style": "decaf, classic"}, "tea": {}}
DECAF = Query(text="ground coffee", attributes={"caffeine": "decaf"})
ONLY_WORDS = Query(text="decaf ground coffee")


def shop(kinds: Mapping[str, Mapping[str, str]], **counted: bool | float) -> Understanding:
    facts = [(kind, name, value) for kind, values in kinds.items() for name, value in values.items()]
    usage = usage_of(kinds, **counted) if counted else None  # type: ignore[arg-type]
    return Understanding(Vocabulary.of(brands=(), categories=(), facts=facts, usage=usage))


@pytest.mark.parametrize(("share", "meant"), [(1.0, DECAF), (0.85, DECAF), (0.7, ONLY_WORDS), (0.1, ONLY_WORDS)])
def test_it_binds_where_nearly_all_products_tell_it(share: float, meant: Query) -> None:
    assert shop(KINDS, share=share).parse("decaf ground coffee") == meant


def test_what_was_only_read_from_texts_binds_nothing() -> None:
    assert shop(KINDS, told=False).parse("decaf ground coffee") == ONLY_WORDS


def test_nothing_binds_where_nobody_counted() -> None:
    assert shop(KINDS).parse("decaf ground coffee") == ONLY_WORDS


def test_an_attribute_of_many_values_describes_and_is_no_choice() -> None:
    names = ("sunrise", "highland", "harbor", "meadow", "lantern", "orchard", "decaf", "juniper", "willow")
    many = {"ground coffee": {"caffeine": ", ".join(names)}, "tea": {"caffeine": ", ".join(names)}}
    assert shop(many, told=True).parse("decaf ground coffee") == ONLY_WORDS


def test_a_kind_without_the_choice_among_those_meant_binds_nothing() -> None:
    mixed = {"ground coffee": {"caffeine": "regular, decaf"}, "iced coffee": {"size": "12 oz"}}
    assert shop(mixed, told=True).parse("decaf coffee") == Query(text="decaf coffee")


@pytest.mark.parametrize("other", ["flavor", "fill"])
def test_a_value_of_two_attributes_binds_neither(other: str) -> None:
    twice = {"ground coffee": {"caffeine": "regular, decaf"}, "tea": {other: "decaf, strong"}}
    assert shop(twice, told=True).parse("decaf ground coffee") == ONLY_WORDS


@pytest.mark.parametrize("kind", ["decaf tea", "decaf"])
def test_a_word_that_names_goods_binds_nothing(kind: str) -> None:
    named = {"ground coffee": {"caffeine": "regular, decaf"}, kind: {"size": "12 oz"}}
    assert shop(named, told=True).parse("decaf ground coffee") == ONLY_WORDS


def test_a_phrase_leaves_the_colour_in_it_to_other_goods() -> None:
    lit = {"light bulbs": {"tone": "soft white, daylight"}, "towels": {"color": "white, blue"}}
    reader = shop(lit, told=True)
    assert reader.parse("soft white towels") == Query(text="soft towels", colors=("white",))
    assert reader.parse("daylight light bulbs") == Query(text="light bulbs", attributes={"tone": "daylight"})
