"""The lexicon of goods: what its files say, and how they are read."""

from pathlib import Path
from time import perf_counter

import pytest

import catalog.retrieval
from catalog.errors import LexiconBroken
from catalog.retrieval.lexicon import Lexicon, lexicon, lexicon_of
from catalog.retrieval.phrases import phrase_of

GOODS = lexicon()
FILES = sorted(Path(catalog.retrieval.__file__).with_name("goods").glob("*.txt"))
SMALL = """
# camping
camping gear
  tent, tents for two < shelter
    roof top tent
    + * tent pegs, tent poles
shelter
chips ~ crisps, fries
crisps
fries
"""


def small() -> Lexicon:
    return lexicon_of(SMALL.splitlines())


def test_it_knows_the_goods_of_many_departments() -> None:
    assert len(GOODS) > 4000
    assert len(list(GOODS.names)) > 10_000
    assert len(FILES) == 9


def test_each_name_can_be_what_a_request_ends_in() -> None:
    """A name that is read otherwise in a request than in the file would never be found."""
    assert [name for name in GOODS.names if " ".join(phrase_of(GOODS.written(name))) != name] == []


def test_nothing_is_a_kind_of_itself() -> None:
    assert [key for key in GOODS.keys if key in GOODS.ancestors_of(key)] == []


@pytest.mark.parametrize("lines", [["tent", "boat, tents"], ["tent < boat"], ["tent ~ boat"]])
def test_a_name_twice_or_of_nothing_is_a_mistake(lines: list[str]) -> None:
    with pytest.raises(LexiconBroken):
        lexicon_of(lines)


def test_lines_below_are_kinds_of_what_is_above_and_what_goes_with_it_is_not() -> None:
    goods = small()
    assert goods.ancestors_of("roof top tent") == {"tent", "camping gear", "shelter"}
    assert goods.ancestors_of("tent peg") == {"camping gear"}
    assert goods.key_of("tent pole") == "tent pole"


def test_what_will_do_instead_does_so_both_ways() -> None:
    goods = small()
    assert goods.instead_of("chip") == ("crisp", "fry")
    assert goods.instead_of("fry") == ("chip",)


def test_the_longest_name_at_the_end_counts() -> None:
    assert GOODS.named_last(["a", "small", "pocket", "watch"]) == (2, GOODS.key_of("pocket watch"))
    assert GOODS.named_last(["unicorn"]) is None
    assert GOODS.named_last([]) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pyjama", "pajama"),
        ("nappy", "diaper"),
        ("settee", "couch"),
        ("bbq sauce", "barbecue sauce"),
        ("aubergine", "eggplant"),
        ("torch", "flashlight"),
        ("spanner", "wrench"),
    ],
)
def test_english_has_several_words_for_one_thing(one: str, other: str) -> None:
    assert GOODS.key_of(one) == GOODS.key_of(other) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("pocket watch", "watch strap"),
        ("barbecue sauce", "tomato sauce"),
        ("guitar string", "guitar"),
        ("toilet seat", "toilet paper"),
        ("printer ink", "printer"),
        ("fish food", "fish"),
    ],
)
def test_what_sounds_alike_is_not_the_same(one: str, other: str) -> None:
    first, second = GOODS.key_of(one), GOODS.key_of(other)
    assert first
    assert second
    assert first not in {second, *GOODS.ancestors_of(second)}
    assert second not in GOODS.ancestors_of(first)


def test_reading_it_takes_a_moment_and_looking_a_name_up_next_to_none() -> None:
    lines = [line for path in FILES for line in path.read_text(encoding="utf-8").splitlines()]
    started = perf_counter()
    goods = lexicon_of(lines)
    read_s = perf_counter() - started
    for _ in range(1000):
        goods.named_last(["interior", "wall", "paint"])
    assert read_s < 1.0  # a twentieth of it on an idle machine
    assert perf_counter() - started - read_s < 0.5
