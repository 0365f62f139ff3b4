"""Teaches an encoder that what was asked is nearer to what was bought for it than to what others bought."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import optax
from numpy.typing import NDArray
from tokenizers import Tokenizer

from assistant.training.encoder import vectors
from catalog.embedding.encoder import Shape, Weights

# Of a text the beginning tells what it is; longer ones take their square of the time.
QUERY_TOKENS, TEXT_TOKENS = 24, 64
BATCH = 32
# As sharp as the original model was trained.
SHARPNESS = 20.0
LEARNING_RATE, WEIGHT_DECAY, WARM_UP_SHARE, LARGEST_STEP = 5e-5, 0.01, 0.1, 1.0
SEED = 7

Tokens = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """`pairs` are of query and product; products are told by `texts`. Prefixes are in the texts already."""

    pairs: Sequence[tuple[str, str]]
    texts: Mapping[str, str]
    query_prefix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """`same` marks pairs of the batch that are no opposites: the same query or the same product."""

    queries: tuple[Tokens, Tokens]
    texts: tuple[Tokens, Tokens]
    same: NDArray[np.bool_]


def trained(
    weights: Weights,
    shape: Shape,
    tokenizer: Tokenizer,
    lesson: Lesson,
    *,
    epochs: int,
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> dict[str, NDArray[np.float32]]:
    """The weights after so many times through the lesson; the same lesson gives the same weights."""
    steps = epochs * max(1, len(lesson.pairs) // BATCH)
    rates = optax.warmup_cosine_decay_schedule(0.0, LEARNING_RATE, max(1, int(WARM_UP_SHARE * steps)), steps)
    teacher = optax.chain(optax.clip_by_global_norm(LARGEST_STEP), optax.adamw(rates, weight_decay=WEIGHT_DECAY))
    current: Any = {name: jnp.asarray(values) for name, values in weights.items()}
    state = teacher.init(current)

    def step(current: Any, state: Any, queries: Any, texts: Any, same: Any) -> tuple[Any, Any]:
        slope = jax.grad(_loss)(current, shape, queries, texts, same)
        updates, state = teacher.update(slope, state, current)
        return optax.apply_updates(current, updates), state

    compiled = jax.jit(step, donate_argnums=(0, 1))
    for done, batch in enumerate(_batches(lesson, tokenizer, epochs), start=1):
        current, state = compiled(current, state, batch.queries, batch.texts, batch.same)
        told(done, steps)
    return {name: np.asarray(values, np.float32) for name, values in current.items()}


def _loss(weights: Any, shape: Shape, queries: Any, texts: Any, same: Any) -> Any:
    """Each query has to find its text among the batch's, and each text its query."""
    asked, sold = vectors(weights, shape, *queries), vectors(weights, shape, *texts)
    likeness = jnp.where(same, -1e9, SHARPNESS * asked @ sold.T)
    right = jnp.arange(len(likeness))
    both = (optax.softmax_cross_entropy_with_integer_labels(each, right).mean() for each in (likeness, likeness.T))
    return sum(both) / 2


def _batches(lesson: Lesson, tokenizer: Tokenizer, epochs: int) -> Iterator[Batch]:
    dice = np.random.default_rng(SEED)
    size, known = min(BATCH, len(lesson.pairs)), frozenset(lesson.pairs)
    for _ in range(epochs):
        order = dice.permutation(len(lesson.pairs))
        for start in range(0, len(order) - size + 1, size):
            yield _batch([lesson.pairs[row] for row in order[start : start + size]], lesson, known, tokenizer)


def _batch(
    pairs: Sequence[tuple[str, str]], lesson: Lesson, known: frozenset[tuple[str, str]], tokenizer: Tokenizer
) -> Batch:
    same = np.array([[(query, product) in known for _, product in pairs] for query, _ in pairs])
    np.fill_diagonal(same, val=False)
    return Batch(
        queries=_tokens(tokenizer, [f"{lesson.query_prefix}{query}" for query, _ in pairs], QUERY_TOKENS),
        texts=_tokens(tokenizer, [lesson.texts[product] for _, product in pairs], TEXT_TOKENS),
        same=same,
    )


def _tokens(tokenizer: Tokenizer, texts: list[str], longest: int) -> tuple[Tokens, Tokens]:
    """Always as wide, so that the step is compiled once."""
    ids = np.zeros((len(texts), longest), np.int32)
    mask = np.zeros_like(ids)
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    for row, encoding in enumerate(tokenizer.encode_batch(texts)):
        ids[row, : len(encoding.ids)] = encoding.ids
        mask[row, : len(encoding.ids)] = 1
    return ids, mask
