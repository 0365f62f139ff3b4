"""A real gateway on a scratch database: its public server on a loopback port, without Rasa, by a clock handed in."""

import asyncio
import contextlib
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.metrics import Metrics
from assistant.serve import LOOPBACK, Server, served
from assistant.settings import GatewaySettings
from assistant.wiring import open_gateway
from catalog.embedding.choice import BUILT_IN
from webhooks.limits.limits import Kind

# What keeps strangers from asking too much would only slow down shoppers that come by the thousand.
UNLIMITED = "100000 10000/s"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedShop:
    address: str
    settings: GatewaySettings
    metrics: Metrics


@asynccontextmanager
async def opened_shop(
    database_url: str, state_dir: Path, *, now: Callable[[], datetime], **others: Any
) -> AsyncIterator[OpenedShop]:
    """`others` are settings as an operator would make them."""
    listening = socket.create_server((LOOPBACK, 0))
    settings = GatewaySettings.model_validate(
        {**_settings(database_url, state_dir), "port": listening.getsockname()[1], **others}
    )
    async with open_gateway(settings, now=now) as gateway:
        server = Server(served(gateway.public, settings))
        serving = asyncio.create_task(server.serve([listening]))
        try:
            yield OpenedShop(address=settings.address, settings=settings, metrics=gateway.metrics)
        finally:
            server.should_exit = True
            with contextlib.suppress(asyncio.CancelledError):
                await serving


def _settings(database_url: str, state_dir: Path) -> Mapping[str, Any]:
    return {
        "host": LOOPBACK,
        "database_url": database_url,
        "state_dir": state_dir,
        "embedding_model": BUILT_IN,
        "log_level": "warning",
        **{name: secrets.token_hex(32) for name in ("action_secret", "dialogue_secret", "sender_secret")},
        **{f"limit_{kind.value}": UNLIMITED for kind in Kind},
    }
