"""What a shopper said: one turn, whatever the channel."""

from dataclasses import dataclass
from enum import StrEnum


class Channel(StrEnum):
    WEB = "web"
    ALEXA = "alexa"
    GOOGLE = "google"
    SIRI = "siri"
    SHELL = "shell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    channel: Channel
    shopper_id: str
    conversation_id: str
    request_id: str
    text: str
    locale: str = "en-US"
