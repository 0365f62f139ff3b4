"""Fine-tunes the embedding model on what was asked and bought, and takes it to use only if it finds better."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from tokenizers import Tokenizer

from assistant.evaluation.asking import asked, browsing
from assistant.evaluation.intervals import Interval, difference_interval
from assistant.evaluation.measures import ndcg
from assistant.evaluation.progress import Tell
from assistant.evaluation.scratch import scratch_database
from assistant.evaluation.tried_shop import tried_shop
from assistant.evaluation.workplace import Workplace
from assistant.training.errors import ModelUntrainable, TrainingMissing
from assistant.training.model_folder import promote, save_trained
from assistant.training.pairs import Pairs
from catalog.contents import Contents
from catalog.embedding.build import DOCUMENT_TOKENS, WEIGHTS_IN_PACKAGE
from catalog.embedding.choice import OpenAIModel, OwnModel
from catalog.embedding.encoder import read_weights
from catalog.embedding.models import EmbeddingModels
from catalog.embedding.source import read_source
from catalog.retrieval.document import product_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """nDCG@10 of the queries kept back, by the model in use and by the trained one; `gain` is query by query."""

    before: float
    after: float
    gain: Interval
    promoted: bool


async def train_embedding(place: Workplace, contents: Contents, pairs: Pairs, *, epochs: int, tell: Tell) -> Outcome:
    """`place.models` are the installation's; the trained model becomes its `trained` one, if it is better for sure."""
    base = base_of(place.models)
    if find_spec("jax") is None or find_spec("optax") is None:
        raise TrainingMissing
    place.scratch.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=place.scratch, prefix="training-") as own:
        candidate = Path(own) / "trained"
        await asyncio.to_thread(_train, base, candidate, contents, pairs, epochs, tell)
        models = replace(place.models, folder=Path(own) / "models", choice=OwnModel(folder=candidate))
        models.folder.mkdir()
        models.built_in.symlink_to(place.models.built_in)
        await asyncio.to_thread(models.prepare)
        before = await _measured(place, contents, pairs, "now", tell)
        after = await _measured(replace(place, models=models), contents, pairs, "trained", tell)
        outcome = judged(before, after)
        if outcome.promoted:
            promote(candidate, place.models.trained)
    return outcome


def base_of(models: EmbeddingModels) -> Path:
    """The folder with the weights to begin with: one's own, else the built-in model's, trained before or not."""
    match models.choice:
        case OpenAIModel() as chosen:
            raise ModelUntrainable(name=chosen.model_id)
        case OwnModel(folder=folder):
            if read_source(folder).weights is None:
                raise ModelUntrainable(name=str(folder))
            return folder
        case _:
            return models.weights / WEIGHTS_IN_PACKAGE


def judged(before: Sequence[float], after: Sequence[float]) -> Outcome:
    """Better only if 95 of 100 other draws of queries would say so too."""
    gain = difference_interval(after, before)
    if gain is None:
        raise ValueError("nothing was asked")
    return Outcome(before=_mean(before), after=_mean(after), gain=gain, promoted=gain.low > 0)


def _train(base: Path, candidate: Path, contents: Contents, pairs: Pairs, epochs: int, tell: Tell) -> None:
    from assistant.training.contrastive import Lesson, trained  # noqa: PLC0415 - needs packages of its own

    source = read_source(base)
    if source.shape is None or source.weights is None:
        raise ModelUntrainable(name=source.name)
    learned = {product_id for _, product_id in pairs.learned}
    texts = {
        product.id: f"{source.document_prefix}{product_text(product)}"
        for product in contents.products
        if product.id in learned
    }
    weights = trained(
        read_weights(source.weights),
        source.shape,
        Tokenizer.from_file(str(source.tokenizer)),
        Lesson(pairs=pairs.learned, texts=texts, query_prefix=source.query_prefix),
        epochs=epochs,
        told=lambda done, total: tell("Training", done, total),
    )
    save_trained(base, weights, candidate, tokens=DOCUMENT_TOKENS)


async def _measured(place: Workplace, contents: Contents, pairs: Pairs, which: str, tell: Tell) -> list[float]:
    """By the product's whole retrieval, in a shop of its own; the same queries in the same order each time."""

    def named(what: str, done: int, total: int | None) -> None:
        tell(f"{what} ({which})", done, total)

    queries = {query: query for query in pairs.held_out}
    with scratch_database(place.scratch) as url:
        async with tried_shop(url, contents, place=place, tell=named) as shop:
            search = await shop.search()
            answers = await asked(queries, browsing(search, shop.reader), what="Asking", tell=named)
    return [ndcg(answer.ranked, _gains(pairs.held_out, answer.query_id)) or 0.0 for answer in answers]


def _gains(held_out: Mapping[str, frozenset[str]], query: str) -> Mapping[str, float]:
    return dict.fromkeys(held_out[query], 1.0)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
