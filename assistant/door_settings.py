"""What an operator can set of the doors: platforms, sign-in, limits."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings


class DoorSettings(BaseSettings):
    """A part of the gateway's settings; docs/configuration.md explains each."""

    development: bool = False

    voice_conversation_minutes: Annotated[int, Field(ge=1, le=1440)] = 30

    siri: bool = True
    device_lifetime_days: Annotated[int, Field(ge=1, le=3650)] = 180

    @property
    def device_lifetime(self) -> timedelta:
        return timedelta(days=self.device_lifetime_days)

    @property
    def voice_conversation_quiet(self) -> timedelta:
        return timedelta(minutes=self.voice_conversation_minutes)
