"""Signed calls as the gateway makes them, and ways to get them wrong."""

import hashlib
import json
import time
import uuid
from typing import Any

import jwt

SECRET = "the-gateway-and-rasa-share-this-secret"


def body(
    text: str = "show me rain jackets", *, sender: str | None = None, turn_id: str | None = None, **changes: Any
) -> bytes:
    turn_id = turn_id or uuid.uuid4().hex
    metadata = {"turn_id": turn_id, "conversation_id": "c1", "shopper_id": "s1", "channel": "web"}
    return json.dumps({"sender": sender or uuid.uuid4().hex, "text": text, "metadata": metadata, **changes}).encode()


def token(signed: bytes, *, secret: str = SECRET, lives_s: float = 20.0, **claims: Any) -> str:
    payload = {
        "aud": "aisle-dialogue",
        "exp": time.time() + lives_s,
        "body_sha256": hashlib.sha256(signed).hexdigest(),
        **claims,
    }
    return jwt.encode({k: v for k, v in payload.items() if v is not None}, secret, algorithm="HS256")


def bearer(signed: bytes, **changes: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(signed, **changes)}"}
