"""Wires the turnstile that all doors count their callers at."""

import time

from assistant.settings import GatewaySettings
from catalog.connections import Connections
from webhooks.limits.local import LocalLimits
from webhooks.limits.operators import OperatorPasses
from webhooks.limits.stored import StoredLimits
from webhooks.limits.turnstile import Turnstile


def turnstile_for(settings: GatewaySettings, records: Connections) -> Turnstile:
    """`records` may commit each statement by itself."""
    secret = settings.sender_secret.get_secret_value()
    meanwhile = LocalLimits(settings.rates, clock=time.monotonic)
    return Turnstile(
        limits=StoredLimits(records, settings.rates, key=secret, meanwhile=meanwhile),
        passes=OperatorPasses(secret=secret),
    )
