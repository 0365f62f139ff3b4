"""Whose word for a customer is believed, and for how long."""

import time
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from webhooks.web.assertions import Assertions, trust_in_public_key, trust_in_secret
from webhooks.web.errors import AssertionRefused, SignInOff

SECRET = "customer-0123456789abcdef0123456789"
CLAIMS = {"sub": "cust-1", "aud": "aisle", "jti": "j-1"}
KEYS = {
    "RS256": rsa.generate_private_key(public_exponent=65537, key_size=2048),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
}


def claims(**others: Any) -> dict[str, Any]:
    return {**CLAIMS, "exp": int(time.time()) + 60, **others}


def pem(algorithm: str) -> bytes:
    return KEYS[algorithm].public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


@pytest.mark.parametrize("algorithm", KEYS)
def test_site_may_sign_with_its_private_key(algorithm: str) -> None:
    trusted = Assertions(trust_in_public_key(pem(algorithm), audience="aisle"))
    read = trusted.read(jwt.encode(claims(), KEYS[algorithm], algorithm=algorithm))
    assert read.identified.customer_id == "cust-1"


def test_public_key_is_no_secret_to_sign_with() -> None:
    """The oldest trick on JWTs: what everybody may know, used as if it were shared in secret."""
    trusted = Assertions(trust_in_public_key(pem("RS256"), audience="aisle"))
    header = jwt.utils.base64url_encode(b'{"alg":"HS256","typ":"JWT"}').decode()
    body = jwt.encode(claims(), "x" * 32, algorithm="HS256").split(".")[1]
    signed = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        f"{header}.{body}".encode(), pem("RS256")
    )
    forged = f"{header}.{body}.{jwt.utils.base64url_encode(signed).decode()}"
    with pytest.raises(AssertionRefused):
        trusted.read(forged)


def test_another_kind_of_key_is_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="key"):
        trust_in_public_key(b"-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----", audience="aisle")


def test_nobody_is_believed_where_no_key_is_set() -> None:
    with pytest.raises(SignInOff):
        Assertions(None).read(jwt.encode(claims(), SECRET))


def test_ids_are_remembered_for_as_long_as_the_assertion_lives() -> None:
    read = Assertions(trust_in_secret(SECRET, audience="aisle")).read(jwt.encode(claims(), SECRET))
    assert len(read.jti_sha256) == 32
    assert read.expires_at.timestamp() >= time.time() + 59


@pytest.mark.parametrize("told", [{"sub": "a b"}, {"sub": "ü"}, {"jti": "x" * 129}, {"email": "a b@c"}, {"name": ""}])
def test_claims_that_make_no_customer_are_refused(told: dict[str, str]) -> None:
    with pytest.raises(AssertionRefused):
        Assertions(trust_in_secret(SECRET, audience="aisle")).read(jwt.encode(claims(**told), SECRET))


@pytest.mark.parametrize(
    "said", ["", "x", "\ud800.x.y", "é.é.é", jwt.utils.base64url_encode(b"[" * 6000).decode() + ".x.y"]
)
def test_what_is_no_token_is_refused_as_one(said: str) -> None:
    with pytest.raises(AssertionRefused):
        Assertions(trust_in_secret(SECRET, audience="aisle")).read(said)
