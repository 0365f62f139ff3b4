"""Writes boosted trees as an ONNX graph that gives the very same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper

from assistant.training.size_trees import SizeTrees

OPSET, TREES_OPSET, IR_VERSION = 17, 3, 8
_NODE_COLUMNS = (
    "nodes_treeids", "nodes_nodeids", "nodes_featureids", "nodes_values", "nodes_modes", "nodes_truenodeids",
    "nodes_falsenodeids", "nodes_missing_value_tracks_true",
)  # fmt: skip
_LEAF_COLUMNS = ("target_treeids", "target_nodeids", "target_ids", "target_weights")
_LEAF, _BRANCH = "LEAF", "BRANCH_LEQ"


@dataclass(slots=True)
class _Nodes:
    """The columns of ONNX's table of nodes, and of its table of leaves."""

    of: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in _NODE_COLUMNS})
    leaves: dict[str, list[Any]] = field(default_factory=lambda: {name: [] for name in _LEAF_COLUMNS})

    def add(self, **values: Any) -> None:
        for name, value in values.items():
            self.of[f"nodes_{name}"].append(value)

    def add_leaf(self, **values: Any) -> None:
        for name, value in values.items():
            self.leaves[f"target_{name}"].append(value)


def network_of(trees: SizeTrees, *, features: int) -> bytes:
    """Takes `body`, rows of features with NaN for the unknown, and gives `beyond`, a chance for each cut."""
    nodes, base = _Nodes(), []
    number = 0
    for target, cut in enumerate(trees.cuts):
        base.append(cut.log_odds if cut.trees is None else float(np.ravel(cut.trees._baseline_prediction)[0]))  # noqa: SLF001 - scikit-learn tells the tree only so; the proof in size_training notices a change
        for tree in () if cut.trees is None else cut.trees._predictors:  # noqa: SLF001 - as above
            _add_tree(nodes, tree[0].nodes, number, target)
            number += 1
    if number == 0:
        _add_stump(nodes)
    columns: dict[str, Any] = {**nodes.of, **nodes.leaves}
    ensemble = helper.make_node(
        "TreeEnsembleRegressor", ["body"], ["odds"], domain="ai.onnx.ml", n_targets=len(trees.cuts),
        base_values=base, aggregate_function="SUM", post_transform="NONE", **columns,
    )  # fmt: skip
    graph = helper.make_graph(
        [ensemble, helper.make_node("Sigmoid", ["odds"], ["beyond"])],
        "sizes",
        [helper.make_tensor_value_info("body", TensorProto.FLOAT, [None, features])],
        [helper.make_tensor_value_info("beyond", TensorProto.FLOAT, [None, len(trees.cuts)])],
    )
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", TREES_OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, producer_name="aisle")
    model.ir_version = IR_VERSION
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _add_tree(nodes: _Nodes, tree: Sequence[Any], number: int, target: int) -> None:
    for place, node in enumerate(tree):
        is_leaf = bool(node["is_leaf"])
        nodes.add(
            treeids=number,
            nodeids=place,
            featureids=0 if is_leaf else int(node["feature_idx"]),
            values=0.0 if is_leaf else _not_above(node["num_threshold"]),
            modes=_LEAF if is_leaf else _BRANCH,
            truenodeids=0 if is_leaf else int(node["left"]),
            falsenodeids=0 if is_leaf else int(node["right"]),
            missing_value_tracks_true=0 if is_leaf else int(node["missing_go_to_left"]),
        )
        if is_leaf:
            nodes.add_leaf(treeids=number, nodeids=place, ids=target, weights=float(node["value"]))


def _add_stump(nodes: _Nodes) -> None:
    """A graph of trees needs one tree, even if nothing was to be learned."""
    nodes.add(
        treeids=0, nodeids=0, featureids=0, values=0.0, modes=_LEAF, truenodeids=0, falsenodeids=0,
        missing_value_tracks_true=0,
    )  # fmt: skip
    nodes.add_leaf(treeids=0, nodeids=0, ids=0, weights=0.0)


def _not_above(threshold: np.float64) -> float:
    """The largest single-precision number that is no larger, so that no single-precision feature changes sides."""
    rounded: NDArray[np.float32] = np.asarray(threshold, np.float32)
    return float(np.nextafter(rounded, np.float32(-np.inf)) if float(rounded) > float(threshold) else rounded)
