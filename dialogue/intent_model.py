"""Tells intents by likeness to the training sentences: kernel ridge regression, calibrated on sentences left out.

A sentence is seen in several views: dense vectors, compared by a Gaussian, and its n-grams, compared by their dot
product. The sum of the views is one kernel; each label is regressed on it. Left-one-out scores come with the solution
in closed form, so the temperature that turns scores into probabilities is fitted on honest scores at no extra training.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack
from scipy.optimize import minimize_scalar

from dialogue.errors import ModelRefused, TrainingFailed
from dialogue.ngrams import GramSpace

Floats = NDArray[np.float32]

ARRAYS = "intents.npz"
NAMES = "intents.json"
# Rows of the kernel made at once: enough to be quick, few enough that what is needed meanwhile stays small.
BLOCK = 512
LEAST_LENGTH = 1e-9


@dataclass(frozen=True)
class Options:
    """`view_weights` are those of the dense views in their order; all were chosen by `dialogue.compare_pipelines`."""

    view_weights: tuple[float, ...]
    gram_weight: float
    axes: int
    steepness: float
    ridge: float


@dataclass(frozen=True)
class IntentModel:
    """`known` are the training sentences' dense views, placed by `places`: [view, sentence, axis]."""

    labels: tuple[str, ...]
    options: Options
    grams: GramSpace
    places: "Places"
    known: Floats
    pull: Floats
    gram_pull: Floats
    temperature: float

    def probabilities(self, views: Floats, text: str) -> NDArray[np.float64]:
        """Of each label, for one sentence with its dense views [view, dimension]."""
        places, values = self.grams.vector(text)
        scores = values @ self.gram_pull[places]
        nearness = np.zeros(self.known.shape[1], np.float32)
        for known, view, weight in zip(
            self.known, self.places.of(views[:, None])[:, 0], self.options.view_weights, strict=True
        ):
            nearness += weight * _gaussian(known @ view, self.options.steepness)
        return _softmax(self.temperature * (scores + nearness @ self.pull).astype(np.float64))

    def write(self, folder: Path) -> None:
        np.savez(
            folder / ARRAYS,
            centres=self.places.centres,
            axes=self.places.axes,
            known=self.known,
            pull=self.pull,
            gram_pull=self.gram_pull,
            gram_weights=self.grams.weights,
        )
        names = {"labels": self.labels, "grams": list(self.grams.places), "temperature": self.temperature}
        (folder / NAMES).write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def read(cls, folder: Path, options: Options) -> "IntentModel":
        try:
            names = json.loads((folder / NAMES).read_text(encoding="utf-8"))
            with np.load(folder / ARRAYS, allow_pickle=False) as stored:
                arrays = {name: stored[name] for name in stored.files}
        except (OSError, ValueError) as exc:
            raise ModelRefused(reason="its intents cannot be read, train again") from exc
        places = {gram: place for place, gram in enumerate(names["grams"])}
        return cls(
            labels=tuple(names["labels"]),
            options=options,
            grams=GramSpace(places, arrays.pop("gram_weights")),
            places=Places(arrays.pop("centres"), arrays.pop("axes")),
            temperature=names["temperature"],
            **arrays,
        )


@dataclass(frozen=True)
class Places:
    """Where a sentence lies in each dense view: seen from the middle of all, along the axes they differ most in.

    A third of the dimensions tells intents as well as all, and a parse has to go through every known sentence.
    """

    centres: Floats
    axes: Floats

    @classmethod
    def learn(cls, views: Floats, *, axes: int) -> "Places":
        centres = views.mean(axis=1, keepdims=True)
        moved = views - centres
        moved /= np.maximum(np.linalg.norm(moved, axis=-1, keepdims=True), LEAST_LENGTH)
        _, directions = np.linalg.eigh(moved.transpose(0, 2, 1) @ moved)
        return cls(centres, np.ascontiguousarray(directions[:, :, -axes:]))

    def of(self, views: Floats) -> Floats:
        """[view, sentence, dimension] to [view, sentence, axis], each of length 1."""
        placed = (views - self.centres) @ self.axes
        return placed / np.maximum(np.linalg.norm(placed, axis=-1, keepdims=True), LEAST_LENGTH)


def fit(views: Floats, texts: Sequence[str], labels: Sequence[str], options: Options) -> IntentModel:
    """`views` are [sentence, view, dimension]."""
    names = tuple(sorted(set(labels)))
    if len(names) < 2:
        raise TrainingFailed(reason="there are fewer than two intents to tell apart")
    meant = np.array([names.index(label) for label in labels])
    wanted = np.eye(len(names), dtype=np.float32)[meant]
    grams = GramSpace.learn(texts)
    gram_rows = grams.matrix(texts)
    dense = np.ascontiguousarray(views.transpose(1, 0, 2))
    places = Places.learn(dense, axes=options.axes)
    known = places.of(dense)
    pull, left_out = _solve(_kernel(known, gram_rows, options), wanted, ridge=options.ridge)
    return IntentModel(
        labels=names,
        options=options,
        grams=grams,
        places=places,
        known=known,
        pull=pull,
        gram_pull=np.ascontiguousarray(options.gram_weight * (gram_rows.T @ pull), np.float32),
        temperature=_fitting_temperature(left_out, meant),
    )


def _kernel(known: Floats, gram_rows, options: Options) -> Floats:  # noqa: ANN001 - scipy's matrices have no types
    size = known.shape[1]
    kernel = np.empty((size, size), np.float32)
    for start in range(0, size, BLOCK):
        rows = slice(start, start + BLOCK)
        kernel[rows] = options.gram_weight * (gram_rows[rows] @ gram_rows.T).toarray()
        for view, weight in zip(known, options.view_weights, strict=True):
            kernel[rows] += weight * _gaussian(view[rows] @ view.T, options.steepness)
    return kernel


def _solve(kernel: Floats, wanted: Floats, *, ridge: float) -> tuple[Floats, Floats]:
    """How each sentence pulls towards each label, and each sentence's scores had it not been there.

    Overwrites the kernel: it is by far the largest thing here, and symmetric, so its transpose is what LAPACK likes.
    """
    kernel[np.diag_indices_from(kernel)] += ridge
    factor, failed = lapack.spotrf(kernel.T, lower=1, overwrite_a=1)
    if failed:
        raise TrainingFailed(reason="the sentences are too much alike to be told apart")
    pull, _ = lapack.spotrs(factor, wanted, lower=1)
    # Of the kernel's inverse only the diagonal is needed: that of a product of triangles, without making the product.
    root, _ = lapack.strtri(factor, lower=1, overwrite_c=1)
    return np.ascontiguousarray(pull), wanted - pull / np.einsum("ij,ij->j", root, root)[:, None]


def _fitting_temperature(scores: Floats, meant: NDArray[np.int64]) -> float:
    chosen = np.arange(len(meant)), meant

    def surprise(temperature: float) -> float:
        return float(-np.log(_softmax(temperature * scores.astype(np.float64))[chosen] + 1e-12).mean())

    return float(minimize_scalar(surprise, bounds=(1, 100), method="bounded").x)


def _gaussian(cosines: Floats, steepness: float) -> Floats:
    return np.exp(np.float32(2 * steepness) * (cosines - 1))


def _softmax(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)
