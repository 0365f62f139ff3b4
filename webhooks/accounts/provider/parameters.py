"""The parameters of an OAuth request, read strictly: each once, none overlong, none with odd signs."""

import base64
import binascii
import re
from collections.abc import Iterable, Mapping

from webhooks.accounts.errors import OAuthRefused

LONGEST = 2048
MOST = 30
# What RFC 6749 calls NQSCHAR: all that an error description may repeat.
PLAIN = re.compile(r"[\x20\x21\x23-\x5b\x5d-\x7e]*")
VISIBLE = re.compile(r"[\x20-\x7e]*")
FREE = {"state"}
BASIC = re.compile(r"[Bb]asic +([A-Za-z0-9+/=_-]{1,4096})")


def read_parameters(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """An empty one counts as left out (RFC 6749, 3.1). Raises OAuthRefused; its hint repeats nothing that was sent."""
    told: dict[str, str] = {}
    for number, (name, value) in enumerate(pairs):
        if number >= MOST:
            raise OAuthRefused(code="invalid_request", hint="too many parameters")
        if name in told:
            raise OAuthRefused(code="invalid_request", hint="a parameter is there twice")
        allowed = VISIBLE if name in FREE else PLAIN
        if len(value) > LONGEST or not allowed.fullmatch(value):
            raise OAuthRefused(code="invalid_request", hint="a parameter is too long or holds signs that it must not")
        told[name] = value
    return {name: value for name, value in told.items() if value}


def read_authorization(header: str | None) -> str | None:
    """Basic credentials that can be read, or nothing where there is no header. Raises OAuthRefused."""
    if header is None:
        return None
    found = BASIC.fullmatch(header)
    try:
        decoded = base64.b64decode(found[1], validate=True).decode("ascii") if found else ""
    except (binascii.Error, ValueError):
        decoded = ""
    if ":" not in decoded:
        raise OAuthRefused(code="invalid_client", hint="the Authorization header cannot be read")
    return header
