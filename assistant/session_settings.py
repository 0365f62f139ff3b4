"""What an operator can set of how lists follow what a session is after."""

from datetime import timedelta
from typing import Annotated, Any

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode

from shop.shown import Surface


class SessionSettings(BaseSettings):
    """A part of the gateway's settings, and of the worker's; docs/configuration.md explains each."""

    session_fit_surfaces: Annotated[tuple[Surface, ...], NoDecode] = ()
    session_fit_hours: Annotated[int, Field(ge=1, le=24 * 14)] = 48
    session_fit_leans: bool = False

    @field_validator("session_fit_surfaces", mode="before")
    @classmethod
    def _each_surface_by_itself(cls, given: Any) -> Any:
        return tuple(part.strip() for part in given.split(",") if part.strip()) if isinstance(given, str) else given

    @property
    def session_fit_lasts(self) -> timedelta:
        return timedelta(hours=self.session_fit_hours)
