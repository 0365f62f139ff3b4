"""What an operator can set of the doors: platforms, sign-in, limits."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field, field_validator
from pydantic_settings import NoDecode

from assistant.account_settings import AccountSettings
from assistant.event_settings import EventSettings
from assistant.google_settings import GoogleSettings
from assistant.limit_settings import LimitSettings
from assistant.llm_settings import TurnModelSettings
from assistant.ranking_settings import RankingSettings


class DoorSettings(AccountSettings, EventSettings, GoogleSettings, LimitSettings, RankingSettings, TurnModelSettings):
    """A part of the gateway's settings; docs/configuration.md explains each."""

    alexa_skill_ids: Annotated[tuple[str, ...], NoDecode] = ()

    voice_conversation_minutes: Annotated[int, Field(ge=1, le=1440)] = 30

    siri: bool = True
    mcp: bool = False
    mcp_guests: bool = False
    device_lifetime_days: Annotated[int, Field(ge=1, le=3650)] = 180

    @property
    def device_lifetime(self) -> timedelta:
        return timedelta(days=self.device_lifetime_days)

    @property
    def voice_conversation_quiet(self) -> timedelta:
        return timedelta(minutes=self.voice_conversation_minutes)

    @field_validator("alexa_skill_ids", mode="before")
    @classmethod
    def _each_by_itself(cls, given: Any) -> Any:
        return tuple(part.strip() for part in given.split(",") if part.strip()) if isinstance(given, str) else given
