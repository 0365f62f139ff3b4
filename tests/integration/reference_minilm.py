"""all-MiniLM-L6-v2 in plain numpy and double precision: written from the paper, to hold our ONNX graphs against."""

import json
import math
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

Array = NDArray[np.float64]
HEADS = 12
_erf = np.vectorize(math.erf)


def sentence_vectors(folder: Path, texts: list[str]) -> NDArray[np.float32]:
    """One sentence at a time, so nothing is padded and nothing masked."""
    weights = {name: value.astype(np.float64) for name, value in load_file(folder / "model.safetensors").items()}
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    return np.stack([_sentence(weights, tokenizer.encode(text).ids) for text in texts]).astype(np.float32)


def _sentence(weights: Mapping[str, Array], ids: list[int]) -> Array:
    hidden = weights["embeddings.word_embeddings.weight"][ids]
    hidden = hidden + weights["embeddings.position_embeddings.weight"][: len(ids)]
    hidden = hidden + weights["embeddings.token_type_embeddings.weight"][0]
    hidden = _norm(weights, "embeddings.LayerNorm", hidden)
    for number in range(6):
        hidden = _layer(weights, f"encoder.layer.{number}", hidden)
    mean = hidden.mean(axis=0)
    return mean / np.sqrt(mean @ mean)


def _layer(weights: Mapping[str, Array], name: str, hidden: Array) -> Array:
    query, key, value = (
        np.split(_dense(weights, f"{name}.attention.self.{part}", hidden), HEADS, axis=1)
        for part in ("query", "key", "value")
    )
    heads = []
    for q, k, v in zip(query, key, value, strict=True):
        scores = np.exp(q @ k.T / math.sqrt(q.shape[1]))
        heads.append(scores / scores.sum(axis=1, keepdims=True) @ v)
    attended = _dense(weights, f"{name}.attention.output.dense", np.concatenate(heads, axis=1))
    hidden = _norm(weights, f"{name}.attention.output.LayerNorm", hidden + attended)
    wide = _dense(weights, f"{name}.intermediate.dense", hidden)
    wide = wide * (1 + _erf(wide / math.sqrt(2))) / 2
    return _norm(weights, f"{name}.output.LayerNorm", hidden + _dense(weights, f"{name}.output.dense", wide))


def _dense(weights: Mapping[str, Array], name: str, hidden: Array) -> Array:
    return hidden @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]


def _norm(weights: Mapping[str, Array], name: str, hidden: Array) -> Array:
    centred = hidden - hidden.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-12)
    return centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]


def write_references(folder: Path, references: Path) -> None:
    """Run this file as a script with the folder of the weights and the file, when its sentences change."""
    texts = list(json.loads(references.read_text()))
    vectors = sentence_vectors(folder, texts)
    told = {text: [round(float(x), 7) for x in vector] for text, vector in zip(texts, vectors, strict=True)}
    lines = ",\n".join(
        f" {json.dumps(text)}: {json.dumps(vector, separators=(',', ':'))}" for text, vector in told.items()
    )
    references.write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    write_references(Path(sys.argv[1]), Path(sys.argv[2]))
