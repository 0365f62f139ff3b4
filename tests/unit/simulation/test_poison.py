"""Poison: twenty ways to spoil lessons, each of which really spoils them, and none of which breaks their shape."""

import numpy as np
import pytest

from rerank.ranking.lessons import Lessons
from rerank.simulation.poison import POISONS, Poison, click_farm, tries

LISTS, LENGTH = 400, 6


def lessons() -> Lessons:
    dice = np.random.default_rng(1)
    rows = LISTS * LENGTH
    wanted = dice.random((rows, 3)).astype(np.float32)
    return Lessons(
        features=("a@1", "b@1", "c@1"),
        values=wanted,
        list_of=np.repeat(np.arange(LISTS), LENGTH),
        position=np.tile(np.arange(1, LENGTH + 1), LISTS),
        gain=np.floor(wanted[:, 0] * 4).astype(np.float32),
        propensity=np.ones(rows, np.float32),
        explored=np.zeros(rows, np.bool_),
        at=np.sort(dice.uniform(20_000, 20_060, LISTS)),
        surface=("home",) * LISTS,
        channel=("web",) * LISTS,
        person=tuple(f"p{number % 40}" for number in range(LISTS)),
        product_id=tuple(f"g{number}" for number in dice.integers(50, size=rows)),
    )


def worth_of_feature(told: Lessons) -> float:
    """How much the feature that all is about says of what was wanted."""
    return float(np.corrcoef(told.values[:, 0], told.gain)[0, 1]) if np.ptp(told.gain) else 0.0


def test_there_are_twenty_tries_of_different_names() -> None:
    assert len(tries()) == sum(poison.times for poison in POISONS) == 20


@pytest.mark.parametrize("poison", POISONS, ids=lambda poison: poison.name)
def test_poison_changes_what_is_told_and_not_its_shape(poison: Poison) -> None:
    before = lessons()
    after = poison.spoil(before, np.random.default_rng(5))
    rows = len(after.list_of)
    assert after.values.shape == (rows, 3)
    assert len(after.gain) == len(after.position) == len(after.product_id) == rows
    assert len(after.at) == len(after.person) == after.list_of.max() + 1
    changed = [
        name for name in ("values", "gain", "at") if not np.array_equal(getattr(before, name), getattr(after, name))
    ]
    assert changed


@pytest.mark.parametrize(
    "name", ["shuffled labels", "inverted labels", "first is best", "last is best", "features gone"]
)
def test_what_was_wanted_can_no_longer_be_learned(name: str) -> None:
    (poison,) = (each for each in POISONS if each.name == name)
    assert worth_of_feature(lessons()) > 0.9
    assert worth_of_feature(poison.spoil(lessons(), np.random.default_rng(5))) < 0.3


def test_a_click_farm_is_a_few_who_want_one_thing() -> None:
    after = click_farm(lessons(), np.random.default_rng(5))
    farmed = [list_no for list_no, person in enumerate(after.person) if person.startswith("farmer")]
    assert 10 < len(farmed) < LISTS / 5
    rows = np.isin(after.list_of, farmed) & (after.gain > 0)
    assert len({after.product_id[row] for row in np.flatnonzero(rows)}) == 1
    assert len({after.person[number] for number in farmed}) <= 4
