"""Which code a model was learned by: the package's version, and a sum over the sources that had a say."""

import hashlib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import rerank

PACKAGE = "aisle"


def code_in_use() -> dict[str, str]:
    return {"version": _version(), "rerank_sha256": sources_sha256(Path(rerank.__file__).parent)}


def sources_sha256(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(f"{path.relative_to(folder)}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _version() -> str:
    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "unknown"
