"""Stands in for Google's keys: certificates it publishes, and tokens it signs, or that somebody else forges."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from webhooks.google.certificates import Published

KEY_ID, OTHER_KEY_ID = "google-1", "google-2"
AGENT = "service-1234567890@gcp-sa-dialogflow.iam.gserviceaccount.com"
PROJECT = "corner-shop-1234"


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    del name
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def certificate(name: str) -> str:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "federated-signon.system.gserviceaccount.com")])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key(name).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=7))
        .sign(key(name), SHA256())
        .public_bytes(Encoding.PEM)
        .decode()
    )


def claims(audience: str, **changed: Any) -> dict[str, Any]:
    """Of an ID token as Dialogflow's service agent brings it; what is changed to None is left out."""
    now = int(time.time())
    told = {
        "iss": "https://accounts.google.com",
        "aud": audience,
        "azp": "117",
        "sub": "117",
        "email": AGENT,
        "email_verified": True,
        "iat": now - 5,
        "exp": now + 3600,
        **changed,
    }
    return {name: value for name, value in told.items() if value is not None}


def token(audience: str, *, signer: str = KEY_ID, key_id: str | None = KEY_ID, **changed: Any) -> str:
    headers = {"kid": key_id} if key_id else {}
    return jwt.encode(claims(audience, **changed), key(signer), algorithm="RS256", headers=headers)


def unsigned(audience: str) -> str:
    return f"{_segment({'alg': 'none', 'kid': KEY_ID})}.{_segment(claims(audience))}."


def signed_with_the_certificate(audience: str) -> str:
    """The certificate is public, so whoever takes it for a shared secret believes anybody."""
    signed = f"{_segment({'alg': 'HS256', 'kid': KEY_ID, 'typ': 'JWT'})}.{_segment(claims(audience))}"
    digest = hmac.new(certificate(KEY_ID).encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_encoded(digest)}"


def deep(audience: str) -> str:
    """Claims nested deeper than a parser may follow."""
    return f"{_segment({'alg': 'RS256', 'kid': KEY_ID})}.{_encoded(b'[' * 2000)}.{_encoded(audience.encode())}"


class Google:
    """Publishes its certificates, and counts how often it is asked."""

    def __init__(self, *, fresh_for_s: float = 3600.0) -> None:
        self.certificates: Mapping[str, str] = {KEY_ID: certificate(KEY_ID)}
        self.fresh_for_s = fresh_for_s
        self.asked = 0
        self.error: Exception | None = None

    async def fetch(self) -> Published:
        self.asked += 1
        if self.error:
            raise self.error
        return Published(certificates=self.certificates, fresh_for_s=self.fresh_for_s)


def _segment(told: Mapping[str, Any]) -> str:
    return _encoded(json.dumps(told).encode())


def _encoded(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
