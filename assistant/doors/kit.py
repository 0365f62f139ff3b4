"""What every door is wired from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from actions.services import Services
from assistant.settings import GatewaySettings
from catalog.connections import Connections
from rerank.events.of_turn import CallTold
from rerank.learning.served_models import Serving
from webhooks.accounts.access_tokens import AccessTokens
from webhooks.accounts.provider.provider import Provider
from webhooks.assistant import Assistant, Carts
from webhooks.callers import Callers
from webhooks.limits.turnstile import Turnstile
from webhooks.web.continuing import Continuing
from webhooks.web.sessions import Sessions
from webhooks.web.visitors import Visitors


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorKit:
    """`shop` is where customers and carts are; `http` is for calls to a platform or a retailer's provider.

    `provider` is our own, where accounts are linked with it; `actions` is what the dialogue's actions work with, for
    doors that have tools in place of a dialogue. `called` hears of calls of those that may have changed something.
    `serving` tells by which model goods are put in order.
    """

    settings: GatewaySettings
    assistant: Assistant
    called: Callable[[CallTold], None]
    actions: Services
    carts: Carts
    sessions: Sessions
    visitors: Visitors
    continuing: Continuing
    turnstile: Turnstile
    callers: Callers
    access_tokens: AccessTokens
    provider: Provider | None
    shop: Connections
    http: aiohttp.ClientSession
    serving: Callable[[], Serving]
    new_id: Callable[[], str]
    now: Callable[[], datetime]
