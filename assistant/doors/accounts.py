"""Wires who speaks: whose token is believed, and which shopper a caller is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import aiohttp

from assistant.settings import GatewaySettings
from catalog.connections import Connections
from webhooks.accounts.access_tokens import AccessTokens, NoAccessTokens
from webhooks.accounts.fetching import HttpFetch
from webhooks.accounts.provider.clients import Client, by_id, read_clients
from webhooks.accounts.provider.own_keys import OwnKeys
from webhooks.accounts.provider.provider import Provider
from webhooks.accounts.published_keys import PublishedKeys
from webhooks.accounts.stored_callers import CallerKeeping, StoredCallers
from webhooks.accounts.verified_tokens import VerifiedTokens
from webhooks.callers import Callers

# Tries the doors on an engineer's own machine; nothing ever listens at its address.
DEVELOPMENT = Client(
    client_id="aisle-development", name="Aisle's simulators", redirect_uris=("http://127.0.0.1/development",)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accounts:
    tokens: AccessTokens
    provider: Provider | None
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
    provider = _provider(settings, shop, new_id) if settings.has_provider else None
    tokens = _tokens(settings, http, provider)
    keeping = CallerKeeping(
        secret=settings.sender_secret.get_secret_value(),
        new_id=new_id,
        quiet=settings.voice_conversation_quiet,
        lease=timedelta(seconds=settings.turn_deadline_s),
    )
    callers = StoredCallers(single=records, shop=shop, tokens=tokens, keeping=keeping)
    return Accounts(tokens=tokens, provider=provider, callers=callers)


def _provider(settings: GatewaySettings, shop: Connections, new_id: Callable[[], str]) -> Provider:
    keys = OwnKeys(shop, secret=settings.sender_secret.get_secret_value(), new_id=new_id)
    return Provider(shop, clients=_clients(settings), keys=keys, issuer=settings.address, new_id=new_id)


def _clients(settings: GatewaySettings) -> Mapping[str, Client]:
    named = read_clients(settings.provider_clients) if settings.provider_clients is not None else {}
    return {**named, **(by_id([DEVELOPMENT]) if settings.development else {})}


def _tokens(settings: GatewaySettings, http: aiohttp.ClientSession, provider: Provider | None) -> AccessTokens:
    if provider is not None:
        return VerifiedTokens(provider.keys, provider.rules, is_live=provider.is_live)
    rules = settings.openid_rules
    if rules is None:
        return NoAccessTokens()
    return VerifiedTokens(PublishedKeys(HttpFetch(http), issuer=rules.issuer), rules)
