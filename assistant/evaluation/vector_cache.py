"""Keeps the vectors of texts between measurements, by model and by text: most texts of a corpus are embedded once."""

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np

from catalog.embedding.manifest import Manifest
from catalog.embedding.network import Vectors
from catalog.retrieval.indexing import DocumentEmbedder

WAIT_S = 60.0
ASKED_AT_ONCE = 500


class CachedEmbedder:
    """Satisfies `DocumentEmbedder`; each batch is kept as soon as it is made, so that a stopped run goes on there."""

    def __init__(self, embedder: DocumentEmbedder, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.manifest: Manifest = embedder.manifest
        self._embedder = embedder
        self._file = folder / f"{embedder.manifest.index_id}.sqlite"
        self.made = 0

    def embed(self, texts: Sequence[str]) -> Vectors:
        keys = [hashlib.sha256(text.encode()).digest() for text in texts]
        with self._open() as kept:
            found = _read(kept, keys)
            if missing := {key: text for key, text in zip(keys, texts, strict=True) if key not in found}:
                vectors = self._embedder.embed(list(missing.values()))
                self.made += len(missing)
                found |= dict(zip(missing, vectors, strict=True))
                rows = [(key, np.asarray(found[key], np.float32).tobytes()) for key in missing]
                kept.executemany("insert or ignore into vectors (text_sha256, vector) values (?, ?)", rows)
                kept.commit()
        return np.stack([found[key] for key in keys]) if keys else self._embedder.embed([])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A connection for each batch: it is asked from whichever thread is free."""
        with closing(sqlite3.connect(self._file, timeout=WAIT_S)) as kept:
            kept.execute("create table if not exists vectors (text_sha256 blob primary key, vector blob) without rowid")
            yield kept


def _read(kept: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
    found: dict[bytes, Vectors] = {}
    for start in range(0, len(keys), ASKED_AT_ONCE):
        asked = keys[start : start + ASKED_AT_ONCE]
        marks = ",".join("?" * len(asked))
        rows = kept.execute(f"select text_sha256, vector from vectors where text_sha256 in ({marks})", asked)
        found |= {key: np.frombuffer(vector, np.float32) for key, vector in rows}
    return found
