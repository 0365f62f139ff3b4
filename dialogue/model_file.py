"""The trained model on disk: what it was trained from, and whether it is still the file that was trained."""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from dialogue.errors import ModelRefused

MODEL = "model.tar.gz"
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    sha256: str
    inputs: str
    rasa: str
    needs_tensorflow: bool


def read_manifest(folder: Path) -> Manifest:
    """Raise ModelRefused if there is none, or none that can be read."""
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_bytes()))
    except FileNotFoundError as exc:
        raise ModelRefused(reason=f"there is none in {folder}, train one first") from exc
    except (ValueError, TypeError) as exc:
        raise ModelRefused(reason=f"{folder / MANIFEST} is damaged, train again") from exc


def checked_model(folder: Path) -> tuple[Path, Manifest]:
    """The model file, provided its content is what training wrote down."""
    manifest = read_manifest(folder)
    model = folder / MODEL
    if not model.is_file():
        raise ModelRefused(reason=f"{model} is missing, train again")
    if file_sha256(model) != manifest.sha256:
        raise ModelRefused(reason=f"{model} is not the file that was trained (its SHA-256 differs from {MANIFEST})")
    return model, manifest


def keep(trained: Path, manifest: Manifest, *, folder: Path) -> None:
    """Put a new model in place. Should we be stopped between the two steps, the pair no longer fits and is refused."""
    folder.mkdir(parents=True, exist_ok=True)
    _synced(trained)
    trained.replace(folder / MODEL)
    draft = folder / f"{MANIFEST}.new"
    draft.write_text(json.dumps(asdict(manifest), indent=2) + "\n")
    _synced(draft)
    draft.replace(folder / MANIFEST)


def inputs_fingerprint(project: Path, state_folder: Path, *, rasa: str) -> str:
    """A hash over everything the model is made of; models of other inputs have another one, wherever they are kept."""
    digest = hashlib.sha256(f"rasa {rasa}\n".encode())
    for name, path in _inputs(project, state_folder):
        digest.update(f"{file_sha256(path)} {name}\n".encode())
    return digest.hexdigest()


def file_sha256(path: Path) -> str:
    with path.open("rb") as file:
        digest = hashlib.sha256()
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def _inputs(project: Path, state_folder: Path) -> Iterator[tuple[str, Path]]:
    texts = sorted(path for path in (project / "nlu_data").rglob("*") if path.is_file())
    for path in (project / "config.yml", project / "domain.yml", *texts, *sorted((project / "dialogue").glob("*.py"))):
        yield path.relative_to(project).as_posix(), path
    embedding = state_folder / "models" / "embedding" / MANIFEST
    if embedding.is_file():
        yield MANIFEST, embedding


def _synced(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
