"""What the dialogue process is told by its environment."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dialogue.errors import SettingMissing

PROJECT = Path(__file__).resolve().parent.parent
SHORTEST_SECRET = 32
MOST_PROCESSES = 64


@dataclass(frozen=True)
class Settings:
    state_folder: Path
    database_url: str = field(repr=False)
    port: int
    secret: str = field(repr=False)
    action_port: int
    action_secret: str = field(repr=False)
    action_processes: int = 1

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        return cls(
            state_folder=state_folder(environment),
            database_url=_text(environment, "AISLE_DATABASE_URL"),
            port=_port(environment, "AISLE_DIALOGUE_PORT"),
            secret=_secret(environment, "AISLE_DIALOGUE_SECRET"),
            action_port=_port(environment, "AISLE_ACTION_PORT"),
            action_secret=_secret(environment, "AISLE_ACTION_SECRET"),
            action_processes=_count(environment, "AISLE_ACTION_PROCESSES"),
        )

    @property
    def model_folder(self) -> Path:
        return self.state_folder / "models" / "nlu"


def state_folder(environment: Mapping[str, str]) -> Path:
    return (PROJECT / environment.get("AISLE_STATE_DIR", "var")).resolve()


def _text(environment: Mapping[str, str], name: str) -> str:
    if not (value := environment.get(name, "").strip()):
        raise SettingMissing(name=name)
    return value


def _port(environment: Mapping[str, str], name: str) -> int:
    value = _text(environment, name)
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise SettingMissing(name=name, reason=f"is not a port: {value}")
    return int(value)


def _count(environment: Mapping[str, str], name: str) -> int:
    value = environment.get(name, "").strip() or "1"
    if not (value.isascii() and value.isdigit() and 0 < int(value) <= MOST_PROCESSES):
        raise SettingMissing(name=name, reason=f"is not a number from 1 to {MOST_PROCESSES}: {value}")
    return int(value)


def _secret(environment: Mapping[str, str], name: str) -> str:
    value = _text(environment, name)
    if len(value) < SHORTEST_SECRET:
        raise SettingMissing(name=name, reason=f"is shorter than {SHORTEST_SECRET} characters")
    return value
