"""`aisle banners …`: the shop's own banners, given by a file and looked at."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.cli.answers import AsJson, answer
from assistant.cli.wording import counted
from assistant.database import Pool
from assistant.settings_told import OURS
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from rerank.banners.banner import Banner
from rerank.banners.errors import BannersWrong
from rerank.banners.stored_banners import StoredBanners

STATEMENT_TIMEOUT_S = 30.0
# Spreadsheets and editors of Windows begin a file with it.
BYTE_ORDER_MARK = "\ufeff"
Found = TypeVar("Found")

banner_commands = typer.Typer(no_args_is_help=True, add_completion=False)


@banner_commands.callback()
def banners() -> None:
    """Give the shop banners, and look at them."""


@banner_commands.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="JSON lines: a banner on each.")
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Make the file's banners those of the shop, instead of all there were. Nothing changes if one is wrong."""
    given = read_banners(file.read_text("utf-8"))
    _with_stored(lambda stored: stored.replace(given))
    answer(f"The shop has {counted(len(given), 'banner')} now.", data={"banners": len(given)}, as_json=as_json)


@banner_commands.command("list")
def list_banners(*, as_json: AsJson = False) -> None:
    """All banners, and which of them run."""
    found = _with_stored(lambda stored: stored.every())
    if as_json:
        typer.echo(json.dumps({"banners": [each.model_dump(mode="json") for each in found]}, indent=2))
        return
    show_banners(found, Console(), now=datetime.now(UTC))


def show_banners(found: Sequence[Banner], console: Console, *, now: datetime) -> None:
    if not found:
        console.print("There is no banner yet; `aisle banners import` gives the shop some.", style="yellow")
        return
    table = Table("banner", "title", "leads to", "category", "campaign", "runs")
    for each in found:
        runs = (
            "now" if each.starts_at <= now < each.ends_at else f"{each.starts_at:%Y-%m-%d} to {each.ends_at:%Y-%m-%d}"
        )
        # A title may hold brackets.
        table.add_row(*map(Text, (each.banner_id, each.title, each.url, each.category, each.campaign)), runs)
    console.print(table)


def read_banners(text: str) -> list[Banner]:
    """Raises BannersWrong, with each line that is none."""
    found, problems = [], []
    for number, line in enumerate(text.removeprefix(BYTE_ORDER_MARK).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(Banner.model_validate_json(line))
        except ValidationError as exc:
            problems += [
                f"line {number}: {'.'.join(map(str, each['loc'])) or 'all of it'}: {each['msg'].removeprefix(OURS)}"
                for each in exc.errors()
            ]
    if problems:
        raise BannersWrong(problems)
    return found


def _with_stored(ask: Callable[[StoredBanners], Awaitable[Found]]) -> Found:
    async def asked(url: str) -> Found:
        async with Pool(url, name="banners", most=1, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool:
            return await ask(StoredBanners(connections=pool))

    with database_at_hand(SupervisorSettings()) as url:
        return asyncio.run(asked(url))
