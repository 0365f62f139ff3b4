"""The keys that the retailer's OpenID provider publishes: found by its discovery, kept, and renewed in time."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog

from webhooks.accounts.errors import KeysUnavailable
from webhooks.accounts.fetching import Fetch, is_safe
from webhooks.accounts.public_keys import KeySet, PublicKey, key_set

DISCOVERY = "/.well-known/openid-configuration"
FRESH_S = 3600.0
# Whoever sends made-up key names, or a provider that is down, makes us ask no oftener than this.
ASKED_AGAIN_S = 15.0
# A provider may be down for a while without keeping customers out; keys it took back meanwhile do not live for ever.
KEPT_AT_MOST_S = 24 * 3600.0

log = structlog.get_logger("aisle.accounts")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fetched:
    keys: KeySet
    at: float


class PublishedKeys:
    """`clock` tells seconds that only ever go on."""

    def __init__(self, fetch: Fetch, *, issuer: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._issuer = issuer
        self._clock = clock
        self._fetched: _Fetched | None = None
        self._asked_at: float | None = None
        self._failure: KeysUnavailable | None = None
        self._asking = asyncio.Lock()

    async def find(self, key_id: str | None) -> PublicKey | None:
        """An unknown name may be that of a new key, so the provider is asked anew; a known one waits for nobody."""
        key = self._known(key_id)
        if key is not None and (self._is_fresh() or self._asking.locked()):
            return key
        async with self._asking:
            if not (self._is_fresh() and self._known(key_id)) and self._may_ask():
                await self._ask()
        key = self._known(key_id)
        if key is None and self._failure is not None:
            raise self._failure
        return key

    def _known(self, key_id: str | None) -> PublicKey | None:
        fetched = self._fetched
        if fetched is None or self._clock() - fetched.at >= KEPT_AT_MOST_S:
            return None
        return fetched.keys.find(key_id)

    def _is_fresh(self) -> bool:
        return self._fetched is not None and self._clock() - self._fetched.at < FRESH_S

    def _may_ask(self) -> bool:
        return self._asked_at is None or self._clock() - self._asked_at >= ASKED_AGAIN_S

    async def _ask(self) -> None:
        self._asked_at = self._clock()
        try:
            keys = await self._published()
        except KeysUnavailable as exc:
            self._failure = exc
            log.warning("provider_keys_not_renewed", reason=exc.reason, issuer=self._issuer)
        else:
            self._fetched, self._failure = _Fetched(keys=keys, at=self._clock()), None

    async def _published(self) -> KeySet:
        document = await self._fetch(self._issuer.rstrip("/") + DISCOVERY)
        if not isinstance(document, dict) or document.get("issuer") != self._issuer:
            raise KeysUnavailable(reason="another_issuer")
        address = document.get("jwks_uri")
        if not isinstance(address, str) or not is_safe(address, at_home=urlsplit(self._issuer).scheme == "http"):
            raise KeysUnavailable(reason="jwks_uri_not_https")
        keys = key_set(await self._fetch(address))
        if not keys.by_id:
            raise KeysUnavailable(reason="no_usable_key")
        return keys
