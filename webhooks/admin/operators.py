"""Who is let in to the operator's page: whoever knows its token, or without one whoever sits at the server itself."""

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass

import jwt
from starlette.requests import HTTPConnection
from starlette.responses import Response

from webhooks.admin.errors import OperatorUnknown
from webhooks.errors import NotFound
from webhooks.this_machine import is_asked_of_this_machine, is_on_this_machine

ALGORITHM = "HS256"
AUDIENCE = "aisle-admin"
PURPOSE = b"aisle operator session\0"
SESSION_S = 12 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Operators:
    """`secret` is the installation's. Another token, or another secret, ends every session.

    With `https` a proxy stands before the server, and one that says nothing of whom it speaks for sits at it too.
    """

    token: str | None
    secret: str
    https: bool
    now: Callable[[], float] = time.time

    def require(self, connection: HTTPConnection) -> None:
        """Raises NotFound where there is no page for this caller at all, and OperatorUnknown where they can sign in."""
        if self.token is None:
            if self.https or not (is_on_this_machine(connection) and is_asked_of_this_machine(connection)):
                raise NotFound(what="page")
        elif not (self._brings_token(connection) or self._has_session(connection)):
            raise OperatorUnknown

    def knows(self, token: str) -> bool:
        return self.token is not None and hmac.compare_digest(token.encode(), self.token.encode())

    def open_session(self, response: Response) -> None:
        claims = {"aud": AUDIENCE, "exp": int(self.now()) + SESSION_S}
        session = jwt.encode(claims, self._key, algorithm=ALGORITHM)
        self._put(response, session, max_age=SESSION_S)

    def close_session(self, response: Response) -> None:
        self._put(response, "", max_age=0)

    def _brings_token(self, connection: HTTPConnection) -> bool:
        scheme, _, given = connection.headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and self.knows(given)

    def _has_session(self, connection: HTTPConnection) -> bool:
        try:
            claims = jwt.decode(
                connection.cookies.get(self._cookie, ""),
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                # By our own clock, below.
                options={"require": ["exp", "aud"], "verify_exp": False},
            )
        except (jwt.InvalidTokenError, ValueError):
            return False
        return bool(0 < claims["exp"] - self.now() <= SESSION_S)

    def _put(self, response: Response, session: str, *, max_age: int) -> None:
        """Sent to no request that another site began. With https no neighbouring host can set it, by its name."""
        response.set_cookie(
            self._cookie, session, max_age=max_age, path="/", secure=self.https, httponly=True, samesite="strict"
        )

    @property
    def _cookie(self) -> str:
        return "__Host-aisle-admin" if self.https else "aisle-admin"

    @property
    def _key(self) -> bytes:
        return hmac.digest(self.secret.encode(), PURPOSE + (self.token or "").encode(), "sha256")
