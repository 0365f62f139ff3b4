"""Public keys that tokens are verified with: what a key set may hold, and which signatures each key is good for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWTError
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

Verifying = RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey
MOST_KEYS = 100
SHORTEST_RSA_BITS = 2048
OF_RSA = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")
OF_CURVE = {"secp256r1": ("ES256",), "secp384r1": ("ES384",), "secp521r1": ("ES512",)}
READERS: Mapping[str, Callable[[dict[str, Any]], object]] = {
    "RSA": RSAAlgorithm.from_jwk,
    "EC": ECAlgorithm.from_jwk,
    "OKP": OKPAlgorithm.from_jwk,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """`algorithms` come from the key, never from a token: what is no signature of that kind is not looked at."""

    key: Verifying
    algorithms: tuple[str, ...]


class Keys(Protocol):
    async def find(self, key_id: str | None) -> PublicKey | None:
        """The key of this name; without one the only key there is. Raises KeysUnavailable or AssistantUnavailable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeySet:
    by_id: Mapping[str | None, PublicKey]

    def find(self, key_id: str | None) -> PublicKey | None:
        if key_id is None:
            return next(iter(self.by_id.values())) if len(self.by_id) == 1 else None
        return self.by_id.get(key_id)


def key_set(published: Any) -> KeySet:
    """Of a JWK set's keys those that tokens may be signed with; any others are passed over, as RFC 7517 wants it."""
    told = published.get("keys") if isinstance(published, dict) else None
    by_id: dict[str | None, PublicKey] = {}
    for one in told[:MOST_KEYS] if isinstance(told, list) else ():
        key_id = one.get("kid") if isinstance(one, dict) else None
        if (key_id is None or isinstance(key_id, str)) and (key := _public_key(one)) is not None:
            by_id.setdefault(key_id, key)
    return KeySet(by_id=by_id)


def _public_key(told: Any) -> PublicKey | None:
    if not isinstance(told, dict) or told.get("use", "sig") != "sig" or not _verifies(told.get("key_ops")):
        return None
    reader = READERS.get(str(told.get("kty")))
    if reader is None:
        return None
    try:
        key = reader(told)
    except (PyJWTError, ValueError, TypeError, KeyError):
        return None
    if not isinstance(key, Verifying):
        return None
    algorithms, stated = _algorithms(key), told.get("alg")
    if stated is not None:
        algorithms = tuple(each for each in algorithms if each == stated)
    return PublicKey(key=key, algorithms=algorithms) if algorithms else None


def _verifies(operations: Any) -> bool:
    return operations is None or (isinstance(operations, list) and "verify" in operations)


def _algorithms(key: Verifying) -> tuple[str, ...]:
    """None for a key that is too weak, or of a curve that no signature of a token is known for."""
    if isinstance(key, RSAPublicKey):
        return OF_RSA if key.key_size >= SHORTEST_RSA_BITS else ()
    if isinstance(key, EllipticCurvePublicKey):
        return OF_CURVE.get(key.curve.name, ())
    return ("EdDSA",)
