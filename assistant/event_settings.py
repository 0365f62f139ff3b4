"""What an operator can set of the events that pages tell."""

from typing import Annotated, Literal

from pydantic import Field
from pydantic_settings import BaseSettings


class EventSettings(BaseSettings):
    """A part of the gateway's settings; docs/configuration.md explains each."""

    events: bool = True
    event_consent: Literal["asked", "presumed"] = "asked"
    trial_purchases: Literal["orders", "told"] = "orders"
    event_connections: Annotated[int, Field(ge=1)] = 2
