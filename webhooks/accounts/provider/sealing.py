"""What a client asked for, on its way through the customer's browser: sealed, and good for a while in that one."""

import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import jwt

from webhooks.accounts.errors import OAuthRefused

LIFETIME_S = 900
ALGORITHM = "HS256"
PURPOSE = b"aisle provider consent\0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """`customer_id` and `name` are there once somebody has signed in, and nobody else's browser can bring them."""

    parameters: Mapping[str, str]
    customer_id: str | None = None
    name: str | None = None


class Seal:
    def __init__(self, *, secret: str, now: Callable[[], float] = time.time) -> None:
        self._key = hmac.digest(secret.encode(), PURPOSE, "sha256")
        self._now = now

    def close(self, asked: Asked, *, browser: str) -> str:
        """`browser` is a secret that only this browser has, in a cookie."""
        told = {
            "parameters": dict(asked.parameters),
            "customer_id": asked.customer_id,
            "name": asked.name,
            "browser": _hashed(browser),
            "exp": int(self._now()) + LIFETIME_S,
        }
        return jwt.encode(told, self._key, algorithm=ALGORITHM)

    def open(self, sealed: str, *, browser: str) -> Asked:
        """Raises OAuthRefused."""
        try:
            told = jwt.decode(sealed, self._key, algorithms=[ALGORITHM], options={"require": ["exp"]})
        except (jwt.PyJWTError, ValueError, RecursionError) as exc:
            raise OAuthRefused(code="stale", hint="the page is too old, or was not made here") from exc
        if not hmac.compare_digest(told["browser"], _hashed(browser)):
            raise OAuthRefused(code="stale", hint="the page was made for another browser")
        return Asked(parameters=told["parameters"], customer_id=told["customer_id"], name=told["name"])


def _hashed(browser: str) -> str:
    return hashlib.sha256(browser.encode(errors="surrogatepass")).hexdigest()
