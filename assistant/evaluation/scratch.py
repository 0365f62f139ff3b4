"""A Postgres of its own for one measurement: the shop's is neither read nor slowed, and nothing stays behind."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assistant.embedded_postgres import EmbeddedPostgres
from assistant.postgres_settings import memory_mb, settings_for
from assistant.schema import migrate

PREFIX = "scratch-"
LOCK = "lock"
# Only what becomes of a crash is given up: memory and plans are those of the shop's own Postgres.
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextmanager
def scratch_database(folder: Path) -> Iterator[str]:
    """The URL of a migrated, empty database below `folder`, whether or not the shop is open."""
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    own = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
    with (own / LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            postgres = EmbeddedPostgres(own / "postgres", settings=settings_for(memory_mb()) | _FORGETFUL)
            with postgres.running() as url:
                migrate(url)
                yield url
        finally:
            _remove(own)


def sweep(folder: Path) -> None:
    """Remove what killed measurements left; the kernel let go of their locks."""
    for left in folder.glob(f"{PREFIX}*"):
        try:
            with (left / LOCK).open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                _remove(left)
        except (BlockingIOError, FileNotFoundError):
            continue


def _remove(own: Path) -> None:
    """With the folder of its socket, which lies elsewhere where the path is long."""
    shutil.rmtree(EmbeddedPostgres(own / "postgres").socket_folder, ignore_errors=True)
    shutil.rmtree(own, ignore_errors=True)
