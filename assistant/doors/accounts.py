"""Wires who speaks: whose token is believed, and which shopper a caller is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import aiohttp

from assistant.settings import GatewaySettings
from catalog.connections import Connections
from webhooks.accounts.access_tokens import AccessTokens, NoAccessTokens
from webhooks.accounts.stored_callers import CallerKeeping, StoredCallers
from webhooks.callers import Callers


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    """`shop` is where customers and carts are; `records` commits each statement by itself."""

    settings: GatewaySettings
    shop: Connections
    records: Connections
    http: aiohttp.ClientSession
    new_id: Callable[[], str]

    @property
    def tokens(self) -> AccessTokens:
        return NoAccessTokens()

    @property
    def callers(self) -> Callers:
        keeping = CallerKeeping(
            secret=self.settings.sender_secret.get_secret_value(),
            new_id=self.new_id,
            quiet=self.settings.voice_conversation_quiet,
            lease=timedelta(seconds=self.settings.turn_deadline_s),
        )
        return StoredCallers(single=self.records, shop=self.shop, tokens=self.tokens, keeping=keeping)
