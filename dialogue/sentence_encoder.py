"""Sentences as vectors: the shop's embedding model, run in this process, at its top and half-way up."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from dialogue.errors import ModelRefused
from dialogue.model_file import MANIFEST, file_sha256

NETWORK = "model.onnx"
TOKENIZER = "tokenizer.json"
OUTPUTS = ("sentence_embedding", "middle_embedding")


class SentenceEncoder:
    def __init__(self, folder: Path, *, outputs: Sequence[str] = OUTPUTS) -> None:
        self.sha256 = _checked(folder)
        self._outputs = list(outputs)
        settings = onnxruntime.SessionOptions()
        settings.intra_op_num_threads = 1
        settings.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(folder / NETWORK), settings, providers=["CPUExecutionProvider"]
        )
        if not {output.name for output in self._session.get_outputs()}.issuperset(outputs):
            raise ModelRefused(reason=f"the embedding model in {folder} lacks an output, build it again")
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))

    def encode(self, text: str) -> NDArray[np.float32]:
        """[output, dimension].

        One at a time, in training too: the network shares a scale over what it is given at once, so a neighbour would
        change the vector.
        """
        tokens = self._tokenizer.encode(text)
        inputs = {
            "input_ids": np.array([tokens.ids], np.int64),
            "attention_mask": np.ones((1, len(tokens.ids)), np.int64),
        }
        return np.concatenate(self._session.run(self._outputs, inputs))


def _checked(folder: Path) -> dict[str, str]:
    try:
        written_down: dict[str, str] = json.loads((folder / MANIFEST).read_bytes())["files"]
        found = {name: file_sha256(folder / name) for name in (NETWORK, TOKENIZER)}
    except (OSError, ValueError, KeyError) as exc:
        raise ModelRefused(reason=f"there is no whole embedding model in {folder}, build it first") from exc
    if any(written_down.get(name) != sha256 for name, sha256 in found.items()):
        raise ModelRefused(reason=f"the embedding model in {folder} is not the one that was built")
    return found
