"""A learned model of the order, run by onnxruntime."""

from collections.abc import Sequence

import numpy as np
import onnxruntime
from onnxruntime.capi.onnxruntime_pybind11_state import (
    Fail,
    InvalidArgument,
    InvalidGraph,
    InvalidProtobuf,
    RuntimeException,
)
from onnxruntime.capi.onnxruntime_pybind11_state import (
    NotImplemented as NotSupported,
)

from rerank.features.feature import Values
from rerank.ranking.errors import ModelBroken
from rerank.ranking.network_check import checked_network
from rerank.ranking.tree_network import INPUT

_REFUSED = (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf, NotSupported, RuntimeException)
FATAL = 4


class OnnxModel:
    """A hundred rows take one thread well under a millisecond; handing them to several takes longer."""

    def __init__(self, network: bytes, *, version: str, features: Sequence[str]) -> None:
        """Raises ModelBroken."""
        checked = checked_network(network, features=features)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = FATAL
        try:
            self._session = onnxruntime.InferenceSession(checked.network, options, providers=["CPUExecutionProvider"])
        except _REFUSED as exc:
            raise ModelBroken("the runtime refuses it") from exc
        self.version = version
        self.features = tuple(features)
        self.surfaces = checked.surfaces
        self._warm_up()

    def scores(self, values: Values) -> Values:
        """One for each row. Raises ModelBroken."""
        try:
            (scores,) = self._session.run(None, {INPUT: np.ascontiguousarray(values, dtype=np.float32)})
        except _REFUSED as exc:
            raise ModelBroken("the runtime gives up") from exc
        scored: Values = scores.reshape(-1)
        return scored

    def _warm_up(self) -> None:
        rows = np.zeros((100, len(self.features)), dtype=np.float32)
        rows[50:] = np.nan
        scores = self.scores(rows)
        if scores.shape != (100,) or not np.isfinite(scores).all():
            raise ModelBroken("scores are not numbers")


def loaded(network: bytes, *, version: str, features: Sequence[str]) -> OnnxModel:
    """Raises ModelBroken."""
    return OnnxModel(network, version=version, features=features)
