"""What keeps a device from being issued a token.

DeviceError
├── SignInNeeded     a guest has no devices
└── TooManyDevices   the customer has as many as anybody may
"""

from webhooks.errors import ChannelError


class DeviceError(ChannelError):
    """The root of this folder's errors."""


class SignInNeeded(DeviceError):
    """The chat session is nobody's yet."""


class TooManyDevices(DeviceError):
    def __init__(self, *, most: int) -> None:
        super().__init__(f"nobody has more than {most} devices")
        self.most = most
