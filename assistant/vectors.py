"""Brings the products' vectors in line with the catalogue and with the model that was chosen."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Protocol

from pydantic import SecretStr

from catalog.connections import Connections
from catalog.embedding.choice import model_choice
from catalog.embedding.errors import EmbeddingError
from catalog.embedding.models import DocumentsOnDemand, EmbeddingModels
from catalog.errors import translated
from catalog.retrieval.indexes import IndexInUse, known_index_ids, read_index_in_use, remove_retired
from catalog.retrieval.indexing import Progress, VectorIndexing

ROOT = Path(__file__).resolve().parent.parent
MOST_THREADS = 4
# While a new index is made, which may take hours, the one in use is brought up to date as often.
TEND_EVERY_S = 60.0


class EmbedderOnDemand(DocumentsOnDemand):
    """The model in a folder, on as many threads as pay."""

    def __init__(self, model: Path) -> None:
        super().__init__(model, threads=_threads())


class EmbeddingSettings(Protocol):
    """Every process's settings have these."""

    @property
    def state_dir(self) -> Path: ...
    @property
    def embedding_model(self) -> str: ...
    @property
    def openai_api_key(self) -> SecretStr | None: ...
    @property
    def external_calls(self) -> bool: ...


def embedding_models(settings: EmbeddingSettings) -> EmbeddingModels:
    """A choice that cannot be made is told as EmbeddingError."""
    state_folder = (ROOT / settings.state_dir).resolve()
    return EmbeddingModels(
        folder=state_folder / "models",
        weights=state_folder / "weights",
        choice=model_choice(settings.embedding_model, root=ROOT),
        openai_key=settings.openai_api_key.get_secret_value() if settings.openai_api_key else None,
        may_call_outside=settings.external_calls,
        threads=_threads(),
    )


async def embed_stale(
    connections: Connections, models: EmbeddingModels, *, progress: Callable[[Progress], None] = lambda _: None
) -> int:
    """Make the vectors that are missing or stale, and change over to the chosen model once all of its are there.

    Returns how many products were embedded. Killed at any point, it goes on there the next time.
    """
    await asyncio.to_thread(models.prepare)
    wanted = models.documents()
    index = VectorIndexing(connections, wanted, reference=models.reference())
    in_use = await index_in_use(connections)
    before = in_use.index_id if in_use and in_use.index_id != wanted.manifest.index_id else None
    done, tended_at = await _tend(connections, models, before), monotonic()
    made = 0
    async for reached in index.catch_up():
        made = reached.done
        progress(reached)
        if monotonic() - tended_at > TEND_EVERY_S:
            done += await _tend(connections, models, before)
            tended_at = monotonic()
    if made or in_use is None or before:
        await index.put_to_use()
    await remove_retired(connections, keep=[wanted.manifest.index_id])
    models.forget_all_but(await known_index_ids(connections))
    return done + made


async def stale_count(connections: Connections, models: EmbeddingModels) -> int:
    """Of the chosen model's index."""
    return await VectorIndexing(connections, models.documents()).stale_count()


async def index_in_use(connections: Connections) -> IndexInUse | None:
    with translated():
        async with connections.connection() as connection:
            return await read_index_in_use(connection)


async def _tend(connections: Connections, models: EmbeddingModels, index_id: str | None) -> int:
    """Shoppers still search the index in use: what is new in the shop has to be found there as well."""
    if index_id is None:
        return 0
    try:
        index = VectorIndexing(connections, models.documents(index_id))
    except EmbeddingError:
        return 0  # its model is on another machine, which tends it
    done = 0
    async for reached in index.catch_up():
        done = reached.done
    return done


def _threads() -> int:
    return min(MOST_THREADS, os.cpu_count() or 1)
