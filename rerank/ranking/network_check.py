"""Refuses what is no network of trees: a planted one must not reach the runtime, which would believe it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from google.protobuf.message import DecodeError
from onnx import AttributeProto, ModelProto, helper

from rerank.ranking.errors import ModelBroken
from rerank.ranking.tree_network import (
    BRANCH,
    DOMAIN,
    FEATURES,
    FIXED,
    INPUT,
    LEAF,
    OPERATOR,
    OUTPUT,
    SURFACES,
    network_of,
)
from shop.shown import Surface

MOST_BYTES = 64 * 1024 * 1024
DEEPEST = 64
_DOMAINS = frozenset({"", DOMAIN})
_INTS, _FLOATS, _STRINGS = AttributeProto.INTS, AttributeProto.FLOATS, AttributeProto.STRINGS
_OF_NODES = {
    "nodes_treeids": _INTS,
    "nodes_nodeids": _INTS,
    "nodes_modes": _STRINGS,
    "nodes_featureids": _INTS,
    "nodes_values": _FLOATS,
    "nodes_truenodeids": _INTS,
    "nodes_falsenodeids": _INTS,
    "nodes_missing_value_tracks_true": _INTS,
}
_OF_LEAVES = {"target_treeids": _INTS, "target_nodeids": _INTS, "target_ids": _INTS, "target_weights": _FLOATS}
_OTHERS = {
    "n_targets": AttributeProto.INT,
    "aggregate_function": AttributeProto.STRING,
    "post_transform": AttributeProto.STRING,
    "base_values": _FLOATS,
}
_KNOWN = _OF_NODES | _OF_LEAVES | _OTHERS
_FIXED = {name: value.encode() if isinstance(value, str) else value for name, value in FIXED.items()}

Told = Mapping[str, Any]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A network made anew from its trees, and the surfaces it has learned of; none where it does not say."""

    network: bytes
    surfaces: frozenset[Surface]


def checked_network(network: bytes, *, features: Sequence[str]) -> Checked:
    """Trees over these columns, once they are known to be whole. Raises ModelBroken."""
    wide = len(features)
    if len(network) > MOST_BYTES:
        raise ModelBroken("too large")
    model = ModelProto()
    try:
        model.ParseFromString(network)
    except DecodeError as exc:
        raise ModelBroken("not a network") from exc
    _check_graph(model, wide=wide)
    if (named := _property(model, FEATURES)) and named != list(features):
        raise ModelBroken("other features than it learned of")
    told = _told(model)
    _check_columns(told, wide=wide)
    _check_branches(told)
    return Checked(network=network_of(told, wide=wide), surfaces=_surfaces(model))


def _check_graph(model: ModelProto, *, wide: int) -> None:
    graph = model.graph
    if [(node.op_type, node.domain) for node in graph.node] != [(OPERATOR, DOMAIN)]:
        raise ModelBroken("not one ensemble of trees")
    if {each.domain for each in model.opset_import} - _DOMAINS or model.functions or graph.initializer:
        raise ModelBroken("more than trees")
    if [each.name for each in graph.input] != [INPUT] or [each.name for each in graph.output] != [OUTPUT]:
        raise ModelBroken("other inputs or outputs")
    shape = graph.input[0].type.tensor_type.shape.dim
    if len(shape) != 2 or shape[1].dim_value != wide:
        raise ModelBroken("another number of features")


def _surfaces(model: ModelProto) -> frozenset[Surface]:
    try:
        return frozenset(map(Surface, _property(model, SURFACES)))
    except ValueError as exc:
        raise ModelBroken("learned of a surface that there is not") from exc


def _property(model: ModelProto, key: str) -> list[str]:
    return " ".join(prop.value for prop in model.metadata_props if prop.key == key).split()


def _told(model: ModelProto) -> Told:
    (node,) = model.graph.node
    kinds = {each.name: each.type for each in node.attribute}
    if kinds != _KNOWN or len(node.attribute) != len(_KNOWN):
        raise ModelBroken("trees are told otherwise")
    return {each.name: helper.get_attribute_value(each) for each in node.attribute}


def _check_columns(told: Told, *, wide: int) -> None:
    if not told["nodes_treeids"] or any(
        len({len(told[name]) for name in some}) != 1 for some in (_OF_NODES, _OF_LEAVES)
    ):
        raise ModelBroken("trees are not whole")
    if any(told[name] != value for name, value in _FIXED.items()) or set(told["target_ids"]) != {0}:
        raise ModelBroken("more than one score")
    numbers: Sequence[float] = (*told["nodes_values"], *told["target_weights"], *told["base_values"])
    if not all(map(math.isfinite, numbers)) or len(told["base_values"]) != 1:
        raise ModelBroken("scores are not numbers")
    if not all(0 <= feature < wide for feature in told["nodes_featureids"]):
        raise ModelBroken("reads what there is not")


def _check_branches(told: Told) -> None:
    """Children stand behind their parents and have but one, so that no row goes round in circles.

    A tree's nodes stand together: the runtime takes what stands between for trees of their own.
    """
    trees = [tree for tree, _ in groupby(told["nodes_treeids"])]
    if len(trees) != len(set(trees)):
        raise ModelBroken("trees are mixed")
    depth: dict[Place, int] = {}
    leaves: set[Place] = set()
    for at, place in enumerate(zip(told["nodes_treeids"], told["nodes_nodeids"], strict=True)):
        tree, node = place
        deep = depth.setdefault(place, 0) if node == 0 else depth.get(place, DEEPEST)
        if deep >= DEEPEST or place in leaves:
            raise ModelBroken("branches lead nowhere")
        if told["nodes_modes"][at] == LEAF.encode():
            leaves.add(place)
            continue
        children = [(tree, told[name][at]) for name in ("nodes_truenodeids", "nodes_falsenodeids")]
        if told["nodes_modes"][at] != BRANCH.encode() or any(child in depth or child[1] <= node for child in children):
            raise ModelBroken("branches lead nowhere")
        depth |= dict.fromkeys(children, deep + 1)
        if len(set(children)) != 2:
            raise ModelBroken("branches lead nowhere")
    _check_leaves(told, leaves, nodes=len(depth))


def _check_leaves(told: Told, leaves: set[Place], *, nodes: int) -> None:
    """Every child that was promised is there, and every leaf has its score."""
    scored = [*zip(told["target_treeids"], told["target_nodeids"], strict=True)]
    if nodes != len(told["nodes_treeids"]) or len(scored) != len(leaves) or set(scored) != leaves:
        raise ModelBroken("leaves are missing")
