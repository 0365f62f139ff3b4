"""Builds a shop's own model from the folder in which sentence-transformers saved it."""

import hashlib
from pathlib import Path

from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, InvalidGraph, InvalidProtobuf
from tokenizers import Tokenizer, normalizers

from catalog.embedding.build import cut_at, put_in_place, write_model
from catalog.embedding.encoder import read_weights
from catalog.embedding.errors import ModelUnsupported
from catalog.embedding.manifest import Manifest
from catalog.embedding.network import Network
from catalog.embedding.proof import proven, recipe
from catalog.embedding.source import Source

# Beyond it a text takes long and its vector says ever less about ever more.
MOST_DOCUMENT_TOKENS = 256
# A graph is one message of protobuf, which has an end.
MOST_BYTES = 1_900_000_000
MOST_DIMENSIONS = 4000


def build_own_model(source: Source, parent: Path) -> Manifest:
    """Build into `parent`/<index id>, in one step; what is in the way is told as ModelUnsupported."""
    tokenizer = _tokenizer(source)
    try:
        network, identity = _built(source, tokenizer)
        dimension = len(Network(network, tokenizer, dimension=0, threads=1, pooling=source.pooling).vector("a"))
    except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf) as exc:
        raise ModelUnsupported(path=source.name, reason="its network does not run") from exc
    if dimension > MOST_DIMENSIONS:
        raise ModelUnsupported(
            path=source.name, reason=f"it has {dimension} dimensions; {MOST_DIMENSIONS} can be searched"
        )
    manifest = Manifest(
        model_id=source.name,
        dimension=dimension,
        checksum=identity,
        files={},
        source_sha256=source.sha256,
        recipe=recipe(),
        document_tokens=min(source.longest_tokens, MOST_DOCUMENT_TOKENS),
        query_prefix=source.query_prefix,
        document_prefix=source.document_prefix,
        pooling=source.pooling if source.network else None,
    )
    return put_in_place(
        parent, lambda written: written.index_id, lambda made: write_model(made, network, tokenizer, manifest)
    )


def _built(source: Source, tokenizer: Tokenizer) -> tuple[bytes, str]:
    """The network, and what stands for the numbers it gives."""
    largest = source.network or source.weights
    if largest is None or largest.stat().st_size > MOST_BYTES:
        raise ModelUnsupported(path=source.name, reason="it is larger than two gigabytes")
    if source.shape is None or source.weights is None:
        network = largest.read_bytes()
        return network, hashlib.sha256(network).hexdigest()
    try:
        built = proven(read_weights(source.weights), source.shape, tokenizer)
    except KeyError as exc:
        raise ModelUnsupported(path=source.weights, reason=f"it lacks {exc.args[0]}") from exc
    return built.network, built.identity


def _tokenizer(source: Source) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(source.tokenizer))
    cut_at(tokenizer, source.longest_tokens)
    if source.lower_case:
        rest = [tokenizer.normalizer] if tokenizer.normalizer else []
        tokenizer.normalizer = normalizers.Sequence([normalizers.Lowercase(), *rest])
    return tokenizer
