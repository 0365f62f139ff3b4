"""Lists with a true order behind them, clicked by people who look at what stands first more than at the rest."""

import numpy as np

from rerank.ranking.lessons import Lessons

LOOKED_AT = 1 / np.arange(1, 11) ** 1.5


def clicked_lists(
    lists: int, *, seed: int, by_misleading: bool = True, looked_at: np.ndarray | None = None
) -> tuple[Lessons, np.ndarray]:
    """What decides is feature 0; shown in the order of feature 1, which has nothing to do with it. With true worths."""
    dice = np.random.default_rng(seed)
    looked_at = LOOKED_AT if looked_at is None else looked_at
    places = len(looked_at)
    values = dice.normal(size=(lists, places, 3)).astype(np.float32)
    if by_misleading:
        values = np.take_along_axis(values, np.argsort(-values[:, :, 1], axis=1)[:, :, None], axis=1)
    worth = values[:, :, 0]
    wanted = 1 / (1 + np.exp(-(1.5 * worth - 1)))
    clicked = (dice.random((lists, places)) < wanted) & (dice.random((lists, places)) < looked_at)
    rows = lists * places
    return (
        Lessons(
            features=("fits@1", "flashy@1", "noise@1"),
            values=values.reshape(rows, 3),
            list_of=np.repeat(np.arange(lists), places),
            position=np.tile(np.arange(1, places + 1), lists),
            gain=clicked.reshape(rows).astype(np.float32),
            propensity=np.ones(rows, dtype=np.float32),
            explored=np.zeros(rows, dtype=np.bool_),
            at=np.arange(lists, dtype=np.float64),
            surface=("home",) * lists,
            channel=("web",) * lists,
            person=tuple(f"person{number % 97}" for number in range(lists)),
            product_id=tuple(f"thing{number}" for number in range(rows)),
        ),
        worth,
    )
