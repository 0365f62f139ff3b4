"""What the shopper calls otherwise than the shop does."""

import pytest

from catalog.retrieval.analyser import words_of
from catalog.retrieval.synonyms import in_the_shops_words, other_words

KINDS = {"diaper", "sheet set", "heel", "bike pump", "nightstand", "electric kettle", "jacket"}
NAMES = KINDS | {kind.split()[-1] for kind in KINDS}


@pytest.mark.parametrize(
    ("said", "called"),
    [
        ("nappies", "diapers"),
        ("cotton nappies", "cotton diapers"),
        ("bed sheets", "sheet set"),
        ("stilettos", "heels"),
        ("water boiler", "electric kettle"),
        ("bedside table", "nightstand"),
    ],
)
def test_a_thing_is_called_as_the_shop_calls_it(said: str, called: str) -> None:
    assert in_the_shops_words(words_of(said), NAMES, KINDS) == called


@pytest.mark.parametrize("said", ["diapers", "jackets", "pumps", "breast pump", "unicorns", "spuds", ""])
def test_the_shops_own_word_stays_and_so_does_what_it_has_no_word_for(said: str) -> None:
    assert in_the_shops_words(words_of(said), NAMES, KINDS) is None


def test_other_words_are_those_of_the_same_goods() -> None:
    assert {"pajama", "pjs"} <= set(other_words("pyjama"))
    assert "pyjama" not in other_words("pyjama")
    assert other_words("unicorn") == ()
