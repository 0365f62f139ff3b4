"""Runs the network: texts in, unit vectors out."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from catalog.embedding.encoder import Pooling

Vectors = NDArray[np.float32]


class Network:
    """Safe to call from several threads at once.

    Texts go through one by one, several at a time on `threads` processors: padding costs more than batches save, and in
    eight bits a text would share its scale with its neighbours, whose company would then change its vector.
    `pooling` is for graphs that give a vector for each token.
    """

    def __init__(
        self, model: Path | bytes, tokenizer: Tokenizer, *, dimension: int, threads: int, pooling: Pooling | None = None
    ) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            model if isinstance(model, bytes) else str(model), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = [each.name for each in self._session.get_inputs()]
        self._output = _chosen([each.name for each in self._session.get_outputs()])
        self._tokenizer = tokenizer
        self._dimension = dimension
        self._pooling = pooling
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="network") if threads > 1 else None

    def embed(self, texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), self._dimension), np.float32)
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch_fast(list(texts))]
        # The longest first, so that no thread begins a long one when the others have finished.
        order = sorted(range(len(texts)), key=lambda row: -len(tokens[row]))
        run = map if self._threads is None else self._threads.map
        for row, vector in zip(order, run(self._run, (tokens[row] for row in order)), strict=True):
            vectors[row] = vector
        return vectors

    def vector(self, text: str) -> Vectors:
        return self._run(self._tokenizer.encode(text).ids)

    def _run(self, ids: list[int]) -> Vectors:
        given = np.array([ids], np.int64)
        fed = {"input_ids": given, "attention_mask": np.ones_like(given), "token_type_ids": np.zeros_like(given)}
        output: Vectors = self._session.run([self._output], {name: fed[name] for name in self._inputs})[0][0]
        return output if self._pooling is None or output.ndim == 1 else _pooled(output, self._pooling)


def _pooled(of_tokens: Vectors, pooling: Pooling) -> Vectors:
    vector = of_tokens[0] if pooling == "cls" else of_tokens.mean(axis=0)
    unit: Vectors = vector / max(float(np.linalg.norm(vector)), 1e-12)
    return unit


def _chosen(outputs: Sequence[str]) -> str:
    return "sentence_embedding" if "sentence_embedding" in outputs else outputs[0]
