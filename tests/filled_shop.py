"""The demo shop opened from nothing, once for all rows of tests: all other shops of theirs begin with its database."""

import fcntl
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assistant.demo_shop import demo_fingerprint
from assistant.embedded_postgres import EmbeddedPostgres
from assistant.schema_version import newest_revisions
from catalog.embedding.build import build_model, is_built
from catalog.retrieval.document import RECIPE
from tests.open_shop import ROOT, OpenShop, copy_postgres

# What customers of the demo shop ordered is told from the day on which it was filled.
KEPT_FOR_S = 6 * 3600.0


def state_of_set_up() -> Path:
    """Where set-up keeps what it downloaded and built."""
    return Path(os.environ.get("AISLE_STATE_DIR", ROOT / "var")).resolve()


@pytest.fixture(scope="session")
def filled_postgres(state_folder: Path) -> Path:
    """The data folder of a Postgres that was stopped, to be copied; an earlier one, where it is of this very shop."""
    with _alone(state_folder):
        if not _is_fresh(state_folder):
            fill(state_folder)
        _train(state_folder)
    return _folder(state_folder) / "postgres"


def fill(state: Path) -> None:
    """As whoever types `aisle up` for the first time; what it trains is kept beside what set-up built."""
    folder, embedding, trained = _folder(state), state / "models" / "embedding", state / "models" / "nlu"
    shutil.rmtree(folder, ignore_errors=True)
    if not is_built(embedding):
        build_model(state / "weights", embedding)
    trained.mkdir(parents=True, exist_ok=True)
    (folder / "models").mkdir(parents=True)
    shutil.copytree(embedding, folder / "models" / "embedding")
    (folder / "models" / "nlu").symlink_to(trained)
    (folder / "weights").symlink_to(state / "weights")
    shop = OpenShop(folder)
    shop.open()
    assert shop.close() == 0, shop.told
    _mark(state).write_text(_filled_with())


@contextmanager
def copied_postgres(filled: Path, folder: Path) -> Iterator[str]:
    """The address of a database like the filled one, below `folder`, that may be written to."""
    copy_postgres(filled, folder)
    postgres = EmbeddedPostgres(folder / "postgres", settings={"fsync": "off", "synchronous_commit": "off"})
    with postgres.running() as url:
        yield url


def _train(state: Path) -> None:
    """Once for all shops, if sentences or rules have changed since."""
    command = [ROOT / "dialogue" / ".venv" / "bin" / "python", "-m", "dialogue.train"]
    subprocess.run(command, env={**os.environ, "AISLE_STATE_DIR": str(state)}, cwd=ROOT, check=True)


def _is_fresh(state: Path) -> bool:
    mark = _mark(state)
    return mark.is_file() and mark.read_text() == _filled_with() and time.time() - mark.stat().st_mtime < KEPT_FOR_S


def _filled_with() -> str:
    return f"{demo_fingerprint()} {RECIPE} {sorted(newest_revisions())}"


def _folder(state: Path) -> Path:
    return state / "tests" / "filled"


def _mark(state: Path) -> Path:
    return _folder(state) / "filled-with"


@contextmanager
def _alone(state: Path) -> Iterator[None]:
    _folder(state).parent.mkdir(parents=True, exist_ok=True)
    with _folder(state).with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
