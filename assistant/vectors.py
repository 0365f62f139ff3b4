"""Brings the products' vectors in line with the catalogue and with the model at hand."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from catalog.connections import Connections
from catalog.embedding.embedder import Embedder
from catalog.retrieval.indexing import Progress, VectorIndexing

MOST_THREADS = 4


async def embed_stale(
    connections: Connections, model: Path, *, progress: Callable[[Progress], None] = lambda _: None
) -> int:
    """How many products were embedded; the network is loaded for it and let go of afterwards."""
    threads = min(MOST_THREADS, os.cpu_count() or 1)
    embedder = await asyncio.to_thread(Embedder, model, documents=True, threads=threads)
    return await VectorIndexing(connections, embedder).refresh(progress=progress)
