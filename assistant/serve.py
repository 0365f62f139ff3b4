"""The gateway's process: `python -m assistant.serve` answers shoppers and runs Rasa's actions until told to stop."""

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import structlog
import uvicorn
import uvloop
from pydantic import ValidationError
from starlette.types import ASGIApp

from assistant import settings_told
from assistant.errors import AddressUnusable
from assistant.logs import configure_logs
from assistant.patience import Patience, PatientProtocol
from assistant.settings import GatewaySettings
from assistant.supervisor.programs import ACTIONS_ONLY
from assistant.wiring import open_gateway
from catalog.embedding.errors import EmbeddingError
from webhooks.proxies import Proxies
from webhooks.web.security import security_headers

LOOPBACK = "127.0.0.1"
KEEP_ALIVE_S = 75
GRACE_S = 1
BACKLOG = 2048
CANNOT_START = 2
READY_POLL_S = 0.1

log = structlog.get_logger("aisle.serve")


class Server(uvicorn.Server):
    """Leaves the signals alone: two servers run in this process, and they stop one after the other."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(settings: GatewaySettings) -> None:
    """The public server stops first, because the turns it still answers need the actions of the private one."""
    open_to_all = _listening(settings.host, settings.port)
    open_to_rasa = _listening(LOOPBACK, settings.action_port)
    async with _told_to_stop() as told_to_stop, open_gateway(settings) as gateway:
        behind_proxies = Proxies(gateway.public, trusted=settings.trusted_proxies)
        public, private = Server(served(behind_proxies, settings)), Server(_config(gateway.private, settings))
        log.info("gateway_opens", host=settings.host, port=settings.port)
        if settings.development:
            log.warning(
                "development_mode", trusts="a local authority instead of Alexa and Google", never_in="production"
            )
        await _run({public: open_to_all, private: open_to_rasa}, until=told_to_stop)


async def serve_actions(settings: GatewaySettings) -> None:
    """Takes work off the gateway. Nobody is let in before the catalogue is at hand: the gateway can do it meanwhile."""
    async with _told_to_stop() as told_to_stop, open_gateway(settings) as gateway:
        while not gateway.can_act() and not told_to_stop.is_set():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(told_to_stop.wait(), READY_POLL_S)
        open_to_rasa = _listening(LOOPBACK, settings.action_port)
        log.info("actions_open", port=settings.action_port)
        await _run({Server(_config(gateway.private, settings)): open_to_rasa}, until=told_to_stop)


@contextlib.asynccontextmanager
async def _told_to_stop() -> AsyncIterator[asyncio.Event]:
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_log_without_words)
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    yield told


async def _run(servers: Mapping[Server, socket.socket], *, until: asyncio.Event) -> None:
    running = {asyncio.create_task(server.serve([listening])): server for server, listening in servers.items()}
    stopping = asyncio.create_task(until.wait())
    await asyncio.wait({*running, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    log.info("gateway_stops")
    for task, server in running.items():
        server.should_exit = True
        await task


def main(arguments: Sequence[str]) -> int:
    try:
        settings = GatewaySettings()
    except ValidationError as exc:
        sys.stderr.write("".join(f"{each}\n" for each in settings_told.told(exc)))
        return CANNOT_START
    configure_logs(level=settings.log_level)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve_actions(settings) if ACTIONS_ONLY in arguments else serve(settings))
    except (AddressUnusable, EmbeddingError) as exc:
        sys.stderr.write(f"{exc}\n")
        return CANNOT_START
    return 0


def _listening(host: str, port: int) -> socket.socket:
    """Before anything is opened, so that a taken port is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=BACKLOG)
    except OSError as exc:
        raise AddressUnusable(host=host, port=port, reason=exc.strerror or type(exc).__name__) from exc


def served(app: ASGIApp, settings: GatewaySettings) -> uvicorn.Config:
    """How the public server listens."""
    patience = Patience(
        most_connections=settings.max_connections,
        headers_s=settings.headers_timeout_s,
        body_s=settings.body_timeout_s,
        headers=security_headers(https=settings.https),
    )
    config = _config(app, settings)
    protocol: Any = partial(PatientProtocol, patience=patience)
    config.http = protocol
    return config


def _config(app: ASGIApp, settings: GatewaySettings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=int(settings.turn_deadline_s) + GRACE_S,
    )


def _log_without_words(_: asyncio.AbstractEventLoop, context: Mapping[str, Any]) -> None:
    """asyncio's own handler prints the error's text, and that may repeat what a shopper said."""
    log.error("task_broke", exc_info=context.get("exception"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
