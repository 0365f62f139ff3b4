"""Looks at what lies in the state folder: room, secrets, and whether the models are those that were made."""

import hashlib
import json
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

from assistant.doctor.findings import Finding, fine, wrong
from assistant.supervisor.folder import SECRETS, StateFolder
from catalog.embedding.build import is_built
from catalog.embedding.errors import EmbeddingError
from catalog.embedding.manifest import read_manifest

ENOUGH_ROOM_MB = 1000


def look_at_room(folder: StateFolder) -> Iterable[Finding]:
    existing = next(path for path in (folder.path, *folder.path.parents) if path.exists())
    free_mb = shutil.disk_usage(existing).free // 2**20
    if free_mb < ENOUGH_ROOM_MB:
        advice = f"Make room: at least {ENOUGH_ROOM_MB} MB, or move the folder with AISLE_STATE_DIR."
        yield wrong("disk", f"{free_mb} MB are free for {folder.path}", advice=advice)
        return
    yield fine("disk", f"{free_mb // 1024} GB are free for {folder.path}")


def look_at_secrets(folder: StateFolder) -> Iterable[Finding]:
    if not folder.secrets.exists():
        yield wrong("secrets", f"{folder.secrets} is missing", advice="`make up` makes it at the first start.")
        return
    mode = stat.S_IMODE(folder.secrets.stat().st_mode)
    if mode & 0o077:
        yield wrong("secrets", f"others may read {folder.secrets}", advice=f"chmod 600 {folder.secrets}")
        return
    missing = [name for name in SECRETS if not folder.read_secrets().get(name)]
    if missing:
        advice = "Start the shop once: what is missing is made, the rest is kept."
        yield wrong("secrets", f"{', '.join(missing)} missing in {folder.secrets}", advice=advice)
        return
    yield fine("secrets", "there, and readable by their owner only")


def look_at_embedding(folder: StateFolder) -> Iterable[Finding]:
    if not folder.embedding.exists():
        yield wrong("embedding model", "is not built", advice="`make up` builds it.")
        return
    try:
        manifest = read_manifest(folder.embedding)
    except EmbeddingError as exc:
        yield wrong("embedding model", str(exc), advice="Run `aisle catalog embed`: it builds the model anew.")
        return
    if not is_built(folder.embedding):
        advice = "Run `aisle catalog embed`: it builds the model anew."
        yield wrong("embedding model", "is damaged, or of another version of this program", advice=advice)
        return
    yield fine("embedding model", f"{manifest.model_id}, whole")


def look_at_understanding(folder: StateFolder) -> Iterable[Finding]:
    """Rasa itself refuses another file than the one that was trained; better to hear of it here."""
    model, manifest = folder.nlu / "model.tar.gz", folder.nlu / "manifest.json"
    try:
        expected = json.loads(manifest.read_bytes())["sha256"]
        found = _sha256(model)
    except (OSError, ValueError, KeyError):
        yield wrong("dialogue model", "is missing or incomplete", advice="Run `aisle train nlu`.")
        return
    if found != expected:
        advice = "Run `aisle train nlu --force`, and find out who changed it."
        yield wrong("dialogue model", f"{model} is not the file that was trained", advice=advice)
        return
    yield fine("dialogue model", "is the one that was trained")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
