"""What keeps somebody from the operator's page.

AdminError
└── OperatorUnknown   neither the operator's token nor a session that was opened with it
"""

from webhooks.errors import ChannelError


class AdminError(ChannelError):
    """The root of this folder's errors."""


class OperatorUnknown(AdminError):
    """Whether a session is missing, over, or was opened with another token is nobody's business."""
