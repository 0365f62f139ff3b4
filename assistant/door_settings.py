"""What an operator can set of the doors: platforms, sign-in, limits."""

from pydantic_settings import BaseSettings


class DoorSettings(BaseSettings):
    """A part of the gateway's settings; docs/configuration.md explains each."""

    development: bool = False
