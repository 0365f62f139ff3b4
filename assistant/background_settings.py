"""What the worker and the preparing steps are told by their environment."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class BackgroundSettings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="AISLE_", frozen=True, env_ignore_empty=True, extra="ignore")

    database_url: SecretStr
    state_dir: Path = Path("var")
    retention_days: Annotated[int, Field(ge=1)] = 30
    log_level: str = "info"

    @property
    def database(self) -> str:
        return self.database_url.get_secret_value()

    @property
    def embedding_folder(self) -> Path:
        return (ROOT / self.state_dir).resolve() / "models" / "embedding"

    @property
    def weights_folder(self) -> Path:
        return (ROOT / self.state_dir).resolve() / "weights"

    @property
    def retention(self) -> timedelta:
        return timedelta(days=self.retention_days)
