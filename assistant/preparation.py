"""Brings the data the shop stands on up to date: `python -m assistant.preparation embedding|catalogue`."""

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path

from psycopg_pool import AsyncConnectionPool

from assistant.background_settings import BackgroundSettings
from assistant.demo_shop import load_demo_if_wanted
from assistant.learning_settings import LearningSettings
from assistant.simulation.demo_history import load_history_if_wanted
from assistant.vectors import embed_stale, embedding_models
from catalog.embedding.build import build_model, is_built
from catalog.embedding.errors import EmbeddingError
from catalog.embedding.models import EmbeddingModels
from catalog.errors import CatalogError
from catalog.retrieval.indexing import Progress

FAILED = 1


def prepare_embedding(weights: Path, folder: Path) -> bool:
    """The built-in model, which also tells intents; whether it had to be built."""
    if is_built(folder):
        return False
    build_model(weights, folder)
    return True


async def prepare_catalogue(
    database_url: str, models: EmbeddingModels, *, learns: bool, progress: Callable[[Progress], None]
) -> None:
    """The demo shop for a database without products, with a past to learn from, and vectors for what has none."""
    async with AsyncConnectionPool(database_url, min_size=1, max_size=2, open=False) as pool:
        await load_demo_if_wanted(pool, progress=progress)
        if learns:
            await load_history_if_wanted(pool)
        await embed_stale(pool, models, progress=progress)


def main(arguments: list[str]) -> int:
    settings = BackgroundSettings()
    try:
        models = embedding_models(settings)
        match arguments:
            case ["embedding"]:
                models.prepare()
            case ["catalogue"]:
                learns = LearningSettings().learning
                asyncio.run(prepare_catalogue(settings.database, models, learns=learns, progress=_tell))
            case _:
                sys.stderr.write(f"{__doc__}\n")
                return FAILED
    except (EmbeddingError, CatalogError) as failure:
        sys.stderr.write(f"{type(failure).__name__}: {failure}\n")
        return FAILED
    return 0


def _tell(progress: Progress) -> None:
    sys.stdout.write(f"progress {progress.done} {progress.total}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
