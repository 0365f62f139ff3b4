"""What keeps a channel from giving an answer.

ChannelError
├── Unauthenticated        no token, or one that opens no live session
├── RequestIdReused        this request id belongs to another message
├── TurnInProgress         the conversation is still busy with a turn
├── AssistantUnavailable   nothing can be answered or recorded at the moment
├── NotFound               the thing asked for does not exist
└── AccessTokenRefused     the customer's token opens nothing: the account has to be linked anew
"""


class ChannelError(Exception):
    """The root of this folder's errors."""


class Unauthenticated(ChannelError):
    """The bearer token is missing, unknown, expired or ended; which of these is nobody's business."""


class RequestIdReused(ChannelError):
    def __init__(self, *, request_id: str) -> None:
        super().__init__("the request id was used for another message")
        self.request_id = request_id


class TurnInProgress(ChannelError):
    def __init__(self, *, conversation_id: str) -> None:
        super().__init__("a turn of this conversation is still running")
        self.conversation_id = conversation_id


class AssistantUnavailable(ChannelError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the assistant cannot answer: {reason}")
        self.reason = reason


class NotFound(ChannelError):
    def __init__(self, *, what: str) -> None:
        super().__init__(f"no such {what}")
        self.what = what


class AccessTokenRefused(ChannelError):
    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the access token is refused: {reason}")
        self.reason = reason
