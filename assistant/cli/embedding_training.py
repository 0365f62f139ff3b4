"""`aisle train embedding`: the embedding model, learned anew from what was asked and bought."""

import asyncio
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from psycopg_pool import AsyncConnectionPool

from assistant.cli.answers import AsJson, answer
from assistant.cli.steps import steps
from assistant.evaluation.progress import Tell
from assistant.evaluation.workplace import EvaluationSettings, workplace_of
from assistant.supervisor.database import database_at_hand
from assistant.training.catalogue import read_contents
from assistant.training.embedding import Outcome, train_embedding
from assistant.training.pairs import Pairs, part, read_pairs
from catalog.embedding.choice import TRAINED


def embedding(
    *,
    pairs: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Lines of query<TAB>product id.")],
    epochs: Annotated[int, typer.Option(min=1, max=50, help="How often to go through the pairs.")] = 3,
    as_json: AsJson = False,
) -> None:
    """Fine-tune the embedding model on what was asked and bought, and keep it only if it finds better."""
    settings = EvaluationSettings()
    with steps() as tell:
        learned, outcome = asyncio.run(_train_embedding(settings, pairs, epochs, tell))
    data = {
        "learned_pairs": len(learned.learned),
        "held_out_queries": len(learned.held_out),
        "unknown_products": learned.unknown,
        **asdict(outcome),
    }
    answer(_told(outcome, len(learned.held_out), settings), data=data, as_json=as_json)


async def _train_embedding(settings: EvaluationSettings, file: Path, epochs: int, tell: Tell) -> tuple[Pairs, Outcome]:
    read = read_pairs(file)
    place = workplace_of(settings)
    with database_at_hand(settings) as url:
        async with AsyncConnectionPool(url, min_size=1, max_size=2, open=False) as pool:
            contents = await read_contents(pool)
    pairs = part(read, sold=frozenset(product.id for product in contents.products), path=file)
    return pairs, await train_embedding(place, contents, pairs, epochs=epochs, tell=tell)


def _told(outcome: Outcome, queries: int, settings: EvaluationSettings) -> str:
    figures = (
        f"nDCG@10 of {queries} queries kept back: {outcome.before:.4f} before, {outcome.after:.4f} after, a gain of "
        f"{outcome.gain.mean:+.4f} (95 % between {outcome.gain.low:+.4f} and {outcome.gain.high:+.4f})."
    )
    if not outcome.promoted:
        return f"{figures} That is no sure gain: everything stays as it was."
    if settings.embedding_model == TRAINED:
        return f"{figures} The worker embeds the products with it, and then it is used."
    return f"{figures} Set AISLE_EMBEDDING_MODEL={TRAINED} to use it."
