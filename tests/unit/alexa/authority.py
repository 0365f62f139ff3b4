"""A certificate authority of our own that can sign whatever Amazon would, and whatever a forger might."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from cryptography.x509.verification import Store

NOW = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
ALEXA = "echo-api.amazon.com"
URL = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    """Made once per name: that takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True, kw_only=True)
class Certified:
    """A certificate as it is to be made; `issuer` is its own name where nobody else vouches for it."""

    subject: str = ALEXA
    issuer: str = "intermediate"
    names: Sequence[str] = (ALEXA,)
    begins: datetime = NOW - timedelta(days=30)
    ends: datetime = NOW + timedelta(days=30)
    is_authority: bool = False
    own_key: Key | None = None

    @property
    def certificate(self) -> x509.Certificate:
        own = self.own_key or key(self.subject)
        builder = (
            x509.CertificateBuilder()
            .subject_name(_named(self.subject))
            .issuer_name(_named(self.issuer))
            .public_key(own.public_key())
            .serial_number(7)
            .not_valid_before(self.begins)
            .not_valid_after(self.ends)
            .add_extension(x509.BasicConstraints(ca=self.is_authority, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
            .add_extension(_usage(self.is_authority), critical=True)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(key(self.issuer).public_key()), critical=False
            )
        )
        if self.names:
            names = x509.SubjectAlternativeName([x509.DNSName(name) for name in self.names])
            builder = builder.add_extension(names, critical=False)
        if not self.is_authority:
            usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
            builder = builder.add_extension(usage, critical=False)
        return builder.sign(key(self.issuer), SHA256())

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


LEAF = Certified()
INTERMEDIATE = Certified(subject="intermediate", issuer="root", names=(), is_authority=True)
ROOT = Certified(subject="root", issuer="root", names=(), is_authority=True, ends=NOW + timedelta(days=3650))


@cache
def chain() -> bytes:
    return LEAF.pem + INTERMEDIATE.pem + ROOT.pem


@cache
def roots() -> Store:
    return Store([ROOT.certificate])


def leaf(**changes: object) -> bytes:
    """The chain of another leaf."""
    return replace(LEAF, **changes).pem + INTERMEDIATE.pem  # type: ignore[arg-type] # the fields of Certified


def signed(body: bytes, *, by: str = ALEXA, algorithm: HashAlgorithm | None = None) -> str:
    return base64.b64encode(key(by).sign(body, padding.PKCS1v15(), algorithm or SHA256())).decode()


def headers_for(body: bytes, *, url: str = URL) -> dict[str, str]:
    return {"SignatureCertChainUrl": url, "Signature-256": signed(body), "Content-Type": "application/json"}


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
