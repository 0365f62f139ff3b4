"""Turns the definitions into what a turn reads features by: `python -m rerank.features.generation`.

Into SQL for the sums, which Postgres reckons beside the rows, and into steps for what is made of the sums, which the
gateway takes for all candidates at once. Serving reads the files, and never loads what they were made with.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import ibis
import ibis.expr.operations as ops
from ibis.expr.types import Table

from rerank.features.definitions import DEFINITIONS
from rerank.features.formulas import STEPS
from rerank.features.inputs import unbound
from rerank.features.known import known, sums

SUMS_FILE = Path(__file__).parent / "sums.sql"
FORMULAS_FILE = Path(__file__).parent / "formulas.json"


class NoStep(Exception):
    """A definition asks for what the gateway has no step for."""


def generated_sums() -> str:
    """The sums of all kinds below each other: which kind, of what, of which size, and the numbers the formulas use."""
    told = sums(unbound())
    parts = (
        _part("items", told.items, key="product_id"),
        _part("categories", told.categories, key="category"),
        _part("brands", told.brands, key="brand"),
        _part("people", told.people),
        _part("worn", told.worn, key="of_category", size="worn"),
        _together("likeness", told.likeness, key="row"),
    )
    return str(ibis.to_sql(ibis.union(*parts), dialect="postgres", pretty=False)) + "\n"


def generated_formulas() -> str:
    """One step a line: its name, and the steps before it that it is taken on, by their numbers."""
    rows = known(unbound())
    nodes = {each.feature.id: each.value.resolve(rows).cast("float64").op() for each in DEFINITIONS}
    numbers: dict[ops.Node, int] = {}
    steps: list[list[object]] = []
    for node in nodes.values():
        _put(node, numbers, steps)
    lines = ",\n".join(json.dumps(step) for step in steps)
    parts = json.dumps({name: list(columns) for name, columns in _columns().items()})
    features = json.dumps({name: numbers[node] for name, node in nodes.items()})
    return f'{{"parts": {parts},\n"features": {features},\n"steps": [\n{lines}\n]}}\n'


def _columns() -> Mapping[str, Iterable[str]]:
    """Of each kind of sums, those that some definition uses."""
    used = _used()
    told = sums(unbound())
    return {
        name: [column for column in table.columns if column in used]
        for name, table in {
            "items": told.items,
            "categories": told.categories,
            "brands": told.brands,
            "people": told.people,
            "likeness": told.likeness,
        }.items()
    }


def _used() -> frozenset[str]:
    rows = known(unbound())
    values = [each.value.resolve(rows).op() for each in DEFINITIONS]
    return frozenset(field.name for value in values for field in value.find(ops.Field, filter=_is_no_table))


def _is_no_table(node: ops.Node) -> bool:
    return not isinstance(node, ops.Relation)


def _part(name: str, table: Table, *, key: str | None = None, size: str | None = None) -> Table:
    columns = _columns().get(name, ["worn_weight"])
    return table.select(
        part=ibis.literal(name),
        key=table[key].cast("string") if key else ibis.literal(""),
        size=table[size] if size else ibis.null("string"),
        numbers=ibis.array([table[column].cast("float64") for column in columns]),
    )


def _together(name: str, table: Table, *, key: str) -> Table:
    """All of it in one row, as there is one for each candidate: first the keys, then one column after the other."""
    told = [table[column].cast("float64").collect(include_null=True) for column in (key, *_columns()[name])]
    return table.aggregate(
        part=ibis.literal(name), key=ibis.literal(""), size=ibis.null("string"), numbers=told[0].concat(*told[1:])
    )


def _put(node: ops.Node, numbers: dict[ops.Node, int], steps: list[list[object]]) -> int:
    """What comes before comes first, and what several need comes once."""
    if node not in numbers:
        step = _step(node, numbers, steps)
        numbers[node] = steps.index(step) if step in steps else len(steps)
        if numbers[node] == len(steps):
            steps.append(step)
    return numbers[node]


def _step(node: ops.Node, numbers: dict[ops.Node, int], steps: list[list[object]]) -> list[object]:
    if isinstance(node, ops.Field):
        return ["Field", node.name]
    if isinstance(node, ops.Literal):
        return ["Literal", None if node.value is None else float(node.value)]
    if isinstance(node, ops.Cast):
        # All numbers are floats already; what is made whole has to be whole.
        if not (node.to.is_floating() or isinstance(node.arg, ops.Floor)):
            raise NoStep(f"{node.arg.name} as {node.to}")
        return steps[_put(node.arg, numbers, steps)]
    name = type(node).__name__
    if name not in STEPS:
        raise NoStep(name)
    taken_on = [each for arg in node.args for each in (arg if isinstance(arg, tuple) else (arg,))]
    return [name, *(_put(each, numbers, steps) for each in taken_on)]


if __name__ == "__main__":
    SUMS_FILE.write_text(generated_sums(), encoding="utf-8")
    FORMULAS_FILE.write_text(generated_formulas(), encoding="utf-8")
