"""A provider's keys and tokens, signed here as the provider would sign them."""

import base64
import json
import time
from collections.abc import Mapping
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

ISSUER = "https://login.shop.example"
AUDIENCE = "https://assistant.shop.example"
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)
EC = ec.generate_private_key(ec.SECP256R1())
ED = ed25519.Ed25519PrivateKey.generate()
PRIVATE: Mapping[str, Any] = {"RS256": RSA, "RS512": RSA, "PS256": RSA, "ES256": EC, "EdDSA": ED}


def jwk(private: Any, key_id: str | None, **others: Any) -> dict[str, Any]:
    public = private.public_key()
    writer: Any = next(
        writer
        for kind, writer in (
            (rsa.RSAPublicKey, RSAAlgorithm),
            (ec.EllipticCurvePublicKey, ECAlgorithm),
            (ed25519.Ed25519PublicKey, OKPAlgorithm),
        )
        if isinstance(public, kind)
    )
    told: dict[str, Any] = writer.to_jwk(public, as_dict=True)
    named = {"kid": key_id} if key_id is not None else {}
    return {"kty": told["kty"], **told, "key_ops": ["verify"], **named, **others}


def claims(**others: Any) -> dict[str, Any]:
    now = int(time.time())
    told = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": "cust-1",
        "iat": now,
        "exp": now + 86_400,
        "scope": "openid shopping",
        "name": "Maya Okafor",
        "email": "maya@example.com",
        **others,
    }
    return {name: value for name, value in told.items() if value is not None}


def signed(
    key: Any = RSA, *, algorithm: str = "RS256", key_id: str | None = "k1", typ: str = "JWT", **told: Any
) -> str:
    headers = {"typ": typ, **({"kid": key_id} if key_id is not None else {})}
    return jwt.encode(claims(**told), key, algorithm=algorithm, headers=headers)


def unverified(header: Any, body: Any, signature: bytes = b"") -> str:
    return ".".join(
        base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in (_written(header), _written(body), signature)
    )


def _written(part: Any) -> bytes:
    return part if isinstance(part, bytes) else json.dumps(part).encode()
