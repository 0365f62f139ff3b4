"""What an access token says, and whether it says so to us: signature, issuer, audience, times, customer and scopes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import jwt
from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from shop.shoppers.shoppers import Identified
from webhooks.accounts.public_keys import PublicKey
from webhooks.errors import AccessTokenRefused
from webhooks.web.assertions import Email, Id, Name

LONGEST_TOKEN = 8192
LEEWAY_S = 30
REQUIRED = ["iss", "aud", "exp"]
# An ID token tells a client who is there, and opens nothing; not every provider names its access tokens.
TYPES = {"jwt", "at+jwt", "application/at+jwt"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenRules:
    """`customer_claim` holds the shop's own id of the customer; `scope`, if any, has to be in every token.

    Without an `audience` it may be a token for anything: that is for ending it, never for letting anybody in.
    """

    issuer: str
    audience: str | None
    customer_claim: str = "sub"
    scope: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessToken:
    identified: Identified
    scopes: frozenset[str]
    expires_at: int
    grant_id: str | None = None


def _plain(told: Any) -> Any:
    return str(told) if isinstance(told, int) and not isinstance(told, bool) else told


def _or_nothing(told: Any) -> Any:
    """A name or an address that makes no sense keeps nobody out: it is only not taken over."""
    return told if isinstance(told, str) and told.strip() else None


class _Claims(BaseModel):
    customer: Annotated[Id, BeforeValidator(_plain)]
    exp: Annotated[float, Field(gt=0, lt=1e11)]


class _Person(BaseModel):
    name: Annotated[Name | None, BeforeValidator(_or_nothing)] = None
    email: Annotated[Email | None, BeforeValidator(_or_nothing)] = None
    email_verified: Any = None


def key_id_of(token: str) -> str | None:
    """Raises AccessTokenRefused for what is no signed token of a kind that is ever believed."""
    if len(token) > LONGEST_TOKEN or not token.isascii():
        raise AccessTokenRefused(reason="malformed")
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError, RecursionError) as exc:
        raise AccessTokenRefused(reason="malformed") from exc
    if str(header.get("typ", "JWT")).lower() not in TYPES:
        raise AccessTokenRefused(reason="no_access_token")
    key_id = header.get("kid")
    return key_id if isinstance(key_id, str) else None


def read_token(token: str, key: PublicKey, rules: TokenRules) -> AccessToken:
    claims = _claims(token, key, rules)
    scopes = _scopes(claims)
    if rules.scope is not None and rules.scope not in scopes:
        raise AccessTokenRefused(reason="scope")
    if "cnf" in claims:
        # Bound to a key that its bearer would have to prove, and nothing proves it here.
        raise AccessTokenRefused(reason="bound_to_a_key")
    try:
        told = _Claims.model_validate({**claims, "customer": claims.get(rules.customer_claim)})
    except ValidationError as exc:
        raise AccessTokenRefused(reason="no_customer") from exc
    grant_id = claims.get("grant_id")
    return AccessToken(
        identified=_identified(told.customer, claims),
        scopes=scopes,
        expires_at=int(told.exp) + LEEWAY_S,
        grant_id=grant_id if isinstance(grant_id, str) else None,
    )


def _claims(token: str, key: PublicKey, rules: TokenRules) -> dict[str, Any]:
    options: Any = {"require": REQUIRED, "verify_aud": rules.audience is not None}
    try:
        return jwt.decode(
            token,
            key.key,
            algorithms=list(key.algorithms),
            audience=rules.audience,
            issuer=rules.issuer,
            leeway=LEEWAY_S,
            options=options,
        )
    except jwt.ExpiredSignatureError as exc:
        raise AccessTokenRefused(reason="expired") from exc
    except jwt.ImmatureSignatureError as exc:
        raise AccessTokenRefused(reason="not_yet_valid") from exc
    except jwt.InvalidAudienceError as exc:
        raise AccessTokenRefused(reason="for_somebody_else") from exc
    except jwt.InvalidIssuerError as exc:
        raise AccessTokenRefused(reason="of_another_issuer") from exc
    except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError) as exc:
        raise AccessTokenRefused(reason="not_signed_by_the_provider") from exc
    except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as exc:
        raise AccessTokenRefused(reason="malformed") from exc


def _scopes(claims: Mapping[str, Any]) -> frozenset[str]:
    """Space-separated in `scope`, as RFC 9068 has it; some providers make a list of it, or call it `scp`."""
    told = claims.get("scope", claims.get("scp"))
    if isinstance(told, str):
        return frozenset(told.split())
    return frozenset(each for each in told if isinstance(each, str)) if isinstance(told, list) else frozenset()


def _identified(customer_id: str, claims: Mapping[str, Any]) -> Identified:
    try:
        person = _Person.model_validate(claims)
    except ValidationError:
        return Identified(customer_id=customer_id)
    email = None if person.email_verified in {False, "false"} else person.email
    return Identified(customer_id=customer_id, name=person.name, email=email)
