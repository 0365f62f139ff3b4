"""Access tokens as the doors use them: verified with the provider's keys, and remembered for a while."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import replace

from shop.shoppers.shoppers import Identified
from webhooks.accounts.errors import KeysUnavailable
from webhooks.accounts.public_keys import Keys
from webhooks.accounts.token_reading import AccessToken, TokenRules, key_id_of, read_token
from webhooks.errors import AccessTokenRefused, AssistantUnavailable

MOST_REMEMBERED = 10_000
# A key that its provider has taken back must not be believed for as long as its longest token lives.
REMEMBERED_S = 600.0


class VerifiedTokens:
    """`is_live` tells whether what a token was issued for still holds; not every provider can be asked."""

    def __init__(
        self,
        keys: Keys,
        rules: TokenRules,
        *,
        is_live: Callable[[AccessToken], Awaitable[bool]] | None = None,
        now: Callable[[], float] = time.time,
        most: int = MOST_REMEMBERED,
    ) -> None:
        self._most = most
        self._keys = keys
        self._is_live = is_live
        self._rules = rules
        self._now = now
        self._remembered: OrderedDict[bytes, tuple[AccessToken, float]] = OrderedDict()

    async def customer_of(self, token: str, *, scope: str | None = None, resource: str | None = None) -> Identified:
        rules = replace(self._rules, audience=resource) if resource is not None else self._rules
        # What was believed for one resource is not yet believed for another.
        digest = hashlib.sha256(f"{rules.audience} {token}".encode(errors="surrogatepass")).digest()
        read = self._recalled(digest)
        if read is None:
            read = await self._verified(token, rules)
            self._remember(digest, read)
        if scope is not None and scope not in read.scopes:
            raise AccessTokenRefused(reason="scope")
        return read.identified

    async def _verified(self, token: str, rules: TokenRules) -> AccessToken:
        key_id = key_id_of(token)
        try:
            key = await self._keys.find(key_id)
        except KeysUnavailable as exc:
            raise AssistantUnavailable(reason="openid_provider") from exc
        if key is None:
            raise AccessTokenRefused(reason="unknown_key")
        read = read_token(token, key, rules)
        if self._is_live is not None and not await self._is_live(read):
            raise AccessTokenRefused(reason="revoked")
        return read

    def _recalled(self, digest: bytes) -> AccessToken | None:
        found = self._remembered.get(digest)
        if found is None:
            return None
        read, until = found
        if self._now() >= until:
            del self._remembered[digest]
            return None
        self._remembered.move_to_end(digest)
        return read

    def _remember(self, digest: bytes, read: AccessToken) -> None:
        self._remembered[digest] = read, min(self._now() + REMEMBERED_S, float(read.expires_at))
        if len(self._remembered) > self._most:
            self._remembered.popitem(last=False)
