"""Fetches JSON from a provider: bounded in time and size, and from nowhere but the address asked for."""

import json
from typing import Any, Protocol
from urllib.parse import urlsplit

import aiohttp

from webhooks.accounts.errors import KeysUnavailable

TIMEOUT_S = 1.5
MOST_BYTES = 262_144
PIECE_BYTES = 16_384
LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class Fetch(Protocol):
    async def __call__(self, address: str) -> Any:
        """The JSON found there. Raises KeysUnavailable."""


class HttpFetch:
    def __init__(self, http: aiohttp.ClientSession, *, timeout_s: float = TIMEOUT_S) -> None:
        self._http = http
        self._timeout = aiohttp.ClientTimeout(total=timeout_s)

    async def __call__(self, address: str) -> Any:
        asked = self._http.get(
            address, timeout=self._timeout, allow_redirects=False, headers={"Accept": "application/json"}
        )
        try:
            async with asked as answered:
                if answered.status != 200:
                    raise KeysUnavailable(reason=f"status_{answered.status}")
                return json.loads(await _bounded(answered))
        except (aiohttp.ClientError, TimeoutError) as exc:
            raise KeysUnavailable(reason=type(exc).__name__) from exc
        except (ValueError, RecursionError) as exc:
            raise KeysUnavailable(reason="not_json") from exc


def is_safe(address: str, *, at_home: bool) -> bool:
    """Keys that came over plain http could be anybody's; `at_home` allows it on this machine, for development."""
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return False
    if not host or parts.username is not None:
        return False
    return parts.scheme == "https" or (at_home and parts.scheme == "http" and host in LOOPBACK)


async def _bounded(answered: aiohttp.ClientResponse) -> bytes:
    """Read piece by piece: what is announced or packed small may still turn out to be large."""
    content = bytearray()
    async for piece in answered.content.iter_chunked(PIECE_BYTES):
        content += piece
        if len(content) > MOST_BYTES:
            raise KeysUnavailable(reason="too_large")
    return bytes(content)
