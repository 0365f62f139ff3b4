"""What the worker and the preparing steps are told by their environment."""

from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import SettingsConfigDict

from assistant.learning_settings import LearningSettings
from assistant.llm_settings import ModelSettings
from assistant.own_address import is_loopback
from assistant.session_settings import SessionSettings
from catalog.embedding.choice import BUILT_IN


class BackgroundSettings(LearningSettings, ModelSettings, SessionSettings):
    model_config = SettingsConfigDict(env_prefix="AISLE_", frozen=True, env_ignore_empty=True, extra="ignore")

    database_url: SecretStr
    embedding_model: str = BUILT_IN
    openai_api_key: SecretStr | None = None
    retention_days: Annotated[int, Field(ge=1)] = 30
    audit_retention_days: Annotated[int, Field(ge=1)] = 365
    event_retention_days: Annotated[int, Field(ge=1)] = 400
    alert_url: str | None = None
    log_level: str = "info"

    @field_validator("alert_url")
    @classmethod
    def _is_private(cls, url: str | None) -> str | None:
        """Figures of the shop travel to it."""
        if url is not None:
            parts = urlsplit(url)
            is_here = parts.scheme == "http" and is_loopback(parts.hostname or "")
            if not (is_here or (parts.scheme == "https" and parts.hostname)):
                raise ValueError("not an https address, nor one of this machine")
        return url

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
