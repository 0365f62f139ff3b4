"""What an operator can set of how the order of products is learned."""

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from rerank.learning.trust import MOST_DOUBTED

ROOT = Path(__file__).resolve().parent.parent


class LearningSettings(BaseSettings):
    """A part of the worker's settings; docs/configuration.md explains each."""

    model_config = SettingsConfigDict(env_prefix="AISLE_", frozen=True, env_ignore_empty=True, extra="ignore")

    state_dir: Path = Path("var")
    learning: bool = True
    learning_hour: Annotated[int, Field(ge=0, le=23)] = 3
    learning_after_signals: Annotated[int, Field(ge=1)] = 5000
    learning_window_days: Annotated[int, Field(ge=1, le=730)] = 120
    learning_most_doubted: Annotated[float, Field(ge=0, le=1)] = MOST_DOUBTED
    learning_timeout_minutes: Annotated[int, Field(ge=1, le=1440)] = 60
    learning_memory_mb: Annotated[int, Field(ge=512)] = 4096
    mlflow_uri: SecretStr | None = None

    @property
    def state_folder(self) -> Path:
        return (ROOT / self.state_dir).resolve()
