"""`aisle shop …`: sets up how the shop sells, by a file, and shows what is in force."""

import asyncio
import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from psycopg_pool import AsyncConnectionPool
from rich.console import Console

from assistant.cli.answers import AsJson
from assistant.cli.shop_showing import show_changes, show_in_force
from assistant.cli.wording import counted
from assistant.import_rows import alone
from assistant.shop_file.applying import Applied, apply_shop_file
from assistant.shop_file.errors import ShopFileWrong
from assistant.shop_file.reading import ShopFile, read_shop_file
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from shop.setup.setup import Given, ShopSetup

WRONG = 1
TheFile = Annotated[
    Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="TOML, such as docs/examples/shop.toml.")
]
OnlyCheck = Annotated[bool, typer.Option("--check", help="Write nothing; say what would change.")]

shop_commands = typer.Typer(no_args_is_help=True, add_completion=False)


@shop_commands.callback()
def shop() -> None:
    """Set up how the shop sells: stores, policies, shipping, taxes, promotions and windows."""


@shop_commands.command("import")
def import_file(file: TheFile, *, check: OnlyCheck = False, as_json: AsJson = False) -> None:
    """Make each section of the file the one in force.

    What is no longer in a section goes; sections that the file does not have stay. All of it is done, or nothing.
    """
    try:
        applied = asyncio.run(_import(read_shop_file(file), only_try=check))
    except ShopFileWrong as exc:
        _tell_problems(exc, as_json=as_json)
        raise typer.Exit(WRONG) from None
    if as_json:
        typer.echo(_json({"written": not check, **asdict(applied)}))
    else:
        show_changes(applied.changes, applied.notes, Console(), only_tried=check)


@shop_commands.command("show")
def show(*, as_json: AsJson = False) -> None:
    """Print what is in force."""
    given = asyncio.run(_in_force())
    if as_json:
        typer.echo(_json(given))
    else:
        show_in_force(given, Console())


async def _import(file: ShopFile, *, only_try: bool) -> Applied:
    with database_at_hand(SupervisorSettings()) as url:
        async with alone(url), AsyncConnectionPool(url, min_size=1, max_size=1, open=False) as pool:
            return await apply_shop_file(pool, file, only_try=only_try)


async def _in_force() -> Given:
    with database_at_hand(SupervisorSettings()) as url:
        async with AsyncConnectionPool(url, min_size=1, max_size=1, open=False) as pool:
            return await ShopSetup(pool).in_force()


def _tell_problems(exc: ShopFileWrong, *, as_json: bool) -> None:
    if as_json:
        typer.echo(_json({"written": False, "problems": [asdict(problem) for problem in exc.problems]}))
        return
    console = Console(stderr=True)
    for problem in exc.problems:
        console.print(str(problem), style="red", highlight=False, markup=False, soft_wrap=True)
    console.print(f"{counted(len(exc.problems), 'problem')}; nothing was changed.", highlight=False)


def _json(data: Any) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False)
