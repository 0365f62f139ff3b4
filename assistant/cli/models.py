"""`aisle models …`: which orders were learned, how they came about, and which one is in use."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console
from rich.table import Column, Table

from assistant.cli.answers import AsJson, answer
from assistant.database import Pool
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from rerank.learning.learning import model_named
from rerank.learning.model_record import ModelRecord
from rerank.learning.stored_models import BUILT_IN, Change, Decision, InUse, StoredModels
from rerank.ranking.baseline import Baseline

STATEMENT_TIMEOUT_S = 60.0
Why = Annotated[str, typer.Option("--why", help="Kept with the change, for whoever asks later.")]
Found = TypeVar("Found")

model_commands = typer.Typer(no_args_is_help=True, add_completion=False)


@model_commands.callback()
def models() -> None:
    """Look at what was learned, and choose what is in use; gateways follow within two seconds."""


@model_commands.command(name="list")
def list_models(
    *,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many, the newest first.")] = 20,
    as_json: AsJson = False,
) -> None:
    """What was learned lately, how it compared, and what is in use."""

    async def read(stored: StoredModels) -> tuple[InUse, list[ModelRecord]]:
        return await stored.in_use(), await stored.listed(limit=limit)

    used, records = _with_models(read)
    data = {
        "in_use": _named(used.version),
        "before": _named(used.before),
        "models": [_summary(each) for each in records],
    }
    if not as_json:
        show_models(used, records, Console())
    answer(f"In use: {_named(used.version)}", data=data, as_json=as_json)


@model_commands.command()
def show(
    version: Annotated[str, typer.Argument(help="As `aisle models list` names it.")], *, as_json: AsJson = False
) -> None:
    """All that is known of how a model came about, and when it was put to use."""

    async def read(stored: StoredModels) -> tuple[InUse, ModelRecord | None, list[Change]]:
        wanted = model_named(version)
        record = None if wanted is None else await stored.model(wanted)
        changes = [one for one in await stored.changes(limit=1000) if wanted in {one.version, one.left}]
        return await stored.in_use(), record, changes

    used, record, changes = _with_models(read)
    told = [{**asdict(change), "at": change.at.isoformat()} for change in changes]
    if record is None:
        features = list(Baseline().features)
        data = {"version": BUILT_IN, "in_use": used.version is None, "features": features, "changes": told}
        answer("\n".join(_lines_of_built_in(used, features, changes)), data=data, as_json=as_json)
        return
    manifest = {name: value for name, value in record.manifest.items() if name not in {"portrait", "probe"}}
    data = {**_summary(record), "sha256": record.sha256, "manifest": manifest, "changes": told}
    answer("\n".join(_lines(record, changes)), data=data, as_json=as_json)


@model_commands.command()
def promote(
    version: Annotated[str, typer.Argument(help=f"The version, or {BUILT_IN} for the built-in order.")],
    *,
    why: Why = "by hand",
    force: Annotated[bool, typer.Option("--force", help="Even if it did not pass.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put a model to use, if it can be opened here as well."""
    from assistant.learned_models import opened_model  # noqa: PLC0415 - the runtime takes a while to load

    async def change(stored: StoredModels) -> bool:
        if (wanted := model_named(version)) is not None:
            opened_model()(await stored.model(wanted))
        return await stored.promote(model_named(version), decision=_decision(why), force=force)

    changed = _with_models(change)
    said = f"{version} is in use." if changed else f"{version} was in use already."
    answer(said, data={"in_use": version, "changed": changed}, as_json=as_json)


@model_commands.command()
def rollback(*, why: Why = "by hand", as_json: AsJson = False) -> None:
    """Go back to what was in use before; nothing that was learned is lost."""

    async def change(stored: StoredModels) -> InUse:
        return await stored.roll_back(decision=_decision(why))

    used = _with_models(change)
    data = {"in_use": _named(used.version), "before": _named(used.before)}
    answer(f"{_named(used.version)} is in use again.", data=data, as_json=as_json)


