"""The HTTP server around Rasa: our channel's two routes and nothing else."""

import gc
import logging
import socket
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import rasa.core.channels.channel
from rasa.core.channels.channel import InputChannel
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.exceptions import RasaException
from rasa.shared.utils.io import read_config_file
from sanic import Sanic

from dialogue import speedups
from dialogue.action_endpoint import ActionEndpoint
from dialogue.channel import AisleChannel
from dialogue.errors import ModelRefused, SettingMissing
from dialogue.logs import WordlessFormatter
from dialogue.plain_text import take_text_as_words
from dialogue.processor import AisleAgent
from dialogue.settings import PROJECT, Settings
from dialogue.turn_lock import TurnLocks
from dialogue.turn_request import LARGEST_BODY

LOOPBACK = "127.0.0.1"
# Longer than any client keeps an idle connection, so that none is closed under a request being sent.
KEEP_ALIVE_S = 120

logger = logging.getLogger("dialogue.server")


def serve(settings: Settings, model: Path, formatter: WordlessFormatter, *, started: float) -> None:
    """Load the model and answer turns until told to stop. An address in use is found out before the loading."""

    def load() -> AisleAgent:
        agent = load_agent(model, PROJECT / "endpoints.yml", action_processes=settings.action_processes)
        formatter.wordless = True
        # What has been loaded stays: searching it for garbage would now and then hold a turn up.
        gc.collect()
        gc.freeze()
        seconds = round(time.monotonic() - started, 1)
        logger.info("dialogue_ready", extra={"port": settings.port, "seconds": seconds})
        return agent

    with bound_socket(settings.port) as address:
        app = create_app(only_channel(PROJECT / "credentials.yml"), load)
        app.run(sock=address, workers=1, access_log=False, debug=False, motd=False)


def bound_socket(port: int) -> socket.socket:
    """Bound, but not listening: nobody is let in before the model is loaded."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((LOOPBACK, port))
    except OSError as exc:
        bound.close()
        raise SettingMissing(name="AISLE_DIALOGUE_PORT", reason=f"cannot be had: {port}: {exc.strerror}") from exc
    return bound


def create_app(channel: InputChannel, load: Callable[[], AisleAgent]) -> Sanic:
    app = Sanic("aisle_dialogue", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_BODY
    app.config.KEEP_ALIVE_TIMEOUT = KEEP_ALIVE_S
    app.config.FALLBACK_ERROR_FORMAT = "json"
    rasa.core.channels.channel.register([channel], app, route="/webhooks/")
    app.register_listener(partial(_load, load), "before_server_start")
    app.register_listener(_close, "after_server_stop")
    return app


def only_channel(credentials_file: Path) -> AisleChannel:
    """Our channel with its credentials; a file that would open any other one is refused."""
    credentials = read_config_file(credentials_file)
    name = f"{AisleChannel.__module__}.{AisleChannel.__name__}"
    if set(credentials) != {name}:
        raise SettingMissing(name=credentials_file.name, reason=f"must name the channel {name} and no other")
    return AisleChannel.from_credentials(credentials[name])


def load_agent(model: Path, endpoints_file: Path, *, action_processes: int = 1) -> AisleAgent:
    """The agent as every front end of this process runs it: bounded, walled in and sped up."""
    speedups.apply()
    take_text_as_words()
    endpoints = AvailableEndpoints.read_endpoints(str(endpoints_file))
    agent = AisleAgent(
        tracker_store=TrackerStore.create(endpoints.tracker_store),
        lock_store=TurnLocks(),
        action_endpoint=ActionEndpoint(endpoints.action, processes=action_processes),
    )
    try:
        agent.load_model(str(model))
    except RasaException as exc:
        raise ModelRefused(reason=f"Rasa cannot load it: {exc}") from exc
    return agent


async def _load(load: Callable[[], AisleAgent], app: Sanic, _loop: Any) -> None:
    app.ctx.agent = load()


async def _close(app: Sanic, _loop: Any) -> None:
    agent = getattr(app.ctx, "agent", None)
    if agent is not None:
        await agent.action_endpoint.close()
        agent.tracker_store.close()
