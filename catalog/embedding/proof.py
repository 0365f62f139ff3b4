"""Builds the networks of a model and proves them: in floats against a reference, in eight bits against the floats."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from catalog.embedding.encoder import Shape, Weights
from catalog.embedding.errors import ModelUnproven
from catalog.embedding.graph import Precision, build_graph
from catalog.embedding.network import Network, Vectors

REFERENCE = Path(__file__).with_name("reference.json")
LEAST_COSINE = {Precision.FP32: 0.99999, Precision.INT8: 0.99, Precision.UINT8: 0.99}


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """The network that serves, for queries and documents alike; `identity` stands for the numbers that it gives.

    The identity is that of the floats, so that machines with and without VNNI instructions share one index.
    """

    network: bytes
    precision: Precision
    identity: str


def proven(
    weights: Weights,
    shape: Shape,
    tokenizer: Tokenizer,
    *,
    reference: Vectors | None = None,
    middle_layer: int | None = None,
) -> Proven:
    """In eight bits where that is true to the floats; with a reference, it must be.

    Signed weights first: unsigned ones are only for processors on which the sums of signed ones overflow.
    """
    exact = _serialised(weights, shape, Precision.FP32, None)
    identity, floats = hashlib.sha256(exact).hexdigest(), _embedded(exact, shape, tokenizer)
    if reference is not None and not (cosine := least_cosine(floats, reference)) >= LEAST_COSINE[Precision.FP32]:
        raise ModelUnproven(precision=Precision.FP32.value, cosine=cosine)
    for precision in (Precision.INT8, Precision.UINT8):
        network = _serialised(weights, shape, precision, middle_layer)
        cosine = least_cosine(_embedded(network, shape, tokenizer), floats if reference is None else reference)
        if cosine >= LEAST_COSINE[precision]:
            return Proven(network=network, precision=precision, identity=identity)
    if reference is not None:
        raise ModelUnproven(precision=Precision.UINT8.value, cosine=cosine)
    return Proven(network=exact, precision=Precision.FP32, identity=identity)


def reference_vectors() -> Vectors:
    """Of the sentences, by another implementation of the built-in model."""
    return np.array(list(json.loads(REFERENCE.read_text()).values()), np.float32)


def reference_cosine(network: Network) -> float:
    return least_cosine(network.embed(_sentences()), reference_vectors())


def least_cosine(some: Vectors, others: Vectors) -> float:
    return float(np.min(np.sum(some * others, axis=1)))


def recipe() -> str:
    """Changes with the code that makes the models, so that an older one is built anew."""
    names = ("proof.py", "graph.py", "encoder.py", "build.py", "own_model.py")
    return hashlib.sha256(b"".join(Path(__file__).with_name(name).read_bytes() for name in names)).hexdigest()[:16]


def _sentences() -> list[str]:
    return list(json.loads(REFERENCE.read_text()))


def _serialised(weights: Weights, shape: Shape, precision: Precision, middle_layer: int | None) -> bytes:
    graph = build_graph(weights, shape, precision, middle_layer=middle_layer)
    serialised: bytes = graph.SerializeToString(deterministic=True)
    return serialised


def _embedded(network: bytes, shape: Shape, tokenizer: Tokenizer) -> Vectors:
    return Network(network, tokenizer, dimension=shape.width, threads=1).embed(_sentences())
