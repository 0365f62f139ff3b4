"""Encoders of the BERT family in numpy and double precision, written from the paper, to hold our graphs against."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
_erf = np.vectorize(math.erf)


def gelu(values: Array) -> Array:
    return values * (1 + _erf(values / math.sqrt(2))) / 2


def fast_gelu(values: Array) -> Array:
    return values * (1 + np.tanh(math.sqrt(2 / math.pi) * (values + 0.044715 * values**3))) / 2


def relu(values: Array) -> Array:
    return np.maximum(values, 0)


@dataclass(frozen=True)
class ReferenceEncoder:
    """One text at a time, so nothing is padded and nothing masked. Weights go by BERT's names."""

    weights: Mapping[str, Array]
    layers: int
    heads: int
    activation: Callable[[Array], Array] = gelu
    first_position: int = 0
    pooling: str = "mean"

    def vector(self, ids: Sequence[int]) -> Array:
        placed = self.weights["embeddings.position_embeddings.weight"][self.first_position :][: len(ids)]
        hidden = self.weights["embeddings.word_embeddings.weight"][list(ids)] + placed
        if "embeddings.token_type_embeddings.weight" in self.weights:
            hidden = hidden + self.weights["embeddings.token_type_embeddings.weight"][0]
        hidden = self._norm("embeddings.LayerNorm", hidden)
        for number in range(self.layers):
            hidden = self._layer(f"encoder.layer.{number}", hidden)
        pooled = hidden[0] if self.pooling == "cls" else hidden.mean(axis=0)
        return pooled / np.sqrt(pooled @ pooled)

    def _layer(self, name: str, hidden: Array) -> Array:
        query, key, value = (
            np.split(self._dense(f"{name}.attention.self.{part}", hidden), self.heads, axis=1)
            for part in ("query", "key", "value")
        )
        heads = []
        for q, k, v in zip(query, key, value, strict=True):
            scores = np.exp(q @ k.T / math.sqrt(q.shape[1]))
            heads.append(scores / scores.sum(axis=1, keepdims=True) @ v)
        attended = self._dense(f"{name}.attention.output.dense", np.concatenate(heads, axis=1))
        hidden = self._norm(f"{name}.attention.output.LayerNorm", hidden + attended)
        wide = self.activation(self._dense(f"{name}.intermediate.dense", hidden))
        return self._norm(f"{name}.output.LayerNorm", hidden + self._dense(f"{name}.output.dense", wide))

    def _dense(self, name: str, hidden: Array) -> Array:
        return hidden @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]

    def _norm(self, name: str, hidden: Array) -> Array:
        centred = hidden - hidden.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-12)
        return centred / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
