"""An order learned from what was clicked: true to XGBoost, the same each time, and not taken in by positions."""

from dataclasses import replace

import numpy as np
import pytest
import xgboost
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from rerank.features import formulas
from rerank.ranking.errors import NothingToLearn
from rerank.ranking.model import is_taught
from rerank.ranking.onnx_model import loaded
from rerank.ranking.request_features import NAMES
from rerank.ranking.training import MONOTONE, PARAMETERS, Plan, Trained, teaching, train
from rerank.ranking.tree_network import tree_network
from shop.shown import Surface
from tests.unit.ranking.clicks import clicked_lists

SHORT = Plan(rounds=30)


def agreement(trained: Trained, *, seed: int = 99) -> float:
    """How well the learned order agrees with the true one, on lists that nobody has seen: 1 is wholly."""
    lessons, worth = clicked_lists(200, seed=seed, by_misleading=False)
    scores = loaded(trained.network, version="m", features=trained.features).scores(lessons.values)
    pairs = zip(scores.reshape(worth.shape), worth, strict=True)
    return float(np.mean([np.corrcoef(_ranks(mine), _ranks(true))[0, 1] for mine, true in pairs]))


def _ranks(values: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(values))


def test_what_a_position_brings_is_not_taken_for_what_a_product_is_worth() -> None:
    lessons, _ = clicked_lists(3000, seed=1)
    naive = train(lessons, plan=Plan(parameters={"lambdarank_unbiased": False}))
    fair = train(lessons)
    assert agreement(fair) > agreement(naive) + 0.05
    assert agreement(fair) > 0.6
    assert list(fair.position_bias[:3]) == sorted(fair.position_bias[:3], reverse=True)


def test_the_same_lessons_give_the_same_network() -> None:
    lessons, _ = clicked_lists(300, seed=2)
    assert train(lessons, plan=SHORT).network == train(lessons, plan=SHORT).network


def test_what_was_drawn_by_lot_is_no_label() -> None:
    lessons, _ = clicked_lists(300, seed=3)
    explored = lessons.position == 4
    told_otherwise = replace(lessons, explored=explored, gain=np.where(explored, 3, lessons.gain).astype(np.float32))
    plainly = replace(lessons, explored=explored)
    assert train(told_otherwise, plan=SHORT).network == train(plainly, plan=SHORT).network


def test_a_model_knows_of_which_surfaces_it_has_learned_enough() -> None:
    lessons, _ = clicked_lists(300, seed=9)
    mixed = replace(lessons, surface=("search",) * 10 + ("cart",) * 120 + ("home",) * 170)
    trained = train(mixed, plan=SHORT)
    model = loaded(trained.network, version="m", features=trained.features)
    assert model.surfaces == {Surface.HOME, Surface.CART}
    assert (is_taught(model, Surface.HOME), is_taught(model, Surface.SEARCH)) == (True, False)


def test_lists_in_which_nothing_was_chosen_teach_nothing() -> None:
    lessons, _ = clicked_lists(60, seed=4)
    chosen_in = np.unique(lessons.list_of[lessons.gain > 0])
    assert set(teaching(lessons).list_of.tolist()) == set(chosen_in.tolist())
    with pytest.raises(NothingToLearn):
        train(replace(lessons, gain=np.zeros_like(lessons.gain)))


@pytest.mark.parametrize(("feature", "way"), [("relevance@1", 1), ("returned@1", -1)])
def test_relevance_can_only_speak_for_a_product_and_returns_only_against_it(feature: str, way: int) -> None:
    lessons, _ = clicked_lists(400, seed=5)
    values = lessons.values.copy()
    values[:, 0] *= -way
    against = replace(lessons, values=values, features=(feature, "flashy@1", "noise@1"))
    trained = train(against, plan=SHORT)
    model = loaded(trained.network, version="m", features=trained.features)
    table = np.tile(np.array([0.0, 0.3, 0.1], dtype=np.float32), (50, 1))
    table[:, 0] = np.linspace(-3, 3, 50)
    assert (way * np.diff(model.scores(table)) >= -1e-6).all()


def test_every_constraint_is_of_a_feature_that_there_is() -> None:
    assert set(MONOTONE) <= {*NAMES, *formulas.NAMES}


def test_how_far_training_got_is_told() -> None:
    told: list[tuple[int, int]] = []
    lessons, _ = clicked_lists(50, seed=6)
    train(lessons, plan=Plan(rounds=3), tell=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def _booster() -> xgboost.Booster:
    dice = np.random.default_rng(8)
    values = dice.normal(size=(600, 3)).astype(np.float32)
    values[dice.random(values.shape) < 0.2] = np.nan
    matrix = xgboost.DMatrix(values, label=dice.integers(0, 4, 600), qid=np.repeat(np.arange(60), 10), nthread=1)
    return xgboost.train({**PARAMETERS, "gamma": 0.01}, matrix, 40)


BOOSTER = _booster()
NETWORK = loaded(tree_network(bytes(BOOSTER.save_raw("json"))), version="m", features=("a@1", "b@1", "c@1"))
THRESHOLDS = sorted({float(value) for value in BOOSTER.trees_to_dataframe()["Split"].dropna()})
ON_THE_EDGE = st.sampled_from(THRESHOLDS)
ANY = st.one_of(ON_THE_EDGE, st.floats(width=32, allow_nan=True, allow_infinity=False))


@given(arrays.arrays(np.float32, st.tuples(st.integers(1, 30), st.just(3)), elements=ANY))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_network_scores_every_row_as_xgboost_does(rows: np.ndarray) -> None:
    """Also where a value is missing, and where it is exactly a threshold."""
    expected = BOOSTER.predict(xgboost.DMatrix(rows, nthread=1), output_margin=True)
    np.testing.assert_allclose(NETWORK.scores(rows), expected, atol=1e-5)
