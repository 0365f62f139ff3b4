"""`aisle eval grounded`: what the configured language model says to questions whose facts are known."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Annotated, Any

import typer
from prometheus_client import CollectorRegistry
from rich.console import Console

from actions.conversation.model_time import ModelTime
from actions.grounding.speaker import Speaker
from assistant.cli.answers import AsJson
from assistant.cli.steps import steps
from assistant.database import Pool
from assistant.evaluation.grounded import Case, figures_of, measure, policies_of, read_cases
from assistant.language_model import open_language_model
from assistant.llm.port import Use
from assistant.llm.speaking.figures import SpeechFigures
from assistant.llm.speaking.passages import Passages
from assistant.llm.speaking.speaker import GroundedSpeaker
from assistant.llm_settings import CommandModelSettings
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import ROOT, SupervisorSettings
from assistant.vectors import embedding_models
from catalog.contents import PolicyText
from catalog.repository import CatalogRepository
from catalog.search import Search

GOLDEN = ROOT / "tests" / "grounding" / "golden.jsonl"
STATEMENT_TIMEOUT_S = 30.0
OUTCOMES, TOKENS = "aisle_model_speech", "aisle_model_tokens"


def grounded(
    *,
    file: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Questions, each with its facts.")] = GOLDEN,
    as_json: AsJson = False,
) -> None:
    """Facts stated, facts that must not be, and how often the answer without a model was spoken."""
    settings = CommandModelSettings()
    if settings.llm_model is None or Use.SPEAKING not in settings.llm_uses:
        raise typer.BadParameter("no model is set for speaking: see AISLE_LLM_MODEL and AISLE_LLM_USES")
    cases = read_cases(file)
    with steps() as tell, database_at_hand(SupervisorSettings()) as url:
        tell("asking", 0, len(cases))
        figures = asyncio.run(_measured(url, settings, cases))
        tell("asking", len(cases), len(cases))
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
    else:
        _show(figures, Console(highlight=False))
    if figures["forbidden_facts_spoken"]:
        raise typer.Exit(1)


async def _measured(url: str, settings: CommandModelSettings, cases: Sequence[Case]) -> dict[str, Any]:
    registry = CollectorRegistry()
    async with AsyncExitStack() as stack:
        pool = await stack.enter_async_context(
            Pool(url, name="evaluation", most=2, statement_timeout_s=STATEMENT_TIMEOUT_S)
        )
        model = await stack.enter_async_context(open_language_model(settings, registry=registry))
        if model is None:
            raise AssertionError("settings that name a model open one")
        executor = stack.enter_context(ThreadPoolExecutor(1))
        shop, search = CatalogRepository(pool), Search(pool, embedding_models(SupervisorSettings()), executor=executor)
        figures, within_s = SpeechFigures(registry), settings.llm_within_s[Use.SPEAKING]
        policies = await shop.policies()

        def speaker_for(case: Case) -> Speaker:
            passages = Passages(_reading(policies_of(case, policies)), search.embedded)
            return GroundedSpeaker(model, passages, ModelTime(), figures, within_s=within_s)

        told = figures_of(await measure(cases, speaker_for, shop.products))
        name = model.name
    return {"model": name, "within_s": within_s, **told, **_counted(registry)}


def _reading(policies: list[PolicyText]) -> Callable[[], Awaitable[list[PolicyText]]]:
    async def read() -> list[PolicyText]:
        return policies

    return read


def _counted(registry: CollectorRegistry) -> dict[str, Any]:
    samples = [sample for metric in registry.collect() for sample in metric.samples]
    outcomes = {each.labels["outcome"]: int(each.value) for each in samples if each.name == f"{OUTCOMES}_total"}
    tokens = {each.labels["kind"]: int(each.value) for each in samples if each.name == f"{TOKENS}_total"}
    return {"outcomes": outcomes, "tokens": tokens}


def _show(figures: dict[str, Any], console: Console) -> None:
    for name, value in figures.items():
        console.print(f"{name.replace('_', ' ')}: {value}")
