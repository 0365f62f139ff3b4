"""Opens the models that this gateway serves, and keeps them in step with what was learned."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager, suppress

from catalog.connections import Connections
from rerank.features import rows
from rerank.learning.model_record import ModelRecord
from rerank.learning.served_models import ServedModels, nobody_else, opener
from rerank.learning.stored_models import StoredModels
from rerank.ranking.baseline import Baseline
from rerank.ranking.model import RankingModel
from rerank.ranking.onnx_model import loaded
from rerank.ranking.request_features import NAMES


def known_features() -> frozenset[str]:
    """What can be read while a shopper waits."""
    return frozenset(NAMES) | frozenset(rows.names())


def opened_model(known: Collection[str] = ()) -> Callable[[ModelRecord], RankingModel]:
    """`known` are features that can be read besides those of this version."""
    return opener(loaded, known=known_features().union(known))


@asynccontextmanager
async def open_models(
    connections: Connections,
    *,
    wanted: Callable[[], Awaitable[Collection[str]]] = nobody_else,
    on_refused: Callable[[str], None],
) -> AsyncIterator[ServedModels]:
    """The built-in order serves until the first look, and where no database is there."""
    served = ServedModels(
        StoredModels(connections=connections),
        opened_model(),
        baseline=Baseline(),
        wanted=wanted,
        on_refused=on_refused,
    )
    following = asyncio.create_task(served.follow())
    try:
        yield served
    finally:
        following.cancel()
        with suppress(asyncio.CancelledError):
            await following
