"""What a folder with a built embedding model holds, and whether its files are still those that were built."""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from catalog.embedding.choice import OpenAIModel
from catalog.embedding.encoder import Pooling
from catalog.embedding.errors import ModelBroken, ModelMissing

MANIFEST = "manifest.json"
NETWORK = "model.onnx"
TOKENIZER = "tokenizer.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`checksum` stands for what document vectors depend on: vectors of another checksum must not be compared.

    Of product texts the first `document_tokens` are read; the prefixes go before what is embedded; `pooling` is for
    networks that do not pool themselves.
    """

    model_id: str
    dimension: int
    checksum: str
    files: dict[str, str]
    source_sha256: str
    recipe: str
    document_tokens: int = 256
    query_prefix: str = ""
    document_prefix: str = ""
    pooling: Pooling | None = None

    @property
    def index_id(self) -> str:
        """Vectors are compared only within one index: those of the very same model in the very same dimension."""
        identity = f"{self.model_id}\n{self.dimension}\n{self.checksum}"
        return hashlib.sha256(identity.encode()).hexdigest()[:16]

    def write(self, folder: Path) -> None:
        (folder / MANIFEST).write_text(json.dumps(asdict(self), indent=2) + "\n")

    def verified(self, folder: Path, name: str) -> Path:
        path = folder / name
        if name not in self.files or not path.is_file() or sha256_of(path) != self.files[name]:
            raise ModelBroken(path=path)
        return path


def manifest_of(model: OpenAIModel) -> Manifest:
    """Of a service there is no file to check."""
    return Manifest(
        model_id=model.model_id,
        dimension=model.dimension,
        checksum=hashlib.sha256(model.model_id.encode()).hexdigest(),
        files={},
        source_sha256="",
        recipe="",
    )


def read_manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        return Manifest(**json.loads(path.read_text()))
    except FileNotFoundError as exc:
        raise ModelMissing(folder=folder) from exc
    except (ValueError, TypeError) as exc:
        raise ModelBroken(path=path) from exc


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
