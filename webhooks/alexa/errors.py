"""What keeps a request from being taken for Alexa's.

AlexaError
└── RequestRefused               forged, altered, stale, or meant for another skill
    └── CertificateUnavailable   what it is said to be signed with could not be fetched
"""

from webhooks.errors import ChannelError


class AlexaError(ChannelError):
    """The root of this folder's errors."""


class RequestRefused(AlexaError):
    """`reason` is for the operator's log: whoever sends a forged request learns nothing from us."""

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the request is refused: {reason}")
        self.reason = reason


class CertificateUnavailable(RequestRefused):
    """Too slow, too large, somewhere else, or not there."""
