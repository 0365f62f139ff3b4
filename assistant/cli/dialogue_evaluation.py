"""`aisle eval dialogue`: scripted conversations, held with an open shop."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from assistant.cli.answers import AsJson
from assistant.cli.steps import steps
from assistant.evaluation.dialogue.figures import OUTCOMES, figures_of
from assistant.evaluation.dialogue.holding import Held, hold
from assistant.evaluation.dialogue.own_shop import Place, own_shop
from assistant.evaluation.dialogue.script import conversations_in
from assistant.evaluation.dialogue.shopper import Shopper
from assistant.evaluation.progress import Tell, told
from assistant.operator_passes import passes_of
from assistant.supervisor.folder import StateFolder
from assistant.supervisor.settings import SupervisorSettings

CONFUSIONS_SHOWN = 8


def dialogue(
    folder: Annotated[Path, typer.Argument(exists=True, help="Scripts as YAML, such as tests/dialogue/conversations.")],
    *,
    address: Annotated[
        str | None, typer.Option(help="An open shop, such as http://127.0.0.1:8080.", show_default="one of its own")
    ] = None,
    only: Annotated[list[str] | None, typer.Option(help="A group, named as its file; may be repeated.")] = None,
    with_model: Annotated[
        bool, typer.Option("--with-model", help="Let a shop of its own use the configured language model.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Whether conversations go as they are written; fails if one does not, or a known failure no longer does."""
    conversations = conversations_in(folder, only=only or ())
    with steps() as tell, _shop(address, tell, with_model=with_model) as place:
        arrive = partial(Shopper, place.address, passes=place.passes)
        every = [hold(each, arrive) for each in told("Holding conversations", conversations, tell)]
    figures = figures_of(every)
    if as_json:
        typer.echo(json.dumps(figures, indent=2, ensure_ascii=False))
    else:
        _show(every, figures, Console(highlight=False))
    if figures["failed"] or figures["mended"]:
        raise typer.Exit(1)


@contextmanager
def _shop(address: str | None, tell: Tell, *, with_model: bool) -> Iterator[Place]:
    """Of a shop that is open already the operator is whoever holds its state folder."""
    settings = SupervisorSettings()
    if address is not None:
        passes = passes_of(StateFolder(settings.state_folder), given=settings.given_secrets)
        yield Place(address=address.rstrip("/"), passes=passes)
        return
    with own_shop(settings, tell=tell, with_model=with_model) as opened:
        yield opened


def _show(every: Sequence[Held], figures: Mapping[str, Any], console: Console) -> None:
    for held in every:
        if held.outcome in {"failed", "mended"}:
            _show_failure(held, console)
    table = Table("group", *OUTCOMES)
    for group, counted in figures["groups"].items():
        table.add_row(group, *(str(counted[outcome] or "") for outcome in OUTCOMES))
    console.print(table)
    for each in figures["intents"]["confusions"][:CONFUSIONS_SHOWN]:
        console.print(f"  {each['meant']} heard as {each['heard']}, {each['times']} times", markup=False)
    _show_sums(figures, console)


def _show_failure(held: Held, console: Console) -> None:
    conversation = held.conversation
    console.print(f"✗ {conversation.title}", style="red", markup=False)
    if held.outcome == "mended":
        console.print(f"    no longer fails, though known to: {conversation.known_failure}", markup=False)
    for fault in held.faults:
        if fault.say:
            console.print(f"    > {fault.say[:200]}", markup=False)
        if fault.speech:
            console.print(f"    < {fault.speech}", markup=False)
        for why in fault.why:
            console.print(f"      {why}", style="yellow", markup=False)


def _show_sums(figures: Mapping[str, Any], console: Console) -> None:
    speech, turns, accuracy = figures["speech"], figures["turn_ms"], figures["intents"]["accuracy"]
    console.print(
        f"{figures['conversations']} conversations of {figures['lines']} lines: {figures['passed']} passed, "
        f"{figures['failed']} failed, {figures['known']} known failures, {figures['mended']} of them mended; "
        f"intents {'not asked' if accuracy is None else f'{accuracy:.1%}'}; words said {speech['words_p50']} "
        f"(p95 {speech['words_p95']}, most {speech['words_most']}); turn {turns['p50']} ms (p99 {turns['p99']} ms)"
    )
