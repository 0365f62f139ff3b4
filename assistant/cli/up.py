"""`aisle up`: opens the shop and keeps it open."""

import typer
from rich.console import Console

from assistant.supervisor.running import run_shop
from assistant.supervisor.settings import SupervisorSettings

commands = typer.Typer(add_completion=False)


@commands.command()
def up() -> None:
    """Open the shop and keep it open until Ctrl-C."""
    run_shop(SupervisorSettings(), Console())
