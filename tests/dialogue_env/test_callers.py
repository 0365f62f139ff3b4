"""Only the holder of the secret, with a fresh token for the very body, is let in."""

import base64
import json

import callers
import pytest

from dialogue.callers import CallerRefused, check_caller

BODY = callers.body()


def check(authorization: str, body: bytes = BODY) -> None:
    check_caller(authorization=authorization, body=body, secret=callers.SECRET)


def unsigned(claims: dict) -> str:
    def part(content: dict) -> str:
        return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()

    return f"Bearer {part({'alg': 'none', 'typ': 'JWT'})}.{part(claims)}."


def test_a_token_of_the_gateway_is_taken():
    check(f"Bearer {callers.token(BODY)}")


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer nonsense",
        f"Basic {callers.token(BODY)}",
        f"Bearer {callers.token(BODY, secret='another-secret-of-the-same-length!!')}",
        f"Bearer {callers.token(BODY, aud='aisle-actions')}",
        f"Bearer {callers.token(BODY, aud=None)}",
        f"Bearer {callers.token(BODY, lives_s=-6)}",
        f"Bearer {callers.token(BODY, lives_s=3600)}",
        f"Bearer {callers.token(BODY, exp=None)}",
        f"Bearer {callers.token(BODY, body_sha256=None)}",
        f"Bearer {callers.token(BODY, body_sha256=7)}",
        f"Bearer {callers.token(callers.body('add ten televisions'))}",
        unsigned({"aud": "aisle-dialogue", "exp": 9_999_999_999, "body_sha256": ""}),
    ],
    ids=[
        "nothing", "no token", "no JWT", "other scheme", "other secret", "other audience", "no audience", "expired",
        "lives for an hour", "never expires", "no body hash", "senseless body hash", "body swapped", "unsigned",
    ],
)  # fmt: skip
def test_anything_else_is_refused(authorization: str):
    with pytest.raises(CallerRefused):
        check(authorization)
