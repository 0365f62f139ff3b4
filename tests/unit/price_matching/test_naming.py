"""Which product a claim of a lower price names."""

from dataclasses import replace

import pytest

from shop.price_matching.naming import named_best, naming_words
from tests.unit.fakes import JACKET

MEN = replace(
    JACKET, id="men", brand="Fernhollow", title="Fernhollow Drizzle 2-Layer Rain Jacket, Men's", category="Rain"
)
WOMEN = replace(MEN, id="women", title="Fernhollow Drizzle 2-Layer Rain Jacket, Women's")
OTHER = replace(MEN, id="other", title="Fernhollow Thicket 2.5-Layer Rain Jacket, Men's")
CARDS = (OTHER, MEN, WOMEN)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "I saw the Fernhollow drizzle rain jacket cheaper at Campworld for 60 dollars",
            ["fernhollow", "drizzle", "rain", "jacket"],
        ),
        ("Campworld has the Drizzle jacket for forty five dollars", ["drizzle", "jacket"]),
        ("can you match $39.99 for the thicket", ["thicket"]),
        ("I found it for 60 at Campworld", []),
        ("match https://peak.example/drizzle please", []),
    ],
)
def test_what_a_claim_is_made_of_names_no_product(text: str, words: list[str]) -> None:
    assert naming_words(text) == words


def named(text: str) -> list[str]:
    return [card.id for card in named_best(naming_words(text), CARDS)]


def test_brand_and_name_are_matched_and_several_stay_open() -> None:
    assert named("I saw the Fernhollow drizzle rain jacket for 60 dollars") == ["men", "women"]
    assert named("the womens drizzle") == ["women"]
    assert named("the thicket one") == ["other"]


def test_a_kind_alone_names_none() -> None:
    assert named("the rain jacket is 60 dollars at Campworld") == []
    assert named("now it's ten dollars cheaper, the rain jacket") == []
