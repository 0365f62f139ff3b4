"""Wires the provider's door: the pages on which accounts are linked, and the tokens of those who linked them."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter

from assistant.demo_shop import demo_loaded_at
from assistant.doors.kit import DoorKit
from shop.shoppers.shoppers import Shoppers
from webhooks.accounts.provider.linking import Linking
from webhooks.accounts.provider.links import Links
from webhooks.accounts.provider.links_router import links_router
from webhooks.accounts.provider.logins import Logins
from webhooks.accounts.provider.metadata import provider_metadata_router
from webhooks.accounts.provider.pages_router import linking_router
from webhooks.accounts.provider.sealing import Seal
from webhooks.accounts.provider.tokens_router import tokens_router
from webhooks.web.assertions import Assertions


def provider_door(kit: DoorKit) -> Sequence[APIRouter]:
    if kit.provider is None:
        return ()
    linking = Linking(
        connections=kit.shop,
        provider=kit.provider,
        logins=_logins(kit),
        seal=Seal(secret=kit.settings.sender_secret.get_secret_value()),
    )
    return (
        linking_router(linking, kit.turnstile, https=kit.settings.https),
        tokens_router(kit.provider, kit.turnstile),
        provider_metadata_router(kit.provider.issuer, kit.provider.keys),
        links_router(links=Links(connections=kit.shop, clients=kit.provider.clients), sessions=kit.sessions),
    )


def _logins(kit: DoorKit) -> Logins:
    async def demo_since() -> datetime | None:
        return await demo_loaded_at(kit.shop) if kit.settings.demo_sign_in else None

    return Logins(
        page=kit.settings.sign_in_url,
        assertions=Assertions(kit.settings.trust),
        shoppers=Shoppers(new_id=kit.new_id),
        demo_since=demo_since,
    )
