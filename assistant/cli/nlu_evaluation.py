"""`aisle eval nlu`: measures the trained model on sentences that it has not seen, alone and with a second look."""

import asyncio
import json
from pathlib import Path
from typing import Annotated, Any

import typer
from prometheus_client import CollectorRegistry
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from assistant.cli.answers import AsJson
from assistant.cli.dialogue_environment import run_in_dialogue
from assistant.evaluation.second_looks import Unsure, demo_words, gain, look
from assistant.language_model import open_language_model
from assistant.llm.port import Use
from assistant.llm.understanding.interpreter import interpreter_of
from assistant.llm_settings import CommandModelSettings
from assistant.supervisor.settings import SupervisorSettings

MISTAKES_SHOWN = 15


def nlu(
    *,
    file: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Lines of intent<TAB>text.")],
    noisy: Annotated[int, typer.Option(min=0, max=20, help="Mishear each sentence so many times.")] = 0,
    with_model: Annotated[
        bool, typer.Option("--with-model", help="Have the configured language model look at what nothing is sure of.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """How well the trained model tells the intents of the file's sentences."""
    settings = _model_settings() if with_model else None
    command = ["dialogue.evaluate", "--noisy", str(noisy), str(file.resolve())]
    done = run_in_dialogue(SupervisorSettings(), command, capture=True)
    if done.returncode != 0:
        raise typer.Exit(done.returncode)
    result = json.loads(done.stdout)
    if settings is not None:
        result["with_model"] = asyncio.run(_with_model(settings, result))
    if as_json:
        typer.echo(json.dumps(result, indent=2))
    else:
        _show(result, Console())


def _model_settings() -> CommandModelSettings:
    settings = CommandModelSettings()
    if settings.llm_model is None or Use.UNDERSTANDING not in settings.llm_uses:
        raise typer.BadParameter("no model is set for understanding: see AISLE_LLM_MODEL and AISLE_LLM_USES")
    return settings


async def _with_model(settings: CommandModelSettings, result: dict[str, Any]) -> dict[str, Any]:
    registry, words = CollectorRegistry(), demo_words()
    within_s = settings.llm_within_s[Use.UNDERSTANDING]
    sentences = [Unsure(text=each["text"], meant=each["meant"], heard=each["heard"]) for each in result["unsure"]]
    async with open_language_model(settings, registry=registry) as model:
        interpreter = interpreter_of(model, lambda: words, most_s=within_s)
        if model is None or interpreter is None:
            raise AssertionError("settings that name a model open one")
        with Progress(console=Console(stderr=True), transient=True) as progress:
            task = progress.add_task("asking", total=len(sentences))
            looked = await look(interpreter, sentences, tell=lambda done, _: progress.update(task, completed=done))
        labels = {"use": Use.UNDERSTANDING.value, "currency": settings.llm_currency}
        cost = registry.get_sample_value("aisle_model_cost_total", labels) or 0.0
        return {
            "model": model.name,
            "within_s": within_s,
            **gain(result, looked),
            "cost": round(cost, 6),
            "currency": settings.llm_currency,
        }


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
    console.print(
        f"refused wrongly {result['refused_wrongly']} of {result['refused']}, guessed wrongly "
        f"{result['guessed_wrongly']} of {result['guessed']}: who put all of them right would come to "
        f"{result['ceiling_with_guesses']:.3f} ({result['ceiling']:.3f} without the guesses)",
        highlight=False,
    )
    if told := result.get("with_model"):
        _show_model(told, console)


def _show_model(told: dict[str, Any], console: Console) -> None:
    console.print(
        f"with {told['model']}: accuracy {told['accuracy']:.3f} (without {told['accuracy_without']:.3f}), "
        f"asked {told['asked']}, mended {told['mended']}, spoilt {told['spoilt']}, asked back {told['asked_back']}, "
        f"no answer in {told['within_s']:g} s {told['no_answer']}, {told['p50_ms']} ms (p99 {told['p99_ms']} ms), "
        f"{told['cost']:.4f} {told['currency']}",
        highlight=False,
    )
