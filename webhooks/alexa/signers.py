"""Whose key a certificate chain vouches for, and whether that key has signed a body."""

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from webhooks.alexa.errors import RequestRefused

SIGNED_AS = "echo-api.amazon.com"
MOST_CERTIFICATES = 10
PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
UNREADABLE = (ValueError, UnsupportedAlgorithm, x509.DuplicateExtension, x509.UnsupportedGeneralNameType)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """The time is that of the whole chain: it ends with whichever certificate ends first."""

    key: RSAPublicKey
    valid_from: datetime
    valid_until: datetime

    def is_valid(self, now: datetime) -> bool:
        return self.valid_from <= now <= self.valid_until

    def has_signed(self, body: bytes, signature: bytes) -> bool:
        try:
            self.key.verify(signature, body, PKCS1v15(), SHA256())
        except InvalidSignature:
            return False
        return True


def signer_of(pem: bytes, *, roots: Store, now: datetime) -> Signer:
    """Alexa's key, if the chain leads to one of the roots. Raises RequestRefused."""
    try:
        leaf, *others = x509.load_pem_x509_certificates(pem)
        if len(others) >= MOST_CERTIFICATES:
            raise RequestRefused(reason="certificate_chain_too_long")
        chain = _verified(leaf, others, roots=roots, now=now)
        if SIGNED_AS not in _names_of(leaf):
            raise RequestRefused(reason="certificate_of_another")
        key = leaf.public_key()
    except UNREADABLE as exc:
        raise RequestRefused(reason="certificate_unreadable") from exc
    if not isinstance(key, RSAPublicKey):
        raise RequestRefused(reason="certificate_not_rsa")
    return Signer(
        key=key,
        valid_from=max(each.not_valid_before_utc for each in chain),
        valid_until=min(each.not_valid_after_utc for each in chain),
    )


def roots_in(pem: bytes) -> list[x509.Certificate]:
    """Root certificates, such as those that certifi ships. One that is not as certificates have to be is left out."""
    return [root for block in PEM.findall(pem) if (root := _root(block)) is not None]


def _root(pem: bytes) -> x509.Certificate | None:
    """Some roots are older than the rules that they break: they are read with a warning as yet, and refused later."""
    with warnings.catch_warnings(action="ignore", category=CryptographyDeprecationWarning):
        try:
            return x509.load_pem_x509_certificate(pem)
        except ValueError:
            return None


def _verified(
    leaf: x509.Certificate, others: Sequence[x509.Certificate], *, roots: Store, now: datetime
) -> list[x509.Certificate]:
    verifier = PolicyBuilder().store(roots).time(now).build_server_verifier(x509.DNSName(SIGNED_AS))
    try:
        chain = verifier.verify(leaf, list(others))
    except VerificationError as exc:
        raise RequestRefused(reason="certificate_not_trusted") from exc
    return chain


def _names_of(leaf: x509.Certificate) -> list[str]:
    """The library would let a wildcard stand for Alexa's name too."""
    found = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return found.value.get_values_for_type(x509.DNSName)
