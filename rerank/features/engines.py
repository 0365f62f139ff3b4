"""The engines that reckon features of the past: DuckDB within this process, or a Spark cluster."""

from collections.abc import Mapping
from typing import Any, Protocol

import ibis
import numpy as np
import pyarrow as pa
from ibis.expr.types import Table

from rerank.features.definitions import FEATURES, reckoned
from rerank.features.feature import Values
from rerank.features.past import History, inputs_at

INNER_PRODUCT = """
    create or replace temporary function inner_product(one array<float>, other array<float>) returns double
    return aggregate(zip_with(one, other, (x, y) -> cast(x as double) * y), cast(0 as double), (s, v) -> s + v)
"""
IDS = tuple(feature.id for feature in FEATURES)


class Engine(Protocol):
    def reckon(self, asked: pa.Table, history: Mapping[str, pa.Table]) -> Values:
        """The features of each row asked for, in the order of `row`."""


class DuckDb:
    def __init__(self, *, threads: int | None = None) -> None:
        self._threads = threads

    def reckon(self, asked: pa.Table, history: Mapping[str, pa.Table]) -> Values:
        backend = ibis.duckdb.connect(**({"threads": self._threads} if self._threads else {}))
        try:
            backend.raw_sql("create macro inner_product(one, other) as list_inner_product(one, other)")
            tables = {name: backend.create_table(name, table, temp=True) for name, table in history.items()}
            return _values(backend.create_table("asked", asked, temp=True), tables)
        finally:
            backend.disconnect()


class Spark:
    """On a session that was opened elsewhere: where it runs is its configuration's matter."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def reckon(self, asked: pa.Table, history: Mapping[str, pa.Table]) -> Values:
        backend = ibis.pyspark.connect(self._session)
        backend.raw_sql(INNER_PRODUCT)
        for name, table in {**history, "asked": asked}.items():
            self._session.createDataFrame(table).createOrReplaceTempView(name)
        return _values(backend.table("asked"), {name: backend.table(name) for name in history})


def _values(asked: Table, history: Mapping[str, Table]) -> Values:
    found = reckoned(inputs_at(asked, History(**history))).order_by("row").to_pyarrow()
    columns = [found.column(name).to_numpy(zero_copy_only=False).astype(np.float32) for name in IDS]
    values: Values = np.stack(columns, axis=1) if len(found) else np.zeros((0, len(IDS)), dtype=np.float32)
    return values
