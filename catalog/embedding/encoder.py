"""Encoders of the BERT family: their shape as config.json tells it, and their weights under BERT's own names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file

from catalog.embedding.errors import ModelUnsupported

Weights = Mapping[str, NDArray[np.float32]]
Activation = Literal["gelu", "fast_gelu", "relu"]
Pooling = Literal["mean", "cls"]

_ACTIVATIONS: dict[str, Activation] = {
    "gelu": "gelu",
    "gelu_new": "fast_gelu",
    "gelu_fast": "fast_gelu",
    "gelu_pytorch_tanh": "fast_gelu",
    "relu": "relu",
}
# These begin to count positions after the number of their padding token.
_COUNT_AFTER_PADDING = frozenset({"roberta", "xlm-roberta", "camembert"})
_FAMILY = frozenset({"bert", "distilbert"}) | _COUNT_AFTER_PADDING
_DISTILBERT = {
    "transformer.layer.": "encoder.layer.",
    "attention.q_lin": "attention.self.query",
    "attention.k_lin": "attention.self.key",
    "attention.v_lin": "attention.self.value",
    "attention.out_lin": "attention.output.dense",
    "sa_layer_norm": "attention.output.LayerNorm",
    "ffn.lin1": "intermediate.dense",
    "ffn.lin2": "output.dense",
    "output_layer_norm": "output.LayerNorm",
}
_MODEL_PREFIX = re.compile(r"^(bert|roberta|distilbert|model)\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """`first_position` is the row of the position table that the first token gets."""

    name: str
    layers: int
    heads: int
    width: int
    longest_tokens: int
    epsilon: float = 1e-12
    activation: Activation = "gelu"
    pooling: Pooling = "mean"
    first_position: int = 0


def shape_of(
    config: Mapping[str, Any], *, name: str, pooling: Pooling, longest_tokens: int | None, path: Path
) -> Shape:
    """Raise ModelUnsupported with what is in the way."""
    kind = config.get("model_type")
    if kind not in _FAMILY:
        known = ", ".join(sorted(_FAMILY))
        raise ModelUnsupported(path=path, reason=f"its encoder is of type {kind!r}; supported are {known}")
    if (placed := config.get("position_embedding_type") or "absolute") != "absolute":
        raise ModelUnsupported(path=path, reason=f"its positions are {placed!r}, not absolute")
    acting = config.get("hidden_act") or config.get("activation")
    if acting not in _ACTIVATIONS:
        raise ModelUnsupported(path=path, reason=f"its activation {acting!r} is none of {', '.join(_ACTIVATIONS)}")
    first = int(config.get("pad_token_id", 1)) + 1 if kind in _COUNT_AFTER_PADDING else 0
    places = int(config["max_position_embeddings"]) - first
    return Shape(
        name=name,
        layers=int(config.get("num_hidden_layers") or config["n_layers"]),
        heads=int(config.get("num_attention_heads") or config["n_heads"]),
        width=int(config.get("hidden_size") or config["dim"]),
        longest_tokens=min(longest_tokens or places, places),
        epsilon=float(config.get("layer_norm_eps", 1e-12)),
        activation=_ACTIVATIONS[acting],
        pooling=pooling,
        first_position=first,
    )


def read_weights(path: Path) -> Weights:
    """In 32-bit floats, under the names BERT gives them."""
    try:
        loaded = load_file(path)
    except (SafetensorError, TypeError, KeyError, AttributeError) as exc:
        reason = "its model.safetensors cannot be read; it has to hold 32-bit or 16-bit floats (not bfloat16)"
        raise ModelUnsupported(path=path, reason=reason) from exc
    return {_named(name): np.asarray(values, np.float32) for name, values in loaded.items() if values.dtype.kind == "f"}


def _named(name: str) -> str:
    name = _MODEL_PREFIX.sub("", name)
    if name.startswith("transformer.layer."):
        for theirs, ours in _DISTILBERT.items():
            name = name.replace(theirs, ours)
    # Old conversions from TensorFlow.
    return name.replace("LayerNorm.gamma", "LayerNorm.weight").replace("LayerNorm.beta", "LayerNorm.bias")
