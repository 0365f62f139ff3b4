"""Saves trained weights as a folder of the kind sentence-transformers reads, beside which nothing else is needed."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file

from catalog.embedding.source import WEIGHTS

_NOT_COPIED = ("*.safetensors", "*.bin", "*.onnx", "onnx", "openvino", "*.md", ".git*", "data_config.json")
_LENGTHS = "sentence_bert_config.json"


def save_trained(base: Path, weights: Mapping[str, NDArray[np.float32]], folder: Path, *, tokens: int) -> None:
    """All but the weights, and the number of tokens that is read, is as in the model that was trained on."""
    shutil.copytree(base, folder, ignore=shutil.ignore_patterns(*_NOT_COPIED))
    save_file({name: np.ascontiguousarray(values) for name, values in weights.items()}, folder / WEIGHTS)
    lengths = folder / _LENGTHS
    told = json.loads(lengths.read_text()) if lengths.is_file() else {}
    lengths.write_text(json.dumps({**told, "max_seq_length": min(tokens, told.get("max_seq_length") or tokens)}))


def promote(candidate: Path, place: Path) -> None:
    """By renaming; whoever reads the old one has it open or finds the new one."""
    replaced = place.with_name(f".{place.name}-replaced")
    shutil.rmtree(replaced, ignore_errors=True)
    if place.exists():
        place.rename(replaced)
    candidate.rename(place)
    shutil.rmtree(replaced, ignore_errors=True)
