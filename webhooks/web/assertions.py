"""Believes the retailer's own site when it says who a shopper is: a short-lived signed assertion, good for one use."""

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from pydantic import BaseModel, BeforeValidator, StringConstraints

from shop.shoppers.shoppers import Identified
from webhooks.web.bodies import cleaned
from webhooks.web.errors import AssertionRefused, SignInOff

PublicKey = RSAPublicKey | EllipticCurvePublicKey
LONGEST_LIFE_S = 300
LEEWAY_S = 10
REQUIRED = ["sub", "aud", "exp", "jti"]
Id = Annotated[str, StringConstraints(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")]
Name = Annotated[str, BeforeValidator(cleaned), StringConstraints(min_length=1, max_length=200)]
Email = Annotated[str, StringConstraints(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]


class _Claims(BaseModel):
    sub: Id
    jti: Id
    exp: int
    name: Name | None = None
    email: Email | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assertion:
    identified: Identified
    jti_sha256: bytes
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """Whose signature is believed, and what they have to call us."""

    key: str | PublicKey
    algorithms: Sequence[str]
    audience: str


def trust_in_secret(secret: str, *, audience: str) -> Trust:
    return Trust(key=secret, algorithms=("HS256",), audience=audience)


def trust_in_public_key(pem: bytes, *, audience: str) -> Trust:
    """One kind of signature for one kind of key: what is no signature of that kind is not even looked at."""
    key = load_pem_public_key(pem)
    if isinstance(key, RSAPublicKey):
        return Trust(key=key, algorithms=("RS256",), audience=audience)
    if isinstance(key, EllipticCurvePublicKey):
        return Trust(key=key, algorithms=("ES256",), audience=audience)
    raise ValueError("the public key of the customers' site is neither RSA nor of an elliptic curve")


class Assertions:
    def __init__(self, trust: Trust | None, *, now: Callable[[], float] = time.time) -> None:
        self._trust = trust
        self._now = now

    def read(self, assertion: str) -> Assertion:
        """Raises AssertionRefused, or SignInOff where nobody is believed; whether it was used is not known here."""
        if self._trust is None:
            raise SignInOff
        claims = _claims(assertion, self._trust)
        if claims.exp > self._now() + LONGEST_LIFE_S + LEEWAY_S:
            raise AssertionRefused(reason="lives_too_long")
        return Assertion(
            identified=Identified(customer_id=claims.sub, name=claims.name, email=claims.email),
            jti_sha256=hashlib.sha256(claims.jti.encode()).digest(),
            expires_at=datetime.fromtimestamp(claims.exp + LEEWAY_S, UTC),
        )


def _claims(assertion: str, trust: Trust) -> _Claims:
    options: Any = {"require": REQUIRED}
    try:
        told = jwt.decode(
            assertion,
            trust.key,
            algorithms=list(trust.algorithms),
            audience=trust.audience,
            leeway=LEEWAY_S,
            options=options,
        )
        return _Claims.model_validate(told)
    except jwt.ExpiredSignatureError as exc:
        raise AssertionRefused(reason="expired") from exc
    except jwt.InvalidAudienceError as exc:
        raise AssertionRefused(reason="for_somebody_else") from exc
    except jwt.InvalidSignatureError as exc:
        raise AssertionRefused(reason="not_signed_by_the_shop") from exc
    except (jwt.PyJWTError, ValueError, RecursionError) as exc:
        raise AssertionRefused(reason="malformed") from exc
