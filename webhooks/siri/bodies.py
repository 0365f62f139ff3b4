"""The JSON of the Siri webhook and of a customer's devices."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from webhooks.web.bodies import Body, RequestId, cleaned

LONGEST_TEXT = 500
LONGEST_NAME = 60


def _or_none(given: Any) -> Any:
    """A Shortcut has no null: what it does not know yet it sends as nothing."""
    return given or None


def _language_tag(given: Any) -> Any:
    """Apple tells locales as en_US, and what else the device is set to behind an @."""
    return given.partition("@")[0].replace("_", "-") if isinstance(given, str) else given


Dictated = Annotated[str, BeforeValidator(cleaned), StringConstraints(min_length=1, max_length=LONGEST_TEXT)]
Locale = Annotated[
    str,
    BeforeValidator(_language_tag),
    StringConstraints(max_length=64, pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"),
]
Named = Annotated[str, StringConstraints(max_length=128)]
ConversationId = Annotated[Named | None, BeforeValidator(_or_none)]
DeviceName = Annotated[str, BeforeValidator(cleaned), StringConstraints(min_length=1, max_length=LONGEST_NAME)]


class SaidToSiri(BaseModel):
    text: Dictated = Field(description="What was dictated, 1 to 500 characters.")
    request_id: RequestId = Field(description="Chosen by the device; the same id always gets the same answer.")
    locale: Locale = "en-US"
    conversation_id: ConversationId = Field(default=None, description="From the last answer; absent at first.")


class SiriAnswer(BaseModel):
    speech: str = Field(description="Plain words to speak, 600 characters at most.")
    display: str = Field(description="The same at length, to show.")
    expects_reply: bool = Field(description="Whether the shopper is to be listened to again.")
    conversation_id: str
    link: str | None = Field(description="Where to go on in the browser; to be opened, never spoken.")


class NewDeviceBody(BaseModel):
    name: DeviceName = Field(description='What the customer calls it, such as "Anna\'s phone".')


class DeviceBody(Body):
    device_id: str
    name: str
    issued_at: datetime
    used_at: datetime | None = Field(description="When it last spoke; null if it never did.")


class IssuedDeviceBody(DeviceBody):
    token: str = Field(description="Told here and never again.")


class DevicesBody(Body):
    devices: list[DeviceBody]
