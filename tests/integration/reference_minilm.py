"""The reference vectors of all-MiniLM-L6-v2, by an implementation that shares no code with our ONNX graphs."""

import json
import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from tests.integration.reference_encoder import ReferenceEncoder


def sentence_vectors(folder: Path, texts: list[str]) -> NDArray[np.float32]:
    weights = {name: value.astype(np.float64) for name, value in load_file(folder / "model.safetensors").items()}
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    encoder = ReferenceEncoder(weights=weights, layers=6, heads=12)
    return np.stack([encoder.vector(tokenizer.encode(text).ids) for text in texts]).astype(np.float32)


def write_references(folder: Path, references: Path) -> None:
    """Run this as `python -m` with the folder of the weights and the file, when its sentences change."""
    texts = list(json.loads(references.read_text()))
    vectors = sentence_vectors(folder, texts)
    told = {text: [round(float(x), 7) for x in vector] for text, vector in zip(texts, vectors, strict=True)}
    lines = ",\n".join(
        f" {json.dumps(text)}: {json.dumps(vector, separators=(',', ':'))}" for text, vector in told.items()
    )
    references.write_text(f"{{\n{lines}\n}}\n")


if __name__ == "__main__":
    write_references(Path(sys.argv[1]), Path(sys.argv[2]))
