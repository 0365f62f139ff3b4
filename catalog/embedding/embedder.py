"""Sentence vectors from the built model: one network for what shoppers say, a more exact one for what is sold."""

from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer

from catalog.embedding.manifest import DOCUMENTS, QUERIES, TOKENIZER, Manifest, read_manifest
from catalog.embedding.network import Network, Vectors


class Embedder:
    """Synchronous and safe to call from several threads; `manifest` identifies the space its vectors live in."""

    def __init__(self, folder: Path, *, documents: bool = False, threads: int = 1) -> None:
        self.manifest: Manifest = read_manifest(folder)
        model = self.manifest.verified(folder, DOCUMENTS if documents else QUERIES)
        tokenizer = Tokenizer.from_file(str(self.manifest.verified(folder, TOKENIZER)))
        self._network = Network(model, tokenizer, dimension=self.manifest.dimension, threads=threads)

    async def foresee(self, texts: Sequence[str], *, within_s: float | None = None) -> bool:  # noqa: ARG002 - nothing to wait for
        return True

    def embed(self, texts: Sequence[str]) -> Vectors:
        """float32 [len(texts), dimension], each row of length 1; what is beyond 256 tokens is not read."""
        return self._network.embed(texts)
