"""Which colours answer to which: finer ones to plainer ones, never the other way round."""

import pytest

from catalog.colors import answers, color_names
from catalog.retrieval.exclusions import exclusions_of


@pytest.mark.parametrize(
    ("color", "asked"),
    [
        ("navy", "blue"),
        ("Forest Green", "dark green"),
        ("burgundy", "dark red"),
        ("black/white", "white"),
        ("black&white", "black"),
        ("gal2-red", "red"),
        ("Light Grey", "light gray"),
        ("Off-White", "off white"),
        ("fuchsia", "hot pink"),
        ("slate blue", "blue"),
        ("navy heather", "blue"),
        ("slate/blue", "gray"),
        ("navy", "navy blue"),
        ("navy blue", "navy"),
    ],
)
def test_a_finer_colour_answers_to_a_plainer_one(color: str, asked: str) -> None:
    assert answers(color, asked)


@pytest.mark.parametrize(
    ("color", "asked"),
    [
        ("light blue", "navy"),
        ("blue", "navy"),
        ("red", "dark red"),
        ("copper", "orange"),
        ("slate blue", "gray"),
        ("rose gold", "pink"),
        ("design 1", "red"),
        ("", "black"),
        ("tailored", "red"),
    ],
)
def test_another_colour_answers_to_none(color: str, asked: str) -> None:
    assert not answers(color, asked)


def test_words_that_join_colours_are_none() -> None:
    assert color_names("black and white") == {"black and white", "black", "white"}


def test_a_refused_shade_is_refused_by_all_its_names() -> None:
    (dark,) = exclusions_of(["dark green"])
    assert {"olive", "forest green"} <= set(dark.implied)
    (butter,) = exclusions_of(["peanut butter"])
    assert butter.implied == ()
