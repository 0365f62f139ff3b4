"""Who may speak to Rasa: the holder of the shared secret, for one body, for half a minute."""

import hashlib
import hmac
import time
from typing import Any

import jwt

AUDIENCE = "aisle-dialogue"
LONGEST_LIFE_S = 30
CLOCK_SKEW_S = 5


class CallerRefused(Exception):
    """Caught by the channel, which answers 401 and no more than that."""


def check_caller(*, authorization: str, body: bytes, secret: str) -> None:
    """Raise CallerRefused unless the token was signed with our secret, recently, for exactly this body."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise CallerRefused("no bearer token")
    claims = _verified_claims(token.strip(), secret)
    if claims["exp"] > time.time() + LONGEST_LIFE_S + CLOCK_SKEW_S:
        raise CallerRefused("token lives too long")
    promised = claims["body_sha256"]
    if not isinstance(promised, str) or not hmac.compare_digest(
        promised.encode(), hashlib.sha256(body).hexdigest().encode()
    ):
        raise CallerRefused("token is for another body")


def _verified_claims(token: str, secret: str) -> dict[str, Any]:
    try:
        return jwt.decode(
            token,
            secret,
            algorithms=["HS256"],
            audience=AUDIENCE,
            leeway=CLOCK_SKEW_S,
            options={"require": ["exp", "aud", "body_sha256"]},
        )
    except jwt.InvalidTokenError as exc:
        raise CallerRefused(type(exc).__name__) from exc
