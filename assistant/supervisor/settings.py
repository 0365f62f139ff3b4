"""What an operator may choose about the processes of one installation."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from assistant.external_calls import ExternalCalls
from assistant.supervisor.machine import processes_that_pay
from catalog.embedding.choice import BUILT_IN

ROOT = Path(__file__).resolve().parents[2]
LOOPBACK = "127.0.0.1"


class SupervisorSettings(ExternalCalls):
    model_config = SettingsConfigDict(env_prefix="AISLE_", frozen=True, env_ignore_empty=True, extra="ignore")

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=1, le=65535)
    action_port: int = Field(default=8081, ge=1, le=65535)
    action_processes: int = Field(default_factory=processes_that_pay, ge=1, le=64)
    dialogue_port: int = Field(default=5105, ge=1, le=65535)
    dialogue_processes: int = Field(default_factory=processes_that_pay, ge=1, le=64)
    state_dir: Path = Path("var")
    database_url: SecretStr | None = None
    embedding_model: str = BUILT_IN
    openai_api_key: SecretStr | None = None
    trial_purchases: Literal["orders", "told"] = "orders"
    action_secret: SecretStr | None = None
    dialogue_secret: SecretStr | None = None
    sender_secret: SecretStr | None = None

    @property
    def state_folder(self) -> Path:
        return (ROOT / self.state_dir).resolve()

    @property
    def dialogue_python(self) -> Path:
        return ROOT / "dialogue" / ".venv" / "bin" / "python"

    @property
    def local_host(self) -> str:
        """Where a program on this machine reaches the gateway, also if it listens everywhere."""
        return "127.0.0.1" if self.host in {"0.0.0.0", "::", ""} else self.host  # noqa: S104 - compared, not bound

    @property
    def address(self) -> str:
        host = f"[{self.local_host}]" if ":" in self.local_host else self.local_host
        return f"http://{host}:{self.port}"

    @property
    def given_secrets(self) -> dict[str, str]:
        given = {
            "AISLE_ACTION_SECRET": self.action_secret,
            "AISLE_DIALOGUE_SECRET": self.dialogue_secret,
            "AISLE_SENDER_SECRET": self.sender_secret,
        }
        return {name: secret.get_secret_value() for name, secret in given.items() if secret}

    @property
    def action_ports(self) -> list[int]:
        """The first is the gateway's own."""
        return [self.action_port + number for number in range(self.action_processes)]

    @property
    def dialogue_ports(self) -> list[int]:
        return [self.dialogue_port + number for number in range(self.dialogue_processes)]

    @property
    def ports(self) -> list[tuple[str, int, str]]:
        """Where programs listen, and the setting that leads there."""
        return [
            (self.host, self.port, "AISLE_PORT"),
            *((LOOPBACK, port, "AISLE_ACTION_PORT") for port in self.action_ports),
            *((LOOPBACK, port, "AISLE_DIALOGUE_PORT") for port in self.dialogue_ports),
        ]
