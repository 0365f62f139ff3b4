"""What keeps a request from Google's side from being answered.

GoogleError
├── CallerUnproven            nothing shows that Dialogflow sent this for us
│   └── SignatureRefused      the same at the Actions webhook, where the platform expects 403
├── EnvelopeUnreadable        no JSON object, or none that names its session
└── CertificatesUnavailable   Google's certificates cannot be had, so no token can be judged
"""

from webhooks.errors import ChannelError


class GoogleError(ChannelError):
    """The root of this folder's errors."""


class CallerUnproven(GoogleError):
    """`reason` is for the operator's log: whoever brings a bad proof learns nothing from us."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the caller is not believed: {reason}")
        self.reason = reason


class SignatureRefused(CallerUnproven):
    """Of the header google-assistant-signature."""


class EnvelopeUnreadable(GoogleError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the envelope cannot be read: {reason}")
        self.reason = reason


class CertificatesUnavailable(GoogleError):
    """Neither fresh nor recent ones are at hand."""
