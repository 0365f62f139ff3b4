"""Fetches a certificate chain over the network: quickly or not at all, bounded, and only from where it was asked."""

import aiohttp
from yarl import URL

from webhooks.alexa.errors import CertificateUnavailable

TIMEOUT_S = 2.0
MOST_BYTES = 65_536


async def fetched(http: aiohttp.ClientSession, url: str) -> bytes:
    """Raises CertificateUnavailable."""
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    try:
        async with http.get(URL(url, encoded=True), timeout=timeout, allow_redirects=False) as response:
            if response.status != 200:
                raise CertificateUnavailable(reason=f"certificate_status_{response.status}")
            return await _bounded(response.content)
    except TimeoutError as exc:
        raise CertificateUnavailable(reason="certificate_slow") from exc
    except aiohttp.ClientError as exc:
        raise CertificateUnavailable(reason="certificate_unreachable") from exc


async def _bounded(content: aiohttp.StreamReader) -> bytes:
    pieces = bytearray()
    async for piece in content.iter_any():
        pieces += piece
        if len(pieces) > MOST_BYTES:
            raise CertificateUnavailable(reason="certificate_too_large")
    return bytes(pieces)
