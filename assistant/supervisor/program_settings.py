"""Reads the programs' settings before any of them is started: a wrong one is told at once, in one line."""

from collections.abc import Mapping

from pydantic import SecretStr

from assistant.background_settings import BackgroundSettings
from assistant.settings import GatewaySettings


def require_usable_settings(environment: Mapping[str, str]) -> None:
    """`environment` is what they are told besides the operator's own; raises pydantic's ValidationError."""
    GatewaySettings(
        action_secret=SecretStr(environment["AISLE_ACTION_SECRET"]),
        dialogue_secret=SecretStr(environment["AISLE_DIALOGUE_SECRET"]),
        sender_secret=SecretStr(environment["AISLE_SENDER_SECRET"]),
    )
    BackgroundSettings(database_url=SecretStr(environment["AISLE_DATABASE_URL"]))
