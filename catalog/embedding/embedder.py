"""Sentence vectors from a built model: what shoppers say, and what is sold."""

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

from catalog.embedding.manifest import NETWORK, TOKENIZER, Manifest, read_manifest
from catalog.embedding.network import Network, Vectors


class Embedder:
    """Synchronous and safe to call from several threads; `manifest` identifies the space its vectors live in."""

    def __init__(self, folder: Path, *, documents: bool = False, threads: int = 1) -> None:
        self.manifest: Manifest = read_manifest(folder)
        manifest = self.manifest
        model = manifest.verified(folder, NETWORK)
        tokenizer = Tokenizer.from_file(str(manifest.verified(folder, TOKENIZER)))
        if documents:
            tokenizer.enable_truncation(manifest.document_tokens)
        self._prefix = manifest.document_prefix if documents else manifest.query_prefix
        self._network = Network(
            model, tokenizer, dimension=manifest.dimension, threads=threads, pooling=manifest.pooling
        )

    async def foresee(self, texts: Sequence[str], *, within_s: float | None = None) -> bool:  # noqa: ARG002 - nothing to wait for
        return True

    def embed(self, texts: Sequence[str]) -> Vectors:
        """float32 [len(texts), dimension], each row of length 1; what is beyond the model's length is not read."""
        return self._network.embed([f"{self._prefix}{text}" for text in texts] if self._prefix else texts)
