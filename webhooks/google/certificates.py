"""Keeps the certificates Google signs its tokens with: fetched without blocking, and no oftener than is needed."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

import aiohttp
from pydantic import TypeAdapter, ValidationError

from webhooks.google.errors import CertificatesUnavailable

ADDRESS = "https://www.googleapis.com/oauth2/v1/certs"
FETCH_TIMEOUT_S = 2.0
LARGEST_BODY = 65_536
MOST_CERTIFICATES = 32
SHORTEST_KEPT_S = 60.0
LONGEST_KEPT_S = 86_400.0
# A new key is published well before it signs, so a key nobody has heard of is hardly ever Google's.
UNKNOWN_KEY_PAUSE_S = 60.0
FAILURE_PAUSE_S = 5.0
# Where Google cannot be reached, what was known a while ago is still better than a closed door.
STALE_FOR_S = 6 * 3600.0
_MAX_AGE = re.compile(r"\bmax-age=(\d{1,9})\b")
_PUBLISHED = TypeAdapter(dict[str, str])

Certificates = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """`fresh_for_s` is how long Google wants them to be kept."""

    certificates: Certificates
    fresh_for_s: float


Fetch = Callable[[], Awaitable[Published]]


class KnownCertificates:
    """`local` are believed besides Google's: those of the test authority of development mode, and nothing else."""

    def __init__(
        self, fetch: Fetch, *, local: Certificates | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._fetch = fetch
        self._local = dict(local or {})
        self._monotonic = monotonic
        self._one_at_a_time = asyncio.Lock()
        self._held: Certificates = {}
        self._fresh_until = self._usable_until = float("-inf")
        self._not_before = float("-inf")

    async def having(self, key_id: str) -> Certificates:
        """All that are believed; `key_id` is among them unless Google does not know it either."""
        if key_id in self._local:
            return self._local
        if self._may_answer(key_id):
            return self._held
        async with self._one_at_a_time:
            try:
                if not self._may_answer(key_id):
                    await self._renew()
            except CertificatesUnavailable:
                # An engineer's machine may have no network: what the test authority did not sign is refused there.
                if not self._local:
                    raise
        return self._held

    def _may_answer(self, key_id: str) -> bool:
        now = self._monotonic()
        if now < self._fresh_until and key_id in self._held:
            return True
        return now < self._not_before and now < self._usable_until

    async def _renew(self) -> None:
        now = self._monotonic()
        if now < self._not_before:
            raise CertificatesUnavailable
        try:
            published = await self._fetch()
        except CertificatesUnavailable:
            self._not_before = now + FAILURE_PAUSE_S
            if now >= self._usable_until:
                raise
            return
        kept_s = min(max(published.fresh_for_s, SHORTEST_KEPT_S), LONGEST_KEPT_S)
        self._held = published.certificates
        self._fresh_until, self._usable_until = now + kept_s, now + kept_s + STALE_FOR_S
        self._not_before = now + UNKNOWN_KEY_PAUSE_S


def from_google(http: aiohttp.ClientSession, *, address: str = ADDRESS) -> Fetch:
    async def fetch() -> Published:
        try:
            async with http.get(
                address, allow_redirects=False, timeout=aiohttp.ClientTimeout(total=FETCH_TIMEOUT_S)
            ) as response:
                if response.status != 200:
                    raise CertificatesUnavailable
                body = await _bounded(response)
                said = response.headers.get("Cache-Control", "")
        except (aiohttp.ClientError, TimeoutError) as exc:
            raise CertificatesUnavailable from exc
        return published(body, cache_control=said)

    return fetch


def published(body: bytes, *, cache_control: str) -> Published:
    """Raises CertificatesUnavailable for anything but a short list of certificates."""
    try:
        certificates = _PUBLISHED.validate_json(body)
    except ValidationError as exc:
        raise CertificatesUnavailable from exc
    if not 0 < len(certificates) <= MOST_CERTIFICATES:
        raise CertificatesUnavailable
    max_age = _MAX_AGE.search(cache_control.lower())
    return Published(certificates=certificates, fresh_for_s=float(max_age[1]) if max_age else 0.0)


async def _bounded(response: aiohttp.ClientResponse) -> bytes:
    body = bytearray()
    async for piece in response.content.iter_chunked(8192):
        body += piece
        if len(body) > LARGEST_BODY:
            raise CertificatesUnavailable
    return bytes(body)
