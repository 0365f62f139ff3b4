"""The doors of a test's gateway, on its real database."""

from collections.abc import Sequence
from datetime import timedelta

from fastapi import APIRouter

from assistant.turns import Turns
from catalog.connections import Connections
from webhooks.limits.turnstile import Turnstile
from webhooks.siri.device_routes import devices_router
from webhooks.siri.devices import DeviceKeeping, StoredDevices
from webhooks.siri.webhook import siri_router
from webhooks.web.continuing import StoredContinuing, continuing_router
from webhooks.web.sessions import SessionKeeping, StoredSessions

CART_PAGE = "http://shop.test/cart"
QUIET = timedelta(minutes=30)
LIFETIME = timedelta(days=180)


def doors_on(
    shop: Connections, *, assistant: Turns, keeping: SessionKeeping, turnstile: Turnstile
) -> Sequence[APIRouter]:
    devices = StoredDevices(shop, keeping=DeviceKeeping(new_id=keeping.new_id, quiet=QUIET, lifetime=LIFETIME))
    return (
        continuing_router(StoredContinuing(shop, page=CART_PAGE, keeping=keeping), turnstile),
        siri_router(assistant=assistant, devices=devices, turnstile=turnstile),
        devices_router(devices=devices, sessions=StoredSessions(shop, keeping=keeping)),
    )
