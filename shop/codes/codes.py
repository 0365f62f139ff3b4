"""Voice codes as a checkout sees them, and how one is kept: salted and hashed, never as it is said."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from shop.codes.errors import CodeError, CodeLocked, CodeNeeded, CodeWrong

MOST_WRONG = 3
LOCKED_FOR = timedelta(minutes=30)
# Costs about 50 ms and 16 MB a try. Four digits stay few: what protects them is that three wrong tries lock the code.
COST, BLOCK, PARALLEL = 2**14, 8, 1
SALT_BYTES = 16
CODE = re.compile(r"\d{4,8}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HashedCode:
    salt: bytes
    scrypt: bytes

    @classmethod
    def of(cls, code: str) -> "HashedCode":
        """Raises ValueError unless the code is four to eight digits."""
        if not CODE.fullmatch(code):
            raise ValueError("a voice code is four to eight digits")
        salt = secrets.token_bytes(SALT_BYTES)
        return cls(salt=salt, scrypt=_scrypt(code, salt))

    def is_of(self, code: str) -> bool:
        return hmac.compare_digest(_scrypt(code, self.salt), self.scrypt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How often a code was said wrong in a row, and until when none is looked at."""

    wrong: int = 0
    locked_until: datetime | None = None

    def refusal(self, code: str | None, *, now: datetime) -> CodeError | None:
        """What keeps the code from being looked at."""
        if self.locked_until is not None and now < self.locked_until:
            return CodeLocked(until=self.locked_until)
        return CodeNeeded() if code is None else None

    def after_wrong(self, *, now: datetime) -> "tuple[Tries, CodeError]":
        """A lock that has run out begins the count anew."""
        wrong = 1 if self.locked_until is not None else self.wrong + 1
        if wrong < MOST_WRONG:
            return Tries(wrong=wrong), CodeWrong(left=MOST_WRONG - wrong)
        until = now + LOCKED_FOR
        return Tries(wrong=wrong, locked_until=until), CodeLocked(until=until)


class Codes(Protocol):
    async def check(self, customer_id: str, code: str | None) -> None:
        """Returns if it is the customer's, or they have none. Raises CodeNeeded, CodeWrong or CodeLocked.

        Each wrong try counts, also those made at once; the right code makes them forgotten, and so does time.
        """


class CodeKeeping(Codes, Protocol):
    """What a retailer does with codes."""

    async def give(self, customer_id: str, code: str, *, asked_from_minor: int = 0) -> None:
        """A new code, asked for in orders from that total; unlocks too."""

    async def unlock(self, customer_id: str) -> None: ...

    async def withdraw(self, customer_id: str) -> None: ...


def _scrypt(code: str, salt: bytes) -> bytes:
    return hashlib.scrypt(code.encode(), salt=salt, n=COST, r=BLOCK, p=PARALLEL, dklen=32)
