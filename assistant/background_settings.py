"""What the worker and the preparing steps are told by their environment."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field, SecretStr
from pydantic_settings import SettingsConfigDict

from assistant.learning_settings import LearningSettings
from catalog.embedding.choice import BUILT_IN


class BackgroundSettings(LearningSettings):
    model_config = SettingsConfigDict(env_prefix="AISLE_", frozen=True, env_ignore_empty=True, extra="ignore")

    database_url: SecretStr
    embedding_model: str = BUILT_IN
    openai_api_key: SecretStr | None = None
    retention_days: Annotated[int, Field(ge=1)] = 30
    audit_retention_days: Annotated[int, Field(ge=1)] = 365
    event_retention_days: Annotated[int, Field(ge=1)] = 400
    log_level: str = "info"

    @property
    def database(self) -> str:
        return self.database_url.get_secret_value()

    @property
    def retention(self) -> timedelta:
        return timedelta(days=self.retention_days)

    @property
    def audit_retention(self) -> timedelta:
        return timedelta(days=self.audit_retention_days)

    @property
    def event_retention(self) -> timedelta:
        return timedelta(days=self.event_retention_days)
