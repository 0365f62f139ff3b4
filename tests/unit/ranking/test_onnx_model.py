"""A network that is damaged or planted is refused with a reason; nothing of it is run."""

from collections.abc import Callable

import numpy as np
import pytest
import xgboost
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import AttributeProto, ModelProto, TensorProto, helper

from rerank.ranking.errors import ModelBroken
from rerank.ranking.onnx_model import loaded
from rerank.ranking.tree_network import DOMAIN, INPUT, OPERATOR, OUTPUT, tree_network

FEATURES = ("a@1", "b@1")


def a_network() -> bytes:
    dice = np.random.default_rng(1)
    matrix = xgboost.DMatrix(dice.normal(size=(50, 2)), label=dice.integers(0, 3, 50), qid=[0] * 50, nthread=1)
    return tree_network(bytes(xgboost.train({"objective": "rank:ndcg", "nthread": 1}, matrix, 5).save_raw("json")))


NETWORK = a_network()


def changed(change: Callable[[ModelProto, dict[str, AttributeProto]], object]) -> bytes:
    model = ModelProto.FromString(NETWORK)
    change(model, {each.name: each for each in model.graph.node[0].attribute})
    return model.SerializeToString()


def refused(network: bytes, features: tuple[str, ...] = FEATURES) -> str:
    with pytest.raises(ModelBroken) as raised:
        loaded(network, version="m", features=features)
    return raised.value.reason


def test_a_whole_one_scores() -> None:
    scores = loaded(NETWORK, version="m", features=FEATURES).scores(np.zeros((3, 2), dtype=np.float32))
    assert scores.shape == (3,)


def test_rows_of_another_width_are_an_error_of_ours() -> None:
    with pytest.raises(ModelBroken):
        loaded(NETWORK, version="m", features=FEATURES).scores(np.zeros((3, 5), dtype=np.float32))


def test_garbage_is_no_network() -> None:
    assert refused(b"") == "not one ensemble of trees"
    assert refused(b"garbage") == "not a network"
    assert refused(NETWORK, (*FEATURES, "c@1")) == "another number of features"


def test_columns_in_another_order_are_refused() -> None:
    """Its scores would be numbers all the same, of other things."""
    matrix = xgboost.DMatrix(np.eye(2), label=[0, 1], qid=[0, 0], nthread=1)
    booster = xgboost.train({"objective": "rank:ndcg", "nthread": 1}, matrix, 2)
    network = tree_network(bytes(booster.save_raw("json")), features=FEATURES)
    assert loaded(network, version="m", features=FEATURES).features == FEATURES
    assert refused(network, FEATURES[::-1]) == "other features than it learned of"


def test_anything_but_trees_is_refused() -> None:
    node = helper.make_node("Identity", [INPUT], [OUTPUT])
    given = helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [None, 2])
    told = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [None, 2])
    assert refused(helper.make_model(helper.make_graph([node], "g", [given], [told])).SerializeToString())
    two = changed(lambda model, _: model.graph.node.add(op_type=OPERATOR, domain=DOMAIN))
    assert refused(two) == "not one ensemble of trees"


def _round_in_circles(model: ModelProto, told: dict[str, AttributeProto]) -> None:
    told["nodes_truenodeids"].ints[0] = 0


def _out_of_the_table(model: ModelProto, told: dict[str, AttributeProto]) -> None:
    told["nodes_featureids"].ints[0] = 10**9


def _nowhere(model: ModelProto, told: dict[str, AttributeProto]) -> None:
    told["nodes_falsenodeids"].ints[0] = 10**6


def _not_a_number(model: ModelProto, told: dict[str, AttributeProto]) -> None:
    told["target_weights"].floats[0] = float("nan")


def _a_leaf_less(model: ModelProto, told: dict[str, AttributeProto]) -> None:
    for name in ("target_treeids", "target_nodeids", "target_ids"):
        del told[name].ints[-1]
    del told["target_weights"].floats[-1]


def _uneven(model: ModelProto, told: dict[str, AttributeProto]) -> None:
    del told["nodes_values"].floats[-1]


def _other_kind(model: ModelProto, told: dict[str, AttributeProto]) -> None:
    told["nodes_treeids"].type = AttributeProto.FLOATS


def _two_scores(model: ModelProto, told: dict[str, AttributeProto]) -> None:
    told["n_targets"].i = 2


def _mixed(_: ModelProto, told: dict[str, AttributeProto]) -> None:
    """The nodes of all trees by turns: each is whole, but the runtime would add them up otherwise."""
    order = sorted(range(len(told["nodes_nodeids"].ints)), key=told["nodes_nodeids"].ints.__getitem__)
    for name in (name for name in told if name.startswith("nodes_")):
        for kept in (told[name].ints, told[name].floats, told[name].strings):
            kept[:] = [kept[at] for at in order] if kept else []


@pytest.mark.parametrize(
    "change",
    [
        _mixed,
        _round_in_circles,
        _out_of_the_table,
        _nowhere,
        _not_a_number,
        _a_leaf_less,
        _uneven,
        _other_kind,
        _two_scores,
    ],
)
def test_trees_that_are_not_whole_are_refused(change: Callable[[ModelProto, dict[str, AttributeProto]], None]) -> None:
    assert refused(changed(change))


def test_a_surface_that_there_is_not_is_refused() -> None:
    assert refused(changed(lambda model, _: helper.set_model_props(model, {"surfaces": "home moon"})))


@given(st.integers(0, len(NETWORK) - 1), st.integers(1, 255))
@settings(max_examples=300, deadline=None)
def test_a_flipped_byte_is_refused_or_harmless(at: int, by: int) -> None:
    damaged = NETWORK[:at] + bytes([NETWORK[at] ^ by]) + NETWORK[at + 1 :]
    try:
        model = loaded(damaged, version="m", features=FEATURES)
    except ModelBroken:
        return
    assert np.isfinite(model.scores(np.ones((5, 2), dtype=np.float32))).all()
