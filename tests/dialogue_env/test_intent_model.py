"""The model that tells intents: right where sentences lie apart, honest about itself, and the same after storing."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from dialogue.errors import ModelRefused, TrainingFailed
from dialogue.intent_model import NAMES, IntentModel, Options, _kernel, _solve, fit
from dialogue.ngrams import GramSpace

OPTIONS = Options(view_weights=(0.5, 1.0), gram_weight=0.35, axes=6, steepness=1.0, ridge=0.05)
WORDS = {"buy": "add the boots", "ask": "where is my order", "end": "goodbye now"}


def sentences(each: int, *, spread: float = 0.25, seed: int = 1) -> tuple[np.ndarray, list[str], list[str]]:
    """Vectors around one direction per intent, in two views."""
    random = np.random.default_rng(seed)
    labels = [label for label in WORDS for _ in range(each)]
    directions = np.eye(12, dtype=np.float32)[[list(WORDS).index(label) for label in labels]]
    views = directions[:, None] + spread * random.standard_normal((len(labels), 2, 12)).astype(np.float32)
    return views, [f"{WORDS[label]} {number}" for number, label in enumerate(labels)], labels


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return fit(*sentences(30), OPTIONS)


def test_unseen_sentences_are_told_apart(model: IntentModel):
    views, texts, labels = sentences(20, seed=2)
    heard = [model.labels[model.probabilities(view, text).argmax()] for view, text in zip(views, texts, strict=True)]
    assert heard == labels


def test_probabilities_are_those_of_a_choice(model: IntentModel):
    views, texts, _ = sentences(5, seed=3)
    for view, text in zip(views, texts, strict=True):
        probabilities = model.probabilities(view, text)
        assert probabilities.sum() == pytest.approx(1)
        assert (probabilities >= 0).all()


def test_confidence_is_as_high_as_it_is_often_right():
    spread = 0.6
    known, texts, labels = sentences(120, spread=spread)
    model = fit(known, ["the same words"] * len(texts), labels, OPTIONS)
    views, _, labels = sentences(200, spread=spread, seed=4)
    chosen = [model.probabilities(view, "the same words") for view in views]
    right = np.mean([model.labels[each.argmax()] == label for each, label in zip(chosen, labels, strict=True)])
    assert np.mean([each.max() for each in chosen]) == pytest.approx(right, abs=0.06)


def test_left_out_scores_are_those_of_a_training_without_the_sentence():
    views, texts, labels = sentences(8)
    grams = GramSpace.learn(texts)
    known = views.transpose(1, 0, 2) / np.linalg.norm(views.transpose(1, 0, 2), axis=-1, keepdims=True)
    kernel = _kernel(known, grams.matrix(texts), OPTIONS)
    wanted = np.eye(3, dtype=np.float32)[[list(WORDS).index(label) for label in labels]]
    _, left_out = _solve(kernel.copy(), wanted, ridge=0.05)
    others = np.arange(len(labels)) != 7
    pull, _ = _solve(kernel[np.ix_(others, others)].copy(), wanted[others], ridge=0.05)
    np.testing.assert_allclose(left_out[7], kernel[7, others] @ pull, atol=1e-3)


def test_a_stored_model_answers_as_before(model: IntentModel, tmp_path: Path):
    model.write(tmp_path)
    again = IntentModel.read(tmp_path, OPTIONS)
    views, texts, _ = sentences(3, seed=5)
    for view, text in zip(views, texts, strict=True):
        np.testing.assert_array_equal(again.probabilities(view, text), model.probabilities(view, text))


def test_a_damaged_model_is_refused(model: IntentModel, tmp_path: Path):
    model.write(tmp_path)
    (tmp_path / NAMES).write_text("{")
    with pytest.raises(ModelRefused):
        IntentModel.read(tmp_path, OPTIONS)


def test_nothing_to_tell_apart_is_said_so():
    views, texts, labels = sentences(3)
    with pytest.raises(TrainingFailed):
        fit(views, texts, ["buy"] * len(labels), OPTIONS)


def test_sentences_that_cannot_be_told_apart_are_said_so():
    views, texts, labels = sentences(2)
    with pytest.raises(TrainingFailed):
        fit(np.repeat(views[:1], 6, axis=0), [texts[0]] * 6, labels, replace(OPTIONS, ridge=-10.0))
