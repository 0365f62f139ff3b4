"""Lists on whose places lots fell, made up for tests, with all of their places."""

from dataclasses import replace

import numpy as np

from rerank.ranking.lessons import Lessons
from tests.unit.learning.school import lessons

PLACES, CHANCE, POOL = 10, 0.4, 8


def lots_on_the_first_place(lists: int = 3000, *, wanted: int = 1) -> Lessons:
    """On any place a lot may fall, from the best eight; it falls on the first, and what is taken there is feature 2.

    With `wanted` below 0 what has least of it is taken.
    """
    dice = np.random.default_rng(3)
    rows = lists * PLACES
    values = dice.normal(size=(lists, PLACES, 5)).astype(np.float32)
    order = np.argsort(-values[:, :, 0], axis=1)
    propensity, explored = np.full((lists, PLACES), 1 - CHANCE + CHANCE / POOL), np.zeros((lists, PLACES), bool)
    for number in range(lists):
        if dice.random() < CHANCE:
            drawn = int(dice.integers(POOL))
            order[number] = np.r_[order[number, drawn], np.delete(order[number], drawn)]
            explored[number, 0] = True
            propensity[number, 0] = propensity[number, 0] if drawn == 0 else CHANCE / POOL
    values = np.take_along_axis(values, order[:, :, None], axis=1).reshape(rows, 5)
    first = np.tile(np.arange(PLACES) == 0, lists)
    gain = first & (dice.random(rows) < 1 / (1 + np.exp(1 - 2 * wanted * values[:, 2])))
    return replace(
        lessons(lists),
        values=values,
        list_of=np.repeat(np.arange(lists), PLACES),
        position=np.tile(np.arange(1, PLACES + 1), lists),
        gain=gain.astype(np.float32),
        propensity=propensity.reshape(rows).astype(np.float32),
        explored=explored.reshape(rows),
        product_id=tuple(f"g{number}" for number in range(rows)),
    )
