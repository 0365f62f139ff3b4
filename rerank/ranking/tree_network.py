"""Turns trees of XGBoost into a network that onnxruntime runs, with the same score for every row.

onnxmltools knows no rankers of XGBoost. Trees are simple enough: a row goes left where its value is below a threshold,
and where the value is missing it goes where training found best.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from onnx import ModelProto, TensorProto, helper

INPUT, OUTPUT = "values", "scores"
SURFACES, FEATURES = "surfaces", "features"
OPERATOR, DOMAIN = "TreeEnsembleRegressor", "ai.onnx.ml"
# The oldest that knows the operator; `onnx` would otherwise write the newest, which an older runtime refuses.
OPSETS = (("", 13), (DOMAIN, 3))
IR_VERSION = 8
# XGBoost goes left on less than, never on equal.
BRANCH, LEAF = "BRANCH_LT", "LEAF"
FIXED: Mapping[str, Any] = {"n_targets": 1, "aggregate_function": "SUM", "post_transform": "NONE"}

Tree = Mapping[str, Any]


def tree_network(booster: bytes, *, surfaces: Collection[str] = (), features: Sequence[str] = ()) -> bytes:
    """`booster` is what `Booster.save_raw("json")` gives; `surfaces` are those that it has learned of.

    `features` are its columns, told so that nobody can give it others in their place.
    """
    learner = json.loads(booster)["learner"]
    told = learner["learner_model_param"]
    attributes = {**FIXED, "base_values": [_base_score(told["base_score"])]}
    attributes |= _attributes(learner["gradient_booster"]["model"]["trees"])
    return network_of(attributes, wide=int(told["num_feature"]), surfaces=surfaces, features=features)


def network_of(
    attributes: Mapping[str, Any], *, wide: int, surfaces: Collection[str] = (), features: Sequence[str] = ()
) -> bytes:
    node = helper.make_node(OPERATOR, [INPUT], [OUTPUT], domain=DOMAIN)
    node.attribute.extend(helper.make_attribute(name, value) for name, value in attributes.items())
    given = helper.make_tensor_value_info(INPUT, TensorProto.FLOAT, [None, wide])
    scores = helper.make_tensor_value_info(OUTPUT, TensorProto.FLOAT, [None, 1])
    graph = helper.make_graph([node], "order", [given], [scores])
    opsets = [helper.make_opsetid(domain, version) for domain, version in OPSETS]
    model: ModelProto = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION, producer_name="aisle")
    helper.set_model_props(model, {SURFACES: " ".join(sorted(surfaces)), FEATURES: " ".join(features)})
    return model.SerializeToString()


def _base_score(told: str) -> float:
    """A plain number, or since XGBoost 3 a list of one."""
    score = json.loads(told) if told.startswith("[") else float(told)
    return float(score[0]) if isinstance(score, list) else float(score)


def _attributes(trees: Sequence[Tree]) -> dict[str, list[Any]]:
    nodes = [node for number, tree in enumerate(trees) for node in _nodes(number, tree)]
    leaves = [node for node in nodes if node["modes"] == LEAF]
    return {
        **{f"nodes_{name}": [node[name] for node in nodes] for name in nodes[0] if name != "weight"},
        "target_treeids": [leaf["treeids"] for leaf in leaves],
        "target_nodeids": [leaf["nodeids"] for leaf in leaves],
        "target_ids": [0] * len(leaves),
        "target_weights": [leaf["weight"] for leaf in leaves],
    }


def _nodes(number: int, tree: Tree) -> Iterator[dict[str, Any]]:
    """A leaf keeps its value where a branch keeps its threshold. What was pruned is left out; parents come first."""
    left, right = tree["left_children"], tree["right_children"]
    reached = [0]
    for at in reached:
        reached.extend([] if left[at] == -1 else [left[at], right[at]])
    renumbered = {at: place for place, at in enumerate(reached)}
    for at in reached:
        is_leaf = left[at] == -1
        value = float(np.float32(tree["split_conditions"][at]))
        yield {
            "treeids": number,
            "nodeids": renumbered[at],
            "modes": LEAF if is_leaf else BRANCH,
            "featureids": 0 if is_leaf else tree["split_indices"][at],
            "values": 0.0 if is_leaf else value,
            "truenodeids": 0 if is_leaf else renumbered[left[at]],
            "falsenodeids": 0 if is_leaf else renumbered[right[at]],
            "missing_value_tracks_true": 0 if is_leaf else int(tree["default_left"][at]),
            "weight": value,
        }
