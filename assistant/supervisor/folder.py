"""The folder with everything one installation keeps: who holds it, its secrets, and where things lie in it."""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from assistant.supervisor.errors import AlreadyOpen, MachineNotReady

SECRETS = ("AISLE_ACTION_SECRET", "AISLE_DIALOGUE_SECRET", "AISLE_SENDER_SECRET")
SECRET_BYTES = 32
ROOM_TO_WORK_MB = 300


class StateFolder:
    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def postgres(self) -> Path:
        return self.path / "postgres"

    @property
    def weights(self) -> Path:
        return self.path / "weights"

    @property
    def embedding(self) -> Path:
        return self.path / "models" / "embedding"

    @property
    def sizes(self) -> Path:
        """Models that advise on sizes, once `aisle train sizes` has made them."""
        return self.path / "models" / "sizes"

    @property
    def nlu(self) -> Path:
        return self.path / "models" / "nlu"

    @property
    def secrets(self) -> Path:
        return self.path / "secrets.env"

    @property
    def lock(self) -> Path:
        return self.path / "aisle.lock"

    def log(self, name: str) -> Path:
        return self.path / "log" / f"{name}.log"

    def prepare(self) -> None:
        """Make the folder, and refuse a disk so full that Postgres would stop in the middle of a day."""
        try:
            self.log("any").parent.mkdir(parents=True, exist_ok=True)
        except OSError as exc:
            raise MachineNotReady(
                lacks=f"The state folder {self.path} cannot be made: {exc.strerror}.",
                advice="Choose another with AISLE_STATE_DIR.",
            ) from exc
        free_mb = shutil.disk_usage(self.path).free // 2**20
        if free_mb < ROOM_TO_WORK_MB:
            raise MachineNotReady(
                lacks=f"The disk of {self.path} is full: {free_mb} MB are free.",
                advice=f"Make room (at least {ROOM_TO_WORK_MB} MB) or choose another folder with AISLE_STATE_DIR.",
            )

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the folder alone; the kernel lets go of it when the holder dies."""
        with self.lock.open("a+") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as exc:
                raise AlreadyOpen(folder=self.path, pid=self.holder) from exc
            lock.truncate(0)
            lock.write(str(os.getpid()))
            lock.flush()
            yield
            lock.truncate(0)

    @property
    def holder(self) -> str:
        try:
            return self.lock.read_text().strip()
        except FileNotFoundError:
            return ""

    def is_held(self) -> bool:
        """Whether a process has the shop open on this folder."""
        try:
            with self.lock.open("r") as lock:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except FileNotFoundError:
            return False
        except BlockingIOError:
            return True
        return False

    def read_secrets(self) -> dict[str, str]:
        try:
            lines = self.secrets.read_text().splitlines()
        except FileNotFoundError:
            return {}
        pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
        return {name.strip(): value.strip() for name, value in pairs}

    def ensure_secrets(self, environment: Mapping[str, str]) -> dict[str, str]:
        """The installation's secrets: those given by the environment, else kept ones, made at the first start."""
        kept = self.read_secrets()
        missing = [name for name in SECRETS if not kept.get(name)]
        if missing:
            kept.update({name: secrets.token_hex(SECRET_BYTES) for name in missing})
            self._write_secrets(kept)
        return {name: environment.get(name) or kept[name] for name in SECRETS}

    def _write_secrets(self, values: Mapping[str, str]) -> None:
        fresh = self.secrets.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write("# Made at the first start. Whoever reads this can speak to the private ends of this shop.\n")
            file.writelines(f"{name}={value}\n" for name, value in values.items())
        fresh.replace(self.secrets)
