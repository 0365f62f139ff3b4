"""The keys that the provider signs with: made at the first need, kept encrypted in the database, renewed in time."""

import asyncio
import hmac
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from typing import Any

import structlog
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)
from jwt.algorithms import ECAlgorithm

from catalog.connections import Connection, Connections, connected
from webhooks.accounts.provider import key_rows
from webhooks.accounts.provider.key_rows import KeptKey
from webhooks.accounts.public_keys import PublicKey
from webhooks.errors import AssistantUnavailable

ALGORITHM = "ES256"
# What encrypts keys must never come out where the same secret makes other names.
PURPOSE = b"aisle provider keys\0"
RELOADED_S = 60.0
# Another gateway may have made a key a moment ago; whoever makes up key names costs no more than this.
ASKED_AGAIN_S = 5.0

log = structlog.get_logger("aisle.accounts")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKey:
    key_id: str
    private: EllipticCurvePrivateKey
    signs: bool

    @property
    def public(self) -> PublicKey:
        return PublicKey(key=self.private.public_key(), algorithms=(ALGORITHM,))

    @property
    def published(self) -> dict[str, Any]:
        told: dict[str, Any] = ECAlgorithm.to_jwk(self.private.public_key(), as_dict=True)
        return {**told, "kid": self.key_id, "use": "sig", "alg": ALGORITHM}


class OwnKeys:
    """Every gateway on the database has the same ones. `clock` tells seconds that only ever go on.

    Whatever has to be read raises AssistantUnavailable where the database cannot be asked.
    """

    def __init__(
        self,
        connections: Connections,
        *,
        secret: str,
        new_id: Callable[[], str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connections = connections
        self._password = hmac.digest(secret.encode(), PURPOSE, "sha256").hex().encode()
        self._new_id = new_id
        self._clock = clock
        self._keys: tuple[OwnKey, ...] = ()
        self._loaded_at: float | None = None
        self._loading = asyncio.Lock()

    async def signing(self) -> OwnKey:
        await self._load(older_than_s=RELOADED_S)
        return next(key for key in self._keys if key.signs)

    async def find(self, key_id: str | None) -> PublicKey | None:
        key = self._named(key_id)
        if key is None:
            await self._load(older_than_s=ASKED_AGAIN_S)
            key = self._named(key_id)
        return key.public if key else None

    async def published(self) -> dict[str, Any]:
        await self._load(older_than_s=RELOADED_S)
        return {"keys": [key.published for key in self._keys]}

    def _named(self, key_id: str | None) -> OwnKey | None:
        return next((key for key in self._keys if key.key_id == key_id), None)

    async def _load(self, *, older_than_s: float) -> None:
        async with self._loading:
            if self._loaded_at is not None and self._clock() - self._loaded_at < older_than_s:
                return
            async with self._connected() as connection:
                keys = await self._kept(connection)
                if not any(key.signs for key in keys):
                    keys = await self._with_a_new_one(connection)
            self._keys, self._loaded_at = keys, self._clock()

    async def _with_a_new_one(self, connection: Connection) -> tuple[OwnKey, ...]:
        await key_rows.wait_for_others(connection)
        kept = await self._kept(connection)
        if any(key.signs for key in kept):
            return kept
        made = OwnKey(key_id=self._new_id(), private=ec.generate_private_key(ec.SECP256R1()), signs=True)
        pem = made.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(self._password))
        await key_rows.keep_key(connection, made.key_id, pem.decode())
        log.info("provider_key_made", key_id=made.key_id)
        return (made, *kept)

    async def _kept(self, connection: Connection) -> tuple[OwnKey, ...]:
        found = [self._opened(kept) for kept in await key_rows.kept_keys(connection)]
        return tuple(key for key in found if key is not None)

    def _opened(self, kept: KeptKey) -> OwnKey | None:
        """One that was kept under another secret is of no use any more: another is made."""
        known = self._named(kept.key_id)
        if known is not None:
            return replace(known, signs=kept.signs)
        try:
            private = load_pem_private_key(kept.encrypted_pem.encode(), self._password)
        except ValueError:
            log.warning("provider_key_unreadable", key_id=kept.key_id)
            return None
        if not isinstance(private, EllipticCurvePrivateKey):
            return None
        return OwnKey(key_id=kept.key_id, private=private, signs=kept.signs)

    def _connected(self) -> AbstractAsyncContextManager[Connection]:
        return connected(self._connections, lost=lambda: AssistantUnavailable(reason="database"))
