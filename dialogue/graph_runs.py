"""Runs the model's graph node by node, in an order found once, in place of Rasa's way through dask's scheduler."""

from typing import Any

from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner

Outputs = dict[str, Any]


def run(runner: DaskGraphRunner, inputs: Outputs | None = None, targets: list[str] | None = None) -> Outputs:
    """As Rasa's. A graph for predictions is a handful of nodes: planning their order anew costs as much as the lesser
    of them, at each sentence and at each action.
    """
    schema, nodes = runner._graph_schema, runner._instantiated_nodes  # noqa: SLF001 - the method is replaced
    wanted = tuple(targets or schema.target_names)
    outputs: Outputs = {name: (name, value) for name, value in (inputs or {}).items()}
    if clashing := outputs.keys() & schema.nodes.keys():
        raise GraphRunError(f"these inputs are called like nodes of the graph: {', '.join(sorted(clashing))}")
    try:
        for name in _order(runner, wanted):
            # A node tells itself what is missing, as it does where dask finds no provider.
            needed = (outputs.get(need, need) for need in schema.nodes[name].needs.values())
            outputs[name] = nodes[name](*needed)
    except RuntimeError as exc:
        raise GraphRunError("the graph could not be run") from exc
    return dict(outputs[target] for target in wanted)


def _order(runner: DaskGraphRunner, targets: tuple[str, ...]) -> list[str]:
    """The nodes that the targets need, each after those it needs itself."""
    orders: dict[tuple[str, ...], list[str]] = vars(runner).setdefault("_orders", {})
    if targets not in orders:
        orders[targets] = list(_needed(runner, targets))
    return orders[targets]


def _needed(runner: DaskGraphRunner, targets: tuple[str, ...]) -> dict[str, None]:
    nodes = runner._graph_schema.nodes  # noqa: SLF001 - as above
    order: dict[str, None] = {}
    for target in targets:
        if target in nodes and target not in order:
            order |= {name: None for name in _needed(runner, tuple(nodes[target].needs.values())) if name not in order}
            order[target] = None
    return order
