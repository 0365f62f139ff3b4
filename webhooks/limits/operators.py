"""How the operator's own tools say that they are, so that measuring and testing a shop meets no limits.

A pass is signed with a secret of the installation and lives for minutes. Nobody is exempt for where they come from:
behind a proxy everybody comes from the same machine.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass

import jwt

HEADER = "Aisle-Operator"
AUDIENCE = "aisle-operator"
ALGORITHM = "HS256"
LIFETIME_S = 600
CLOCK_SKEW_S = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorPasses:
    """Written by whoever has the installation's state folder, read by its gateways."""

    secret: str
    now: Callable[[], float] = time.time

    def headers(self) -> dict[str, str]:
        """For a request of the operator's; to be asked for anew for each."""
        claims = {"aud": AUDIENCE, "exp": int(self.now()) + LIFETIME_S}
        return {HEADER: jwt.encode(claims, self.secret, algorithm=ALGORITHM)}

    def is_valid(self, given: str | None) -> bool:
        if not given:
            return False
        try:
            claims = jwt.decode(
                given,
                self.secret,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                # By our own clock, below.
                options={"require": ["exp", "aud"], "verify_exp": False, "verify_iat": False},
            )
        except jwt.InvalidTokenError:
            return False
        left_s = claims["exp"] - self.now()
        return bool(-CLOCK_SKEW_S < left_s <= LIFETIME_S + CLOCK_SKEW_S)
