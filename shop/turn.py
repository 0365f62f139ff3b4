"""What a shopper said: one turn, whatever the channel."""

from dataclasses import dataclass
from enum import StrEnum

DEFAULT_LOCALE = "en-US"


class Channel(StrEnum):
    WEB = "web"
    ALEXA = "alexa"
    GOOGLE = "google"
    SIRI = "siri"
    SHELL = "shell"
    AGENT = "agent"


class Buying(StrEnum):
    """Whether an order may be placed in this turn, or what has to come first."""

    HERE = "here"
    WHEN_LINKED = "when_linked"
    BY_LINK = "by_link"

    def allows(self, *, is_customer: bool) -> bool:
        return self is Buying.HERE or (self is Buying.WHEN_LINKED and is_customer)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Who waits for the answer does so until `answer_by`, in seconds since 1970, or as long as any turn may take."""

    channel: Channel
    shopper_id: str
    conversation_id: str
    request_id: str
    text: str
    locale: str = DEFAULT_LOCALE
    buying: Buying = Buying.HERE
    answer_by: float | None = None
