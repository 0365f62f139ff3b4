"""Brings the products' vectors in line with the catalogue and with the model at hand."""

import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path

from catalog.connections import Connections
from catalog.embedding.embedder import Embedder
from catalog.embedding.manifest import read_manifest
from catalog.embedding.network import Vectors
from catalog.retrieval.indexing import Progress, VectorIndexing

MOST_THREADS = 4


class EmbedderOnDemand:
    """Loads the network with the first product that needs it: mostly none does, and it is large."""

    def __init__(self, model: Path) -> None:
        self.manifest = read_manifest(model)
        self._model = model

    def embed(self, texts: Sequence[str]) -> Vectors:
        return self._embedder.embed(texts)

    @cached_property
    def _embedder(self) -> Embedder:
        return Embedder(self._model, documents=True, threads=min(MOST_THREADS, os.cpu_count() or 1))


async def embed_stale(
    connections: Connections, model: Path, *, progress: Callable[[Progress], None] = lambda _: None
) -> int:
    """How many products were embedded; the network is let go of afterwards."""
    return await VectorIndexing(connections, EmbedderOnDemand(model)).refresh(progress=progress)


async def stale_count(connections: Connections, model: Path) -> int:
    return await VectorIndexing(connections, EmbedderOnDemand(model)).stale_count()
