"""Who calls by a voice platform: which shopper that is, and which conversation of theirs goes on."""

from dataclasses import dataclass, field
from typing import Protocol

from shop.turn import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """As the platform tells it. None of these is a key of ours: a platform may change or reuse what it tells.

    `user` is the platform's name for the person, where it has one; `session` is its name for the conversation. The
    `access_token` has to be for `resource`, where the door is one of its own.
    """

    channel: Channel
    application: str
    session: str
    user: str | None = None
    access_token: str | None = field(default=None, repr=False)
    resource: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """`name` is the customer's, and nothing for a guest; `notice` tells what did not fit when two carts became one."""

    shopper_id: str
    conversation_id: str
    name: str | None = None
    notice: str | None = None

    @property
    def is_customer(self) -> bool:
        return self.name is not None


class Callers(Protocol):
    async def visit(self, caller: Caller) -> Visit:
        """Guests are known by the platform's user, or the session where it names none; customers by their token.

        A guest who links an account brings the cart along. A conversation goes on until nobody has spoken for a
        while. Raises AccessTokenRefused for a token that is not the provider's, has expired, or is for somebody else;
        AssistantUnavailable where the database or the provider cannot be asked.
        """