def _with_models(use: Callable[[StoredModels], Awaitable[Found]]) -> Found:
    async def used(url: str) -> Found:
        async with Pool(url, name="models", most=1, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool:
            return await use(StoredModels(connections=pool))

    with database_at_hand(SupervisorSettings()) as url:
        return asyncio.run(used(url))


def _decision(why: str) -> Decision:
    return Decision(by=_operator(), why=why.strip() or "by hand", at=datetime.now(UTC))


def _operator() -> str:
    """Where nobody has a name, as in many containers, it was at least somebody at the command line."""
    try:
        return f"{getpass.getuser()} by command"
    except (KeyError, OSError):
        return "command"


def _named(version: str | None) -> str:
    return version or BUILT_IN


def _summary(record: ModelRecord) -> dict[str, Any]:
    verdict = record.manifest.get("verdict") or {}
    return {
        "version": record.version,
        "made_at": record.made_at.isoformat(),
        "passed": record.passed,
        "simulated": record.is_simulated,
        "champion": record.manifest.get("champion"),
        "comparison": verdict.get("comparison"),
        "reasons": verdict.get("reasons", []),
    }


def show_models(used: InUse, records: list[ModelRecord], console: Console) -> None:
    if not records:
        console.print("Nothing was learned yet.", style="yellow")
        return
    # Of two long names one stands below the other: side by side a narrow terminal would cut both.
    table = Table(Column("version", no_wrap=True), "nDCG@10", "difference", "verdict")
    for record in records:
        found = (record.manifest.get("verdict") or {}).get("comparison")
        verdict = "passed" if record.passed else "refused"
        place = (
            "\n(in use)" if record.version == used.version else "\n(before)" if record.version == used.before else ""
        )
        table.add_row(
            f"{record.version}\nheld against {record.manifest.get('champion')}",
            f"{found['challenger']:.4f}" if found else "-",
            f"{found['difference']['mean']:+.4f}" if found else "-",
            f"{verdict}{place}",
        )
    console.print(table)


def _lines(record: ModelRecord, changes: list[Change]) -> list[str]:
    manifest = record.manifest
    window, verdict = manifest.get("window", {}), manifest.get("verdict", {})
    learned, held_out = window.get("learned", {}), window.get("held_out", {})
    learning = f"Learned from {learned.get('lists')} lists of {learned.get('persons')} persons, {_span(learned)}"
    checks = [
        f"  {'+' if each['passed'] else '-'} {each['name']}: {each['words']}" for each in verdict.get("checks", [])
    ]
    return [
        f"{record.version}, made {record.made_at:%Y-%m-%d %H:%M} UTC, {'passed' if record.passed else 'refused'}",
        f"{learning}; judged by {held_out.get('lists')} lists, {_span(held_out)}",
        f"Left out: {_counts(window.get('left_out', {}))}",
        f"Held against {manifest.get('champion')}: {'; '.join(verdict.get('reasons', []))}",
        *checks,
        f"Features: {', '.join(map(str, manifest.get('features', [])))}",
        f"Code: {_counts(manifest.get('code', {}))}",
        *map(_change_told, changes),
    ]


def _counts(named: Mapping[str, Any]) -> str:
    return ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in named.items()) or "nothing"


def _lines_of_built_in(used: InUse, features: Sequence[str], changes: list[Change]) -> list[str]:
    place = "in use" if used.version is None else "in use before" if used.before is None else "not in use"
    return [
        f"{BUILT_IN}, the built-in order, {place}",
        "Nothing was learned for it: what answers best comes first, and a little what has the better stars.",
        "What is learned first is held against it, and it stands in wherever a model cannot be used.",
        f"Features: {', '.join(features)}",
        *map(_change_told, changes),
    ]


def _change_told(one: Change) -> str:
    return f"{one.at:%Y-%m-%d %H:%M} {one.what}: {_named(one.left)} to {_named(one.version)}, by {one.by}: {one.why}"


def _span(lists: Mapping[str, Any]) -> str:
    return f"{_day(lists.get('from'))} to {_day(lists.get('to'))}"


def _day(told: object) -> str:
    return f"{datetime.fromisoformat(told):%Y-%m-%d %H:%M}" if isinstance(told, str) else "unknown"
