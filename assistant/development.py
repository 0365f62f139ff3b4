"""Who stands in for Amazon and Google on an engineer's own machine, trusted in development mode only.

It lies in the state folder. Only a gateway that was started in development mode trusts it, and such a gateway cannot
be reached from elsewhere. The authority's own key is thrown away as soon as it has signed, so it never signs anything
else.
"""

import base64
import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CERTIFICATE_URL = "https://s3.amazonaws.com/echo.api/aisle-development.pem"
SKILL_ID = "amzn1.ask.skill.development"
GOOGLE_ISSUER = "https://accounts.google.com"
GOOGLE_EMAIL = "development@aisle.invalid"
GOOGLE_KEY_ID = "aisle-development"
SIGNED_AS = "echo-api.amazon.com"
LIFETIME = timedelta(days=365)
RENEWED_BEFORE = timedelta(days=1)
TOKEN_LIFETIME = timedelta(minutes=10)
KEY_BITS = 2048


@dataclass(frozen=True, slots=True)
class Development:
    """The folder of what stands in for the platforms; `ensure` makes what is missing or about to expire."""

    folder: Path

    def ensure(self) -> None:
        with self._held():
            if not _is_fresh(self.authority):
                self._write()

    @property
    def authority(self) -> Path:
        """Last to be written: where it is, the rest is."""
        return self.folder / "authority.pem"

    def chain(self) -> bytes:
        """What Amazon would serve at CERTIFICATE_URL: the signer's certificate, then its authority's."""
        return (self.folder / "alexa.pem").read_bytes()

    def signature_of(self, body: bytes) -> str:
        """As Alexa puts it into `Signature-256`."""
        signed = self._key("alexa").sign(body, padding.PKCS1v15(), SHA256())
        return base64.b64encode(signed).decode()

    def google_certificates(self) -> Mapping[str, str]:
        """To be believed besides those that Google publishes, by their key ids."""
        return {GOOGLE_KEY_ID: (self.folder / "google.pem").read_text()}

    def google_token(self, *, audience: str, now: datetime) -> str:
        """An ID token such as a Dialogflow agent's service account brings."""
        claims = {
            "iss": GOOGLE_ISSUER,
            "aud": audience,
            "sub": GOOGLE_EMAIL,
            "email": GOOGLE_EMAIL,
            "email_verified": True,
            "iat": now,
            "exp": now + TOKEN_LIFETIME,
        }
        return jwt.encode(claims, self._key("google"), algorithm="RS256", headers={"kid": GOOGLE_KEY_ID})

    @contextmanager
    def _held(self) -> Iterator[None]:
        """The gateway and `aisle say` may begin at the same moment."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _write(self) -> None:
        now = datetime.now(UTC)
        root_key, signer_key, google_key = (_new_key() for _ in range(3))
        root = _root(root_key, now)
        signer = _signer(signer_key, root, root_key, now)
        google = _self_signed(google_key, now)
        _write_private(self.folder / "alexa.key", _private(signer_key))
        _write_private(self.folder / "alexa.pem", _public(signer) + _public(root))
        _write_private(self.folder / "google.key", _private(google_key))
        _write_private(self.folder / "google.pem", _public(google))
        _write_private(self.authority, _public(root))

    def _key(self, name: str) -> rsa.RSAPrivateKey:
        key = load_pem_private_key((self.folder / f"{name}.key").read_bytes(), password=None)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise TypeError(f"{name}.key is no RSA key")
        return key


def _is_fresh(authority: Path) -> bool:
    try:
        root = x509.load_pem_x509_certificate(authority.read_bytes())
    except (FileNotFoundError, ValueError):
        return False
    return root.not_valid_after_utc > datetime.now(UTC) + RENEWED_BEFORE


def _root(key: rsa.RSAPrivateKey, now: datetime) -> x509.Certificate:
    name = _named("Aisle development authority")
    return (
        _begun(name, name, key, now)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .sign(key, SHA256())
    )


def _signer(
    key: rsa.RSAPrivateKey, root: x509.Certificate, root_key: rsa.RSAPrivateKey, now: datetime
) -> x509.Certificate:
    return (
        _begun(_named(SIGNED_AS), root.subject, key, now)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(SIGNED_AS)]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, SHA256())
    )


def _self_signed(key: rsa.RSAPrivateKey, now: datetime) -> x509.Certificate:
    name = _named(GOOGLE_EMAIL)
    return _begun(name, name, key, now).sign(key, SHA256())


def _begun(subject: x509.Name, issuer: x509.Name, key: rsa.RSAPrivateKey, now: datetime) -> x509.CertificateBuilder:
    """Valid since a little while, for two clocks on one machine may still differ by the rounding to seconds."""
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=1))
        .not_valid_after(now + LIFETIME)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _new_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)


def _private(key: rsa.RSAPrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _public(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(Encoding.PEM)


def _write_private(path: Path, content: bytes) -> None:
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
    fresh.replace(path)
