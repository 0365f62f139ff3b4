"""`aisle alexa …`: makes and checks the skill package, and tells what of shoppers' sentences Alexa hands on."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from psycopg_pool import AsyncConnectionPool
from rich.console import Console

from assistant.cli.answers import AsJson, answer
from assistant.cli.wording import counted
from assistant.skill_hearing import measure, read_sentences
from assistant.skill_package import MODEL, model_of, written
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from catalog.repository import CatalogRepository
from webhooks.alexa.skill.rules import broken_rules

WRONG = 1
DEMO_INVOCATION = "alder quay"
SHOWN = 20
TheModel = Annotated[Path, typer.Argument(dir_okay=False, help="An interaction model as JSON.")]

alexa_commands = typer.Typer(no_args_is_help=True, add_completion=False)


@alexa_commands.callback()
def alexa() -> None:
    """Make and check the Alexa skill package."""


@alexa_commands.command()
def model(
    *,
    invocation: Annotated[
        str | None, typer.Option(help="What shoppers open the skill by.", show_default="as in the file")
    ] = None,
    goods: Annotated[bool, typer.Option("--goods", help="With what the loaded catalogue sells.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; fail if the file is not what would be.")
    ] = False,
    file: TheModel = MODEL,
) -> None:
    """Make the interaction model from the intents of the assistant."""
    made = model_of(invocation=invocation or _invocation_in(file), goods=asyncio.run(_goods()) if goods else ())
    _refuse(broken_rules(made))
    if not check:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(written(made), encoding="utf-8")
        Console().print(f"{file} is written.", highlight=False, soft_wrap=True)
    elif not file.exists() or file.read_text(encoding="utf-8") != written(made):
        _refuse([f"{file} is not what the intents make; `aisle alexa model` writes it anew."])


@alexa_commands.command()
def lint(file: TheModel = MODEL) -> None:
    """Hold an interaction model against Amazon's rules; the exit code is 1 if one is broken."""
    try:
        given = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as exc:
        _refuse([f"{file} is not JSON: {exc}"])
    else:
        _refuse(broken_rules(given))
        language = given["interactionModel"]["languageModel"]
        samples = sum(len(intent["samples"]) for intent in language["intents"])
        told = f"{counted(len(language['intents']), 'intent')} with {counted(samples, 'sample')} keep Amazon's rules."
        Console().print(told, highlight=False)


@alexa_commands.command()
def hear(
    *,
    file: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Lines of intent<TAB>text.")],
    as_json: AsJson = False,
) -> None:
    """What Alexa would hand on of sentences, and how many keep their intent on the way."""
    sentences = read_sentences(file.read_text(encoding="utf-8").splitlines())
    if not sentences:
        _refuse([f"{file} has no line of intent<TAB>text."])
    figures = measure(sentences, SupervisorSettings())
    if not as_json:
        _show(figures, Console(highlight=False, soft_wrap=True))
    told = (
        f"Of {figures['sentences']} sentences that open the skill {figures['handed_on']:.1%} are handed on, "
        f"{figures['word_for_word']:.1%} word for word; {figures['kept']:.1%} of those handed on mean what they mean "
        f"whole. While the microphone is open all come whole: {figures['whole_accuracy']:.1%} are understood."
    )
    answer(told, data={"file": file.name, **figures}, as_json=as_json)


def _invocation_in(file: Path) -> str:
    try:
        given: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return str(given["interactionModel"]["languageModel"]["invocationName"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return DEMO_INVOCATION


async def _goods() -> Sequence[str]:
    """Kinds and categories: what a shopper says who names no more than the thing."""
    with database_at_hand(SupervisorSettings()) as url:
        async with AsyncConnectionPool(url, min_size=1, max_size=1, open=False) as pool:
            vocabulary = await CatalogRepository(pool).vocabulary()
    return sorted({*vocabulary.kinds, *vocabulary.categories})


def _show(figures: Mapping[str, Any], console: Console) -> None:
    for said in figures["lost"][:SHOWN]:
        console.print(f"lost: {said}", markup=False)
    for each in figures["changed"][:SHOWN]:
        console.print(f"{each['said']} → {each['text']}: {each['handed_on']} instead of {each['whole']}", markup=False)


def _refuse(broken: Sequence[str]) -> None:
    if broken:
        for each in broken:
            Console(stderr=True).print(each, style="red", highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(WRONG)
