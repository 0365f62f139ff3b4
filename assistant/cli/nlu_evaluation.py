"""`aisle eval nlu`: measures the trained model on sentences that it has not seen."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from assistant.cli.answers import AsJson
from assistant.cli.dialogue_environment import run_in_dialogue
from assistant.supervisor.settings import SupervisorSettings

MISTAKES_SHOWN = 15


def nlu(
    *,
    file: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Lines of intent<TAB>text.")],
    noisy: Annotated[int, typer.Option(min=0, max=20, help="Mishear each sentence so many times.")] = 0,
    as_json: AsJson = False,
) -> None:
    """How well the trained model tells the intents of the file's sentences."""
    command = ["dialogue.evaluate", "--noisy", str(noisy), str(file.resolve())]
    done = run_in_dialogue(SupervisorSettings(), command, capture=True)
    if done.returncode != 0:
        raise typer.Exit(done.returncode)
    result = json.loads(done.stdout)
    if as_json:
        typer.echo(json.dumps(result, indent=2))
    else:
        _show(result, Console())


def _show(result: dict[str, Any], console: Console) -> None:
    table = Table("intent", "precision", "recall", "f1", "sentences")
    for intent, figures in result["intents"].items():
        numbers = (f"{figures[name]:.2f}" for name in ("precision", "recall", "f1"))
        table.add_row(intent, *numbers, str(figures["support"]))
    console.print(table)
    for mistake in result["mistakes"][:MISTAKES_SHOWN]:
        console.print(f"  “{mistake['text']}” {mistake['meant']} → {mistake['heard']}", highlight=False, markup=False)
    if "word_error_rate" in result:
        console.print(f"misheard: {result['word_error_rate']:.1%} of the words are wrong", highlight=False)
    refused = result["out_of_scope_recall"]
    console.print(
        f"{result['sentences']} sentences: accuracy {result['accuracy']:.3f}, macro F1 {result['macro_f1']:.3f}, "
        f"out of scope refused {'not asked' if refused is None else f'{refused:.3f}'}, "
        f"parse {result['parse_p50_ms']} ms (p99 {result['parse_p99_ms']} ms)",
        highlight=False,
    )
