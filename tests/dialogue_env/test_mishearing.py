"""What a recogniser may make of a sentence."""

import pytest

from dialogue.mishearing import WORD_ERROR_RATE, Mishearing, word_error_rate

VOCABULARY = {"boots", "buds", "jacket", "milk", "under"}
SENTENCE = "please add two pairs of the wool socks and a carton of oat milk to my cart for me"


def test_the_same_seed_hears_the_same():
    assert Mishearing(VOCABULARY, seed=3).heard(SENTENCE) == Mishearing(VOCABULARY, seed=3).heard(SENTENCE)


def test_errors_come_about_as_often_as_they_should():
    ear = Mishearing(VOCABULARY, seed=1)
    said = [SENTENCE] * 200
    rate = word_error_rate(said, [ear.heard(each) for each in said])
    assert WORD_ERROR_RATE * 0.6 < rate < WORD_ERROR_RATE * 1.4


def test_something_is_always_left():
    ear = Mishearing((), seed=0)
    assert all(ear.heard(said).strip() for said in ["the", "it", "2", "!", "to me"] * 100)


def test_a_word_may_be_taken_for_one_that_sounds_alike():
    heard = {word for seed in range(80) for word in Mishearing(VOCABULARY, seed=seed).heard("milk for me").split()}
    assert heard & {"silk", "four"}


@pytest.mark.parametrize(
    ("said", "heard", "rate"),
    [("Add 2 boots", "add two boots", 0), ("add milk", "add silk", 0.5), ("a b c d", "a c d e", 0.5), ("one", "", 1)],
)
def test_a_rate_counts_words_changed_lost_and_added(said: str, heard: str, rate: float):
    assert word_error_rate([said], [heard]) == rate
