"""Tastes and things as vectors, found by a Spark cluster: MLlib's factorization behind our interface."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from pyspark.ml.recommendation import ALS
from pyspark.sql import DataFrame, Row, SparkSession
from scipy import sparse

from rerank.candidates.als import AlternatingLeastSquares, Factors
from rerank.candidates.purchases import Scores


@dataclass(frozen=True, kw_only=True)
class SparkFactorizer:
    """MLlib multiplies its regularization by how much is known of each customer and thing; `terms` are ours, which are
    the same for all, and so are divided by what is known on average.
    """

    spark: SparkSession
    terms: AlternatingLeastSquares = field(default_factory=AlternatingLeastSquares)

    def factors(self, bought: sparse.csr_array) -> Factors:
        cells = sparse.coo_array(bought)
        known = max(1.0, cells.nnz / max(1, min(bought.shape)))
        model = ALS(
            userCol="customer",
            itemCol="item",
            ratingCol="bought",
            implicitPrefs=True,
            rank=self.terms.size,
            alpha=self.terms.confidence,
            regParam=self.terms.regularization / known,
            maxIter=self.terms.rounds,
            seed=self.terms.seed,
        ).fit(self._rows(cells))
        return Factors(
            customers=_table(model.userFactors.collect(), bought.shape[0], self.terms.size),
            items=_table(model.itemFactors.collect(), bought.shape[1], self.terms.size),
        )

    def _rows(self, cells: sparse.coo_array) -> DataFrame:
        rows = zip(cells.row.tolist(), cells.col.tolist(), cells.data.tolist(), strict=True)
        return self.spark.createDataFrame(list(rows), schema="customer int, item int, bought float")


def _table(rows: Iterable[Row], count: int, size: int) -> Scores:
    """Whoever bought nothing, and what nobody bought, is nowhere."""
    found = np.zeros((count, size), np.float32)
    for row in rows:
        found[row["id"]] = row["features"]
    return found
