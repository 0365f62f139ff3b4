"""Reads forms: the one content type that OAuth has, and no other."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from starlette.requests import Request

from webhooks.accounts.errors import OAuthRefused

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 50


async def form_pairs(request: Request) -> Sequence[tuple[str, str]]:
    """Raises OAuthRefused for what is no form."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != FORM:
        raise OAuthRefused(code="invalid_request", hint=f"not {FORM}")
    try:
        return parse_qsl(
            (await request.body()).decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
        )
    except ValueError as exc:
        raise OAuthRefused(code="invalid_request", hint="the form cannot be read") from exc
