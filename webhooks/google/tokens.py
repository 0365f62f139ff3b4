"""Believes a token of Google's: its signature by google-auth, then whom it is for, who made it and who it names."""

import base64
import binascii
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from google.auth import exceptions, jwt
from pydantic import BaseModel, ConfigDict, ValidationError

from webhooks.google.certificates import Certificates, KnownCertificates
from webhooks.google.errors import CallerUnproven

ISSUERS = ("https://accounts.google.com", "accounts.google.com")
LONGEST_TOKEN = 4096
CLOCK_SKEW_S = 10


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True)


class _Header(_Strict):
    """One algorithm, told by us and not by the token: no "none", and no HMAC under a certificate everybody has."""

    alg: Literal["RS256"]
    kid: str


class _Claims(_Strict):
    """Of the right types before anything is reckoned with them."""

    iss: str
    aud: str
    iat: int
    exp: int
    email: str | None = None
    email_verified: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """`emails` are the service agents that may call; None where tokens of this kind name nobody."""

    audiences: Sequence[str]
    emails: Collection[str] | None


async def verify(token: str, expected: Expected, known: KnownCertificates) -> None:
    """Raises CallerUnproven, or CertificatesUnavailable where nothing can be said of it."""
    header, claims = _read(token)
    # Before the signature, so that strangers cannot make us ask Google for keys.
    if claims.aud not in expected.audiences:
        raise CallerUnproven(reason="other_audience")
    if claims.iss not in ISSUERS:
        raise CallerUnproven(reason="other_issuer")
    _check_signature(token, expected, await known.having(header.kid))
    _check_email(claims, expected)


def _read(token: str) -> tuple[_Header, _Claims]:
    parts = token.split(".")
    if len(token) > LONGEST_TOKEN or len(parts) != 3 or not token.isascii():
        raise CallerUnproven(reason="malformed")
    try:
        header, claims = (base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)) for part in parts[:2])
        return _Header.model_validate_json(header), _Claims.model_validate_json(claims)
    except (binascii.Error, ValidationError) as exc:
        raise CallerUnproven(reason="malformed") from exc


def _check_signature(token: str, expected: Expected, certificates: Certificates) -> None:
    audiences, decode = list(expected.audiences), cast("Any", jwt.decode)
    try:
        decode(token, certs=certificates, audience=audiences, clock_skew_in_seconds=CLOCK_SKEW_S)
    except (exceptions.GoogleAuthError, ValueError) as exc:
        raise CallerUnproven(reason="not_signed_by_google_or_expired") from exc


def _check_email(claims: _Claims, expected: Expected) -> None:
    if expected.emails is None:
        return
    if claims.email_verified is not True or claims.email not in expected.emails:
        raise CallerUnproven(reason="other_email")
