"""Voice codes as a checkout sees them, and how one is kept: salted and hashed, never as it is said."""

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol

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
