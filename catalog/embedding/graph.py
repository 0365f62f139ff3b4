"""An encoder of the BERT family as an ONNX graph, made from its weights: pooling and L2 norm inside."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from catalog.embedding.encoder import Shape, Weights

FUSED = "com.microsoft"
# The oldest runtime that reads our model is Rasa's onnxruntime 1.23.
IR_VERSION, OPSET = 8, 17


class Precision(Enum):
    """INT8 and UINT8 hold weights in eight bits, one scale per output channel; activations are quantised as they come.

    Unsigned weights give the same numbers and take twice the time on processors with VNNI instructions; on those
    without, products of signed weights are added in pairs in sixteen bits, which can overflow.
    """

    FP32 = "fp32"
    INT8 = "int8"
    UINT8 = "uint8"


def build_graph(
    weights: Weights, shape: Shape, precision: Precision, *, middle_layer: int | None = None
) -> onnx.ModelProto:
    """`input_ids` and `attention_mask` (int64 [batch, tokens]) to `sentence_embedding` (float32 [batch, width]).

    With a middle layer, a second output `middle_embedding` is the same of that layer, for telling intents.
    """
    return _Graph(weights, shape, precision).build(middle_layer)


class _Graph:
    def __init__(self, weights: Weights, shape: Shape, precision: Precision) -> None:
        self._weights = weights
        self._shape = shape
        self._precision = precision
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[TensorProto] = []

    def build(self, middle_layer: int | None) -> onnx.ModelProto:
        mask = self._node("Cast", ["attention_mask"], to=TensorProto.INT32)
        hidden = [self._embeddings()]
        for layer in range(self._shape.layers):
            hidden.append(self._layer(f"encoder.layer.{layer}", hidden[-1], mask))
        axes = self._axes()
        outputs = [self._pool(hidden[-1], "sentence_embedding", axes)]
        if middle_layer is not None:
            outputs.append(self._pool(hidden[middle_layer], "middle_embedding", axes))
        batch_of_tokens, width = ["batch", "tokens"], self._shape.width
        graph = helper.make_graph(
            self._nodes,
            self._shape.name,
            [
                helper.make_tensor_value_info("input_ids", TensorProto.INT64, batch_of_tokens),
                helper.make_tensor_value_info("attention_mask", TensorProto.INT64, batch_of_tokens),
            ],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, ["batch", width]) for output in outputs],
            self._constants,
        )
        return helper.make_model(
            graph,
            producer_name="aisle",
            ir_version=IR_VERSION,
            opset_imports=[helper.make_opsetid("", OPSET), helper.make_opsetid(FUSED, 1)],
        )

    def _embeddings(self) -> str:
        words = self._word_vectors()
        first, longest = self._shape.first_position, self._shape.longest_tokens
        placed = self._weights["embeddings.position_embeddings.weight"][first : first + longest]
        if (types := self._weights.get("embeddings.token_type_embeddings.weight")) is not None:
            placed = placed + types[0]
        shape = self._node("Shape", ["input_ids"], start=1, end=2)
        positions = self._node(
            "Slice", [self._constant("positions", placed), self._constant("zero", np.zeros(1, np.int64)), shape]
        )
        summed = self._node("Add", [words, positions])
        scale, bias = self._layer_norm_weights("embeddings.LayerNorm")
        return self._node("LayerNormalization", [summed, scale, bias], axis=-1, epsilon=self._shape.epsilon)

    def _word_vectors(self) -> str:
        table = self._weights["embeddings.word_embeddings.weight"]
        if self._precision is Precision.FP32:
            return self._node("Gather", [self._constant("words", table), "input_ids"])
        quantised, scales = quantise_columns(table.T)
        rows = self._node("Gather", [self._constant("words", quantised.T), "input_ids"])
        row_scales = self._node("Gather", [self._constant("word_scales", scales[:, None]), "input_ids"])
        return self._node("Mul", [self._node("Cast", [rows], to=TensorProto.FLOAT), row_scales])

    def _layer(self, name: str, hidden: str, mask: str) -> str:
        attended = self._attention(f"{name}.attention.self", hidden, mask)
        projected = self._times(f"{name}.attention.output.dense", attended)
        hidden = self._add_and_norm(f"{name}.attention.output", projected, hidden)
        widened = self._times(f"{name}.intermediate.dense", hidden)
        activated = self._activated(widened, self._bias(f"{name}.intermediate.dense"))
        narrowed = self._times(f"{name}.output.dense", activated)
        return self._add_and_norm(f"{name}.output", narrowed, hidden)

    def _activated(self, hidden: str, bias: str) -> str:
        if self._shape.activation == "relu":
            return self._node("Relu", [self._node("Add", [hidden, bias])])
        return self._fused("BiasGelu" if self._shape.activation == "gelu" else "FastGelu", [hidden, bias])

    def _attention(self, name: str, hidden: str, mask: str) -> str:
        parts = [f"{name}.{part}" for part in ("query", "key", "value")]
        matrix = np.concatenate([self._weights[f"{part}.weight"].T for part in parts], axis=1)
        bias = self._constant(f"{name}.bias", np.concatenate([self._weights[f"{part}.bias"] for part in parts]))
        if self._precision is Precision.FP32:
            kernel = self._constant(f"{name}.weight", matrix)
            return self._fused("Attention", [hidden, kernel, bias, mask], num_heads=self._shape.heads)
        coarse, step, zero = self._nodes_for_dynamic_quantisation(hidden)
        kernel, kernel_scales, kernel_zeros = self._quantised(name, matrix)
        inputs = [coarse, kernel, bias, step, kernel_scales, mask, zero, kernel_zeros]
        return self._fused("QAttention", inputs, num_heads=self._shape.heads)

    def _times(self, name: str, hidden: str) -> str:
        matrix = self._weights[f"{name}.weight"].T
        if self._precision is Precision.FP32:
            return self._node("MatMul", [hidden, self._constant(f"{name}.weight", matrix)])
        return self._fused("DynamicQuantizeMatMul", [hidden, *self._quantised(name, matrix)])

    def _quantised(self, name: str, matrix: NDArray[np.float32]) -> tuple[str, str, str]:
        kernel, scales = quantise_columns(matrix)
        zeros = np.zeros_like(kernel[0])
        if self._precision is Precision.UINT8:
            kernel, zeros = _unsigned(kernel), _unsigned(zeros)
        return (
            self._constant(f"{name}.weight", kernel),
            self._constant(f"{name}.scales", scales),
            self._constant(f"{name}.zeros", zeros),
        )

    def _add_and_norm(self, name: str, hidden: str, residual: str) -> str:
        scale, shift = self._layer_norm_weights(f"{name}.LayerNorm")
        inputs = [hidden, residual, scale, shift, self._bias(f"{name}.dense")]
        return self._fused("SkipLayerNormalization", inputs, epsilon=self._shape.epsilon)

    def _axes(self) -> tuple[str, str]:
        if self._shape.pooling == "cls":
            return "", ""
        return self._constant("last", np.array([-1])), self._constant("tokens_axis", np.array([1]))

    def _pool(self, hidden: str, output: str, axes: tuple[str, str]) -> str:
        if self._shape.pooling == "cls":
            place, axis = self._constant("first", np.array([0])), self._constant("tokens_axis", np.array([1]))
            first = self._node("Squeeze", [self._node("Gather", [hidden, place], axis=1), axis])
            return self._normalised(first, output)
        weight = self._node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        last, tokens = axes
        counted = self._node("Mul", [hidden, self._node("Unsqueeze", [weight, last])])
        total = self._node("ReduceSum", [counted, tokens], keepdims=0)
        mean = self._node("Div", [total, self._node("ReduceSum", [weight, tokens], keepdims=1)])
        return self._normalised(mean, output)

    def _normalised(self, hidden: str, output: str) -> str:
        self._nodes.append(helper.make_node("LpNormalization", [hidden], [output], axis=-1, p=2))
        return output

    def _nodes_for_dynamic_quantisation(self, hidden: str) -> tuple[str, str, str]:
        outputs = [f"{hidden}.{part}" for part in ("coarse", "step", "zero")]
        self._nodes.append(helper.make_node("DynamicQuantizeLinear", [hidden], outputs))
        return outputs[0], outputs[1], outputs[2]

    def _layer_norm_weights(self, name: str) -> tuple[str, str]:
        scale = self._constant(f"{name}.weight", self._weights[f"{name}.weight"])
        return scale, self._bias(name)

    def _bias(self, name: str) -> str:
        return self._constant(f"{name}.bias", self._weights[f"{name}.bias"])

    def _constant(self, name: str, values: NDArray[np.generic]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, operator: str, inputs: list[str], **attributes: float) -> str:
        return self._append(operator, inputs, "", attributes)

    def _fused(self, operator: str, inputs: list[str], **attributes: float) -> str:
        return self._append(operator, inputs, FUSED, attributes)

    def _append(self, operator: str, inputs: list[str], domain: str, attributes: Mapping[str, Any]) -> str:
        output = f"{operator}_{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [output], output, domain=domain, **attributes))
        return output


def quantise_columns(matrix: NDArray[np.float32]) -> tuple[NDArray[np.integer[Any]], NDArray[np.float32]]:
    """Symmetric, one scale per column."""
    widest = np.abs(matrix).max(axis=0)
    scales = (np.where(widest == 0, 1, widest) / np.iinfo(np.int8).max).astype(np.float32)
    return np.rint(matrix / scales).astype(np.int8), scales


def _unsigned(signed: NDArray[np.integer[Any]]) -> NDArray[np.integer[Any]]:
    return (signed.astype(np.int16) + 128).astype(np.uint8)
