"""Vectors are made once for each text and model, also by a run that was stopped."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation.vector_cache import CachedEmbedder
from catalog.embedding.manifest import Manifest
from catalog.embedding.network import Vectors

MANIFEST = Manifest(model_id="fake", dimension=2, checksum="a" * 64, files={}, source_sha256="", recipe="")


@dataclass
class CountingEmbedder:
    manifest: Manifest = MANIFEST
    made: list[str] = field(default_factory=list)

    def embed(self, texts: Sequence[str]) -> Vectors:
        if "poison" in texts:
            raise RuntimeError
        self.made += texts
        return np.array([[len(text), 1.0] for text in texts], np.float32).reshape(-1, 2)


def test_each_text_is_embedded_once_and_comes_in_the_order_asked(tmp_path: Path) -> None:
    first, second = CountingEmbedder(), CountingEmbedder()
    CachedEmbedder(first, tmp_path).embed(["tea", "coffee", "tea"])
    cached = CachedEmbedder(second, tmp_path)
    vectors = cached.embed(["milk", "coffee", "tea", "milk"])
    assert first.made == ["tea", "coffee"]
    assert second.made == ["milk"]
    assert cached.made == 1
    assert vectors.tolist() == [[4, 1], [6, 1], [3, 1], [4, 1]]


def test_another_model_does_not_get_the_vectors_of_this(tmp_path: Path) -> None:
    CachedEmbedder(CountingEmbedder(), tmp_path).embed(["tea"])
    other = CountingEmbedder(replace(MANIFEST, checksum="b" * 64))
    CachedEmbedder(other, tmp_path).embed(["tea"])
    assert other.made == ["tea"]


def test_what_was_made_before_a_failure_is_kept(tmp_path: Path) -> None:
    cached = CachedEmbedder(CountingEmbedder(), tmp_path)
    cached.embed(["tea"])
    with pytest.raises(RuntimeError):
        cached.embed(["tea", "poison"])
    again = CountingEmbedder()
    CachedEmbedder(again, tmp_path).embed(["tea"])
    assert again.made == []


def test_many_texts_and_none(tmp_path: Path) -> None:
    cached = CachedEmbedder(CountingEmbedder(), tmp_path)
    texts = ["x" * length for length in range(1200)]
    cached.embed(texts)
    assert cached.embed(texts)[:, 0].tolist() == list(range(1200))
    assert cached.embed([]).shape == (0, 2)
