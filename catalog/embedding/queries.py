"""What the search needs of a model: vectors for what shoppers say, by the model of the index in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from catalog.embedding.errors import ModelMissing
from catalog.embedding.manifest import Manifest
from catalog.embedding.network import Vectors


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """`index_id` tells by which model: only vectors of the same are compared."""

    vectors: Vectors
    index_id: str


class QueryEmbedder(Protocol):
    """A model on this machine and a service far away answer alike: what takes waiting is done by `foresee`.

    `Embedder(folder)` satisfies this.
    """

    manifest: Manifest

    async def foresee(self, texts: Sequence[str], *, within_s: float | None = None) -> bool:
        """Fetch what will be asked; False where that failed or took too long, and then there is no vector."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """float32 [len(texts), dimension], each row of length 1, but for rows of zeros that were not foreseen."""
        ...


class QueryModels(Protocol):
    """Where the embedder of an index comes from; loading one may take a second, so it is called in a thread."""

    def queries(self, index_id: str | None) -> QueryEmbedder:
        """Of the index, or the one chosen by setting where no index is in use yet. Raises EmbeddingError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OneModel:
    """For measuring and tests: the one model at hand is the only one."""

    embedder: QueryEmbedder

    def queries(self, index_id: str | None) -> QueryEmbedder:
        if index_id not in (None, self.embedder.manifest.index_id):
            raise ModelMissing(index_id=index_id)
        return self.embedder
