"""Runs the shop from opening to closing: holds the state folder, listens for signals, keeps logs small."""

import asyncio
import contextlib
import signal
import time

from rich.console import Console

from assistant.supervisor.errors import PortTaken
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.logs import keep_small
from assistant.supervisor.narrator import Narrator
from assistant.supervisor.opening import Shop
from assistant.supervisor.probes import require_free_port, require_ports_apart
from assistant.supervisor.settings import SupervisorSettings

# Programs of a supervisor that was just killed are still on their way out.
LEAVING_S = 5.0
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def run_shop(settings: SupervisorSettings, console: Console) -> None:
    """Return when the shop was closed by a signal."""
    folder = StateFolder(settings.state_folder)
    folder.prepare()
    with folder.held():
        _require_free_ports(settings)
        asyncio.run(_run(settings, folder, Narrator(console)))


async def _run(settings: SupervisorSettings, folder: StateFolder, narrator: Narrator) -> None:
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in STOP_SIGNALS:
        loop.add_signal_handler(number, stopped.set)
    shop = Shop(settings, folder, narrator)
    shop.require_usable_settings()
    small_logs = asyncio.create_task(keep_small(folder.log("any").parent))
    try:
        if await _opened(shop, stopped, narrator, address=settings.address):
            await stopped.wait()
    finally:
        small_logs.cancel()
        narrator.console.print("Closing …")
        await shop.close()
        narrator.console.print("Closed.")


async def _opened(shop: Shop, stopped: asyncio.Event, narrator: Narrator, *, address: str) -> bool:
    """Whether the shop opened before somebody wanted it closed."""
    started = time.monotonic()
    opening = asyncio.create_task(shop.open())
    stopping = asyncio.create_task(stopped.wait())
    with narrator.telling():
        await asyncio.wait({opening, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not opening.done():
            opening.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await opening
            return False
        stopping.cancel()
        await opening
    _welcome(narrator.console, address, took_s=time.monotonic() - started)
    return True


def _welcome(console: Console, address: str, *, took_s: float) -> None:
    console.print(f"\n[bold]Aisle is open: {address}[/]  [dim](after {took_s:.1f} s)[/]", highlight=False)
    console.print(
        "Ask there for “a rain jacket under eighty dollars”, then “add the second one”. "
        "`make shell` talks in a second terminal; Ctrl-C closes the shop.\n",
        highlight=False,
    )


def _require_free_ports(settings: SupervisorSettings) -> None:
    require_ports_apart(settings.ports)
    deadline = time.monotonic() + LEAVING_S
    for host, port, setting in settings.ports:
        while True:
            try:
                require_free_port(host, port, setting=setting)
                break
            except PortTaken:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
