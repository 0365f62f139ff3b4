"""`aisle shell`: talk to the assistant in the terminal, with the model and the actions that shoppers meet."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from rich.console import Console

from assistant.cli.dialogue_environment import run_in_dialogue
from assistant.embedded_postgres import EmbeddedPostgres
from assistant.supervisor.errors import StepFailed
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.probes import http_status_now, require_free_port
from assistant.supervisor.programs import OK, environment_of
from assistant.supervisor.settings import SupervisorSettings

OPENING_TIMEOUT_S = 900.0
CLOSING_TIMEOUT_S = 60.0
POLL_S = 0.2


def shell() -> None:
    """Talk to the assistant here; the shop is opened for it if it is not open yet."""
    settings = SupervisorSettings()
    folder = StateFolder(settings.state_folder)
    folder.prepare()
    with open_shop(settings, folder):
        url = database_url_of(settings, folder)
        secrets = folder.ensure_secrets(settings.given_secrets)
        environment = environment_of(settings, database_url=url, secrets=secrets)
        done = run_in_dialogue(settings, ["dialogue.shell"], environment=environment)
    raise typer.Exit(done.returncode)


def database_url_of(settings: SupervisorSettings, folder: StateFolder) -> str:
    return settings.database_url.get_secret_value() if settings.database_url else EmbeddedPostgres(folder.postgres).url


@contextmanager
def open_shop(settings: SupervisorSettings, folder: StateFolder) -> Iterator[None]:
    if folder.is_held():
        yield
        return
    # Another shop there would answer in the place of the one that is opened here.
    require_free_port(settings.host, settings.port, setting="AISLE_PORT")
    log = folder.log("shell-up")
    with log.open("wb") as output:
        # A session of its own: Ctrl-C in the conversation must not close the shop under it.
        shop = subprocess.Popen(
            [sys.executable, "-m", "assistant.cli.main", "up"],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ,
            start_new_session=True,
        )
    try:
        with Console().status("Opening the shop (the first time takes some minutes) …"):
            _wait_until_open(shop, settings, folder)
        yield
    finally:
        shop.send_signal(signal.SIGINT)
        shop.wait(CLOSING_TIMEOUT_S)


def _wait_until_open(shop: subprocess.Popen[bytes], settings: SupervisorSettings, folder: StateFolder) -> None:
    deadline = time.monotonic() + OPENING_TIMEOUT_S
    while http_status_now(settings.local_host, settings.port, "/readyz") != OK:
        if shop.poll() is not None or time.monotonic() > deadline:
            raise StepFailed(step="Opening the shop", reason="it did not open", log=folder.log("shell-up"))
        time.sleep(POLL_S)
