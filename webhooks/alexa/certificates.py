"""Keeps the keys that Alexa signs with: each chain is fetched once, verified, and looked at anew at each use."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.x509.verification import Store

from webhooks.alexa.errors import CertificateUnavailable, RequestRefused
from webhooks.alexa.signers import Signer, signer_of

# Amazon signs with one certificate at a time; anybody can make up addresses.
MOST_KEPT = 16
MOST_AT_ONCE = 8
REFUSED_FOR = timedelta(seconds=5)
Fetch = Callable[[str], Awaitable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Refusal:
    reason: str
    until: datetime


class Certificates:
    """`fetch` raises CertificateUnavailable."""

    def __init__(self, *, fetch: Fetch, roots: Store, now: Callable[[], datetime]) -> None:
        self._fetch = fetch
        self._roots = roots
        self._now = now
        self._kept: OrderedDict[str, Signer | _Refusal] = OrderedDict()
        self._fetching: dict[str, asyncio.Task[Signer]] = {}

    async def signer(self, url: str) -> Signer:
        """Raises RequestRefused."""
        kept = self._kept.get(url)
        if isinstance(kept, Signer) and kept.is_valid(self._now()):
            self._kept.move_to_end(url)
            return kept
        if isinstance(kept, _Refusal) and self._now() < kept.until:
            raise RequestRefused(reason=kept.reason)
        return await asyncio.shield(self._fetched_once(url))

    def _fetched_once(self, url: str) -> asyncio.Task[Signer]:
        """Whoever comes while it is being fetched waits for the same answer, and may leave before it is there."""
        if url in self._fetching:
            return self._fetching[url]
        if len(self._fetching) >= MOST_AT_ONCE:
            raise CertificateUnavailable(reason="certificate_fetches_exhausted")
        fetching = self._fetching[url] = asyncio.create_task(self._fetched(url))
        fetching.add_done_callback(lambda done: self._arrived(url, done))
        return fetching

    async def _fetched(self, url: str) -> Signer:
        return signer_of(await self._fetch(url), roots=self._roots, now=self._now())

    def _arrived(self, url: str, done: asyncio.Task[Signer]) -> None:
        self._fetching.pop(url, None)
        error = None if done.cancelled() else done.exception()
        if isinstance(error, RequestRefused):
            self._keep(url, _Refusal(reason=error.reason, until=self._now() + REFUSED_FOR))
        elif error is None and not done.cancelled():
            self._keep(url, done.result())

    def _keep(self, url: str, found: Signer | _Refusal) -> None:
        """A made-up address pushes out another made-up one before it pushes out a key."""
        self._kept[url] = found
        self._kept.move_to_end(url)
        if len(self._kept) > MOST_KEPT:
            refused = (each for each, kept in self._kept.items() if isinstance(kept, _Refusal))
            del self._kept[next(refused, next(iter(self._kept)))]
