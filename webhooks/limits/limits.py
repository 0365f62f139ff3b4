"""What is limited, how a limit is written, and what whoever keeps count of it has to offer."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, Self

WRITTEN = re.compile(r"(\d{1,9})\s+(\d{1,6}(?:\.\d{1,6})?)/s")


class Kind(StrEnum):
    """Each has a setting of its own, AISLE_LIMIT_ and the name. The comment says who is counted."""

    MESSAGES = "messages"  # a chat conversation
    ADDRESS_MESSAGES = "address_messages"  # an address
    SESSIONS = "sessions"  # an address
    SIGN_INS = "sign_ins"  # an address
    DEMO_SIGN_INS = "demo_sign_ins"  # an address
    LOGINS = "logins"  # an address; of requests for tokens those that were refused
    SEARCHES = "searches"  # an address
    PICTURES = "pictures"  # an address; drawn anew only
    VOICE = "voice"  # a person or conversation of Alexa or Google
    SIRI = "siri"  # a customer, by whichever of their devices
    MCP = "mcp"  # a customer, by whichever agent; of guests the address
    EVENTS = "events"  # an address; batches of them
    ADMIN_LOGINS = "admin_logins"  # an address; tries to open the operator's page


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """So many at once, and from then on so many a second: a bucket of tokens that fills up again."""

    burst: int
    per_s: float

    def __post_init__(self) -> None:
        if self.burst < 1 or self.per_s <= 0:
            raise ValueError("a limit that lets nobody through is a closed door: at least 1 at once, above 0/s")

    @classmethod
    def read(cls, written: str) -> Self:
        """Such as "70 2/s"."""
        found = WRITTEN.fullmatch(written.strip())
        if found is None:
            raise ValueError('not a limit such as "70 2/s": how many at once, and how many a second from then on')
        return cls(burst=int(found[1]), per_s=float(found[2]))

    def __str__(self) -> str:
        return f"{self.burst} {self.per_s:g}/s"

    @property
    def each_s(self) -> float:
        """How long it takes until there is one more."""
        return 1 / self.per_s

    @property
    def room_s(self) -> float:
        """How long it takes until an empty bucket is full."""
        return self.burst / self.per_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """One caller's of one kind. `caller` may be an address or an id; it is kept as a keyed hash only."""

    kind: Kind
    caller: str


class Limits(Protocol):
    async def take(self, *buckets: Bucket) -> None:
        """One out of each. Raises TooOften if any is empty; a refused one is not counted in what refused it."""
