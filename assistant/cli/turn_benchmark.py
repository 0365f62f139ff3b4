"""`aisle bench turn`: how long a turn takes, beside Rasa alone."""

import asyncio
import json
import uuid
from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any

import psycopg
import typer
from aiohttp import ClientSession, TCPConnector
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from assistant.bench.shopper import Shopper
from assistant.bench.turn import QUESTIONS, SEARCHES, Plan, TurnBench, summary
from assistant.cli.answers import AsJson
from assistant.cli.shell import database_url_of, open_shop
from assistant.dialogue import Dialogue
from assistant.operator_passes import passes_of
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings
from shop.turn import Channel, Turn

FLOOR_TIMEOUT_S = 10.0
AIMS = {"turn_over_floor_p50": 2.0, "turn_200_over_5": 1.25, "turn_p99_ms": 60.0}
CROWD_AIMS_P99_MS = {"4": 120.0, "32": 400.0}


def turn(
    *,
    rounds: Annotated[int, typer.Option(min=20, help="Turns measured beside the floor.")] = Plan().rounds,
    questions: Annotated[
        bool, typer.Option("--questions", help="Beside the floor, open questions: a language model words them.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """The whole turn through the chat API, beside Rasa alone in the same run, and its stages."""
    settings = SupervisorSettings()
    folder = StateFolder(settings.state_folder)
    folder.prepare()
    with open_shop(settings, folder):
        figures = asyncio.run(
            _measure(settings, folder, Plan(rounds=rounds, sentences=QUESTIONS if questions else SEARCHES))
        )
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
    else:
        _show(figures, Console())


async def _measure(settings: SupervisorSettings, folder: StateFolder, plan: Plan) -> dict[str, Any]:
    secrets = folder.ensure_secrets(settings.given_secrets)
    url = database_url_of(settings, folder)
    async with ClientSession(connector=TCPConnector(limit=0)) as http, await psycopg.AsyncConnection.connect(url) as db:
        dialogue = Dialogue(
            http,
            addresses=[f"http://127.0.0.1:{port}" for port in settings.dialogue_ports],
            secret=secrets["AISLE_DIALOGUE_SECRET"],
            sender_secret=secrets["AISLE_SENDER_SECRET"],
        )
        with Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
        ) as progress:
            bars: dict[str, Any] = {}

            def advance(what: str, done: int, total: int) -> None:
                if what not in bars:
                    bars[what] = progress.add_task(what, total=total)
                progress.update(bars[what], completed=done)

            passes = passes_of(folder, given=settings.given_secrets)
            arrival = partial(Shopper.arrive, http, settings.address, passes=passes)
            bench = TurnBench(arrival, floor=_Floor(dialogue), stages=_Stages(db), progress=advance)
            measured = await bench.measure(plan)
        products = await (await db.execute("select count(*) from products")).fetchone()
    return {"products": products[0] if products else 0, **summary(measured)}


class _Floor:
    """A greeting, straight to Rasa: understood and answered from the domain, without an action of ours."""

    def __init__(self, dialogue: Dialogue) -> None:
        self._dialogue = dialogue
        self._conversation = f"bench-{uuid.uuid4().hex}"

    async def __call__(self) -> None:
        said = Turn(
            channel=Channel.WEB,
            shopper_id="bench",
            conversation_id=self._conversation,
            request_id=uuid.uuid4().hex,
            text="thank you",
        )
        await self._dialogue.ask(said, turn_id=said.request_id, traceparent=None, timeout_s=FLOOR_TIMEOUT_S)


class _Stages:
    def __init__(self, db: psycopg.AsyncConnection[Any]) -> None:
        self._db = db

    async def __call__(self, turn_id: str) -> Mapping[str, float]:
        row = await (await self._db.execute("select stages from turns where turn_id = %s", [turn_id])).fetchone()
        return row[0] if row else {}


def _show(figures: Mapping[str, Any], console: Console) -> None:
    table = Table("measure", "figure", "aim", title=f"One shopper's turns over {figures['products']} products")
    for name in (
        "turn_over_floor_p50",
        "turn_200_over_5",
        "turn_p50_ms",
        "turn_p99_ms",
        "floor_p50_ms",
        "floor_p99_ms",
    ):
        table.add_row(name, f"{figures[name]:g}", f"≤ {AIMS[name]:g}" if name in AIMS else "")
    for size, times in figures["at_once"].items():
        aim = f"p99 ≤ {CROWD_AIMS_P99_MS[size]:g}" if size in CROWD_AIMS_P99_MS else ""
        table.add_row(f"{size} at once, p50 / p99 ms", f"{times['p50_ms']:g} / {times['p99_ms']:g}", aim)
    for stage, times in figures["stages"].items():
        table.add_row(f"stage {stage}, p50 / p99 ms", f"{times['p50_ms']:g} / {times['p99_ms']:g}", "")
    table.add_row("failures", str(figures["failures"]), "0")
    console.print(table)
