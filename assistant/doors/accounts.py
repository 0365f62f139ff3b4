"""Wires who speaks: whose token is believed, and which shopper a caller is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import aiohttp

from assistant.settings import GatewaySettings
from catalog.connections import Connections
from webhooks.accounts.access_tokens import AccessTokens, NoAccessTokens
from webhooks.accounts.fetching import HttpFetch
from webhooks.accounts.published_keys import PublishedKeys
from webhooks.accounts.stored_callers import CallerKeeping, StoredCallers
from webhooks.accounts.verified_tokens import VerifiedTokens
from webhooks.callers import Callers


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    tokens: AccessTokens
    callers: Callers


def accounts_for(
    settings: GatewaySettings,
    http: aiohttp.ClientSession,
    *,
    shop: Connections,
    records: Connections,
    new_id: Callable[[], str],
) -> Accounts:
    """`shop` is where customers and carts are; `records` commits each statement by itself."""
    tokens = _tokens(settings, http)
    keeping = CallerKeeping(
        secret=settings.sender_secret.get_secret_value(),
        new_id=new_id,
        quiet=settings.voice_conversation_quiet,
        lease=timedelta(seconds=settings.turn_deadline_s),
    )
    return Accounts(tokens=tokens, callers=StoredCallers(single=records, shop=shop, tokens=tokens, keeping=keeping))


def _tokens(settings: GatewaySettings, http: aiohttp.ClientSession) -> AccessTokens:
    rules = settings.openid_rules
    if rules is None:
        return NoAccessTokens()
    return VerifiedTokens(PublishedKeys(HttpFetch(http), issuer=rules.issuer), rules)
