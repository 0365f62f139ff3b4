"""Only the embedding model that was built is run."""

import json
from pathlib import Path

import pytest

from dialogue.errors import ModelRefused
from dialogue.sentence_encoder import SentenceEncoder


def test_a_missing_embedding_model_is_said_so(tmp_path: Path):
    with pytest.raises(ModelRefused, match="build it first"):
        SentenceEncoder(tmp_path)


def test_a_changed_embedding_model_is_refused(tmp_path: Path):
    files = {}
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"changed")
        files[name] = "0" * 64
    (tmp_path / "manifest.json").write_text(json.dumps({"files": files}))
    with pytest.raises(ModelRefused, match="not the one that was built"):
        SentenceEncoder(tmp_path)
