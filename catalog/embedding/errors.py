"""What can be wrong with the embedding model.

EmbeddingError
├── WeightsMissing      the weights are not where they should be, or others are
├── ModelMissing        the model has not been built yet
├── ModelBroken         a file differs from what the manifest says
├── ModelUnproven       the built network does not give the reference vectors
├── ModelUnsupported    the model that was chosen is none that can be used
└── ServiceUnavailable  the service that makes the vectors does not
"""

from pathlib import Path


class EmbeddingError(Exception):
    """The root of this folder's errors."""


class WeightsMissing(EmbeddingError):
    """Where others are found, `found` is their sha256."""

    def __init__(self, *, path: Path, found: str | None = None) -> None:
        what = f"has the unknown sha256 {found}" if found else "is not there"
        super().__init__(f"{path} {what}; the weights of the built-in model come with `make up`")
        self.path = path
        self.found = found


class ModelMissing(EmbeddingError):
    def __init__(self, *, folder: Path | None = None, index_id: str | None = None) -> None:
        where = f"in {folder}" if folder else f"of the index {index_id} on this machine"
        super().__init__(f"no embedding model {where}: build it first, `aisle catalog embed` does")
        self.folder = folder
        self.index_id = index_id


class ModelBroken(EmbeddingError):
    def __init__(self, *, path: Path) -> None:
        super().__init__(f"{path} is not the file the manifest names: build the model anew")
        self.path = path


class ModelUnproven(EmbeddingError):
    def __init__(self, *, precision: str, cosine: float) -> None:
        super().__init__(f"the {precision} network comes only to cosine {cosine:.6f} of the reference vectors")
        self.precision = precision
        self.cosine = cosine


class ModelUnsupported(EmbeddingError):
    def __init__(self, *, path: Path | str, reason: str) -> None:
        super().__init__(f"{path} cannot be used as embedding model: {reason}")
        self.path = path
        self.reason = reason


class ServiceUnavailable(EmbeddingError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the embedding service makes no vectors: {reason}")
        self.reason = reason
