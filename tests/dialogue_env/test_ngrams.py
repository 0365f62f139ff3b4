"""What a sentence is made of, as intents are told from it."""

import numpy as np
import pytest

from dialogue.ngrams import LONGEST_READ, GramSpace, grams_of, sound_of, words_of


def likeness(space: GramSpace, one: str, other: str) -> float:
    rows = space.matrix([one, other]).toarray()
    return float(rows[0] @ rows[1])


def test_numbers_case_and_apostrophes_make_no_difference():
    assert words_of("What\u2019s under 80?") == words_of("what's UNDER 125 ?")


def test_the_beginning_and_the_end_are_told_apart_from_the_middle():
    assert {"^ add", "^ add milk", "milk $"} <= set(grams_of("add milk"))
    assert "^ add" not in set(grams_of("please add milk"))


def test_a_bent_word_is_nearer_than_a_foreign_one():
    space = GramSpace.learn(["return the boots", "retrun them", "return it", "the weather", "weather there"])
    assert likeness(space, "return", "retrun") > likeness(space, "return", "weather")


@pytest.mark.parametrize(
    ("one", "other"), [("robert", "rupert"), ("order", "older"), ("sale", "sail"), ("ashcraft", "ashcroft")]
)
def test_words_that_sound_alike_have_one_sound(one: str, other: str):
    assert (sound_of(one) == sound_of(other)) is (one != "order")


def test_a_sentence_misheard_is_nearer_than_another_of_its_length():
    space = GramSpace.learn(
        ["for sale here", "for sail here", "on the list", "on the last", "four sails hear", "a list"]
    )
    assert likeness(space, "for sale", "four sail") > likeness(space, "for sale", "a list") + 0.1


def test_what_every_sentence_has_weighs_least():
    space = GramSpace.learn(["the cart", "the boots", "the cart please", "the milk"])
    weights = {gram: space.weights[place] for gram, place in space.places.items()}
    assert weights["the"] < weights["cart"]


def test_known_grams_come_with_length_one_and_unknown_ones_with_none():
    space = GramSpace.learn(["show me boots", "show me tents"])
    assert np.linalg.norm(space.vector("show me")[1]) == pytest.approx(1)
    assert len(space.vector("\u4f60\u597d \U0001f44b")[0]) == 0


def test_an_endless_text_is_not_read_to_its_end():
    assert sum(1 for _ in grams_of("tent " * 100_000)) < 10 * LONGEST_READ
