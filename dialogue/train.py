"""Trains the dialogue model if what it is made of has changed: `python -m dialogue.train [--force]`."""

import argparse
import json
import os
import sys
import tarfile
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from dialogue.environment import put_in_order
from dialogue.errors import DialogueError, ModelRefused, TrainingFailed
from dialogue.logs import configure_logs
from dialogue.model_file import Manifest, checked_model, file_sha256, inputs_fingerprint, keep
from dialogue.settings import PROJECT, state_folder
from dialogue.tensorflow_stand_in import needs_tensorflow

FAILED = 1


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--force", action="store_true", help="train even if nothing has changed")
    options = parser.parse_args(arguments)
    put_in_order()
    state = state_folder(os.environ)
    folder = state / "models" / "nlu"
    rasa = version("rasa")
    inputs = inputs_fingerprint(PROJECT, state, rasa=rasa)
    if not options.force and _is_current(folder, inputs):
        tell("The dialogue model is up to date.")
        return 0
    started = time.monotonic()
    try:
        _train_into(folder, inputs=inputs, rasa=rasa)
    except (DialogueError, OSError) as exc:
        print(exc, file=sys.stderr)  # noqa: T201 - the one line the command line shows
        return FAILED
    tell(f"The dialogue model is trained ({time.monotonic() - started:.0f} s).")
    return 0


def tell(progress: str) -> None:
    print(progress, flush=True)  # noqa: T201 - progress for the person waiting


def _is_current(folder: Path, inputs: str) -> bool:
    try:
        _, manifest = checked_model(folder)
    except ModelRefused:
        return False
    return manifest.inputs == inputs


def _train_into(folder: Path, *, inputs: str, rasa: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".training-") as scratch:
        configure_logs()
        tell("Loading Rasa…")
        trained = _trained_model(Path(scratch))
        lean = _for_serving(trained)
        manifest = Manifest(
            sha256=file_sha256(lean), inputs=inputs, rasa=rasa, needs_tensorflow=_needs_tensorflow(trained)
        )
        keep(lean, manifest, folder=folder)


def _trained_model(scratch: Path) -> Path:
    os.environ["RASA_CACHE_DIRECTORY"] = str(scratch / "cache")
    from rasa.engine.exceptions import GraphComponentException  # noqa: PLC0415 - takes seconds, as below
    from rasa.model_training import train  # noqa: PLC0415 - takes seconds, and not needed when nothing has changed
    from rasa.shared.exceptions import RasaException  # noqa: PLC0415 - as above

    tell("Training the dialogue model…")
    try:
        result = train(
            domain=str(PROJECT / "domain.yml"),
            config=str(PROJECT / "config.yml"),
            training_files=[str(PROJECT / "nlu_data")],
            output=str(scratch),
            fixed_model_name="model",
            force_training=True,
        )
    except (GraphComponentException, RasaException) as exc:
        if isinstance(exc.__cause__, DialogueError):
            raise exc.__cause__ from None
        raise TrainingFailed(reason=str(exc)) from exc
    if result.code != 0 or result.model is None:
        raise TrainingFailed(reason=f"Rasa gave up with code {result.code}")
    return Path(result.model)


def _needs_tensorflow(model: Path) -> bool:
    from rasa.engine.storage.local_model_storage import LocalModelStorage  # noqa: PLC0415 - as above

    schema = LocalModelStorage.metadata_from_archive(model).predict_schema
    return any(needs_tensorflow(node.uses) for node in schema.nodes.values())


def _for_serving(model: Path) -> Path:
    """The model without the record of its training steps.

    Rasa imports each step it reads of, TensorFlow with them, although a served model never trains again.
    """
    unpacked = model.parent / "unpacked"
    with tarfile.open(model) as archive:
        archive.extractall(unpacked)  # noqa: S202 - written by ourselves a moment ago
    metadata = unpacked / "metadata.json"
    content = json.loads(metadata.read_text())
    content["train_schema"] = {"nodes": {}}
    metadata.write_text(json.dumps(content))
    lean = model.parent / "lean.tar.gz"
    with tarfile.open(lean, "w:gz") as archive:
        archive.add(unpacked, arcname="")
    return lean


if __name__ == "__main__":
    sys.exit(main())
