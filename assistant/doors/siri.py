"""Wires Siri's door: the webhook, and the devices that may speak for a customer."""

from collections.abc import Sequence

from fastapi import APIRouter

from assistant.doors.kit import DoorKit
from webhooks.siri.device_routes import devices_router
from webhooks.siri.devices import DeviceKeeping, StoredDevices
from webhooks.siri.webhook import siri_router


def siri_door(kit: DoorKit) -> Sequence[APIRouter]:
    settings = kit.settings
    keeping = DeviceKeeping(
        new_id=kit.new_id, quiet=settings.voice_conversation_quiet, lifetime=settings.device_lifetime
    )
    devices = StoredDevices(kit.shop, keeping=keeping)
    return (
        siri_router(assistant=kit.assistant, devices=devices, turnstile=kit.turnstile),
        devices_router(devices=devices, sessions=kit.sessions),
    )
