"""Thresholds of one model said in another's cosines."""

import numpy as np
import pytest

from catalog.embedding.scale import Pairs, Scale


def pairs(*, floor: float, seed: int = 4) -> Pairs:
    """Forty titles with their texts; from the floor up, unrelated things are as near as this model puts anything."""
    dice = np.random.default_rng(seed)
    texts = dice.standard_normal((40, 32))
    titles = texts + 0.7 * dice.standard_normal((40, 32))
    together = np.ones(32) * np.sqrt(floor / (1 - floor))
    texts, titles = texts + together, titles + together
    unit = [each / np.linalg.norm(each, axis=1, keepdims=True) for each in (titles, texts)]
    return Pairs(titles=unit[0].astype(np.float32), texts=unit[1].astype(np.float32))


def test_the_built_in_models_cosines_are_what_they_are() -> None:
    assert [Scale().own(each) for each in (-1.0, 0.0, 0.68, 1.0)] == pytest.approx([-1.0, 0.0, 0.68, 1.0])


def test_a_model_that_puts_everything_close_together_needs_higher_thresholds() -> None:
    scale = Scale.measured(pairs(floor=0.9), pairs(floor=0.001))
    assert scale.own(0.5) > 0.85
    assert scale.reference(0.9) < 0.3
    for cosine in (-0.5, 0.1, 0.4, 0.68, 0.9):
        assert scale.reference(scale.own(cosine)) == pytest.approx(cosine, abs=1e-3)


def test_order_is_never_turned_round() -> None:
    scale = Scale.measured(pairs(floor=0.8), pairs(floor=0.1, seed=5))
    told = scale.references(np.linspace(-1, 1, 201))
    assert (np.diff(told) >= 0).all()
    assert told[0] == -1
    assert told[-1] == 1


def test_it_comes_back_from_the_database_as_it_was() -> None:
    scale = Scale.measured(pairs(floor=0.9), pairs(floor=0.001))
    assert Scale.of(scale.stored) == scale
    assert Scale.of(None) == Scale()
