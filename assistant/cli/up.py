"""`aisle up`: opens the shop and keeps it open."""

from rich.console import Console

from assistant.supervisor.running import run_shop
from assistant.supervisor.settings import SupervisorSettings


def up() -> None:
    """Open the shop and keep it open until Ctrl-C."""
    run_shop(SupervisorSettings(), Console())
