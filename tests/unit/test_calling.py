"""Whether a product is called what was asked for."""

import pytest

from catalog.retrieval.calling import is_called
from catalog.retrieval.meaning import Meaning, Sense

GUESSED = Meaning(sense=Sense.ABSENT, wanted=("sofa", "couch"), restricts=False)
TOLD = Meaning(sense=Sense.ABSENT, wanted=("dishwasher",))


@pytest.mark.parametrize(
    "text", ["Modern Couch, grey", "Acme Sleeper Sofas with storage", "Furniture . Sofas & Couches"]
)
def test_any_of_its_names_anywhere_counts_where_kinds_are_guessed(text: str) -> None:
    assert is_called(text, GUESSED)


@pytest.mark.parametrize("text", ["Couchette ticket", "Armchair", ""])
def test_other_words_do_not(text: str) -> None:
    assert not is_called(text, GUESSED)


def test_where_kinds_are_told_it_must_end_the_name() -> None:
    assert is_called("Acme Built-In Dishwasher, 24 in", TOLD)
    assert not is_called("Acme Dishwasher Tablets, 60 ct", TOLD)
