"""`aisle experiment …`: tries orders side by side on real shoppers, and says what may be concluded."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, TypeVar

import typer
from rich.console import Console

from assistant.cli import off_policy
from assistant.cli.answers import AsJson
from assistant.cli.experiment_showing import figures_of, show_list, show_status
from assistant.database import Pool
from assistant.supervisor.database import database_at_hand
from assistant.supervisor.settings import SupervisorSettings
from rerank.experiments.errors import AlreadyStopped, NothingToConclude
from rerank.experiments.outcomes import Outcomes
from rerank.experiments.plan import CONTROL, EVERYWHERE, Arm, Metric, Plan, Unit
from rerank.experiments.stored_experiments import StoredExperiments
from rerank.experiments.verdict import Finding, Status, status_of
from rerank.learning.stored_models import BUILT_IN, Decision, StoredModels
from rerank.ranking.leaning import LEANING, leans
from shop.shown import Surface

SESSION_FIT = LEANING.removeprefix("+")
Found = TypeVar("Found")
STATEMENT_TIMEOUT_S = 120.0
Name = Annotated[str, typer.Argument(help="The trial's name.")]
Models = Annotated[
    list[str] | None,
    typer.Option(
        "--model", help="What is tried: a version of `aisle models list`, or baseline; several are several arms."
    ),
]
SessionFit = Annotated[
    bool, typer.Option("--session-fit", help="An arm that leans from the control's order to what fits the session.")
]
Against = Annotated[str | None, typer.Option(help="What it is held against; what is in use now, if not told.")]
ControlShare = Annotated[
    float | None,
    typer.Option(help="The control's share of those who take part; as much as each other arm, if not told."),
]
Traffic = Annotated[float, typer.Option(help="The share of all units that takes part.")]
Units = Annotated[Unit, typer.Option(help="Who is given an arm, and counted as one.")]
Surfaces = Annotated[list[Surface] | None, typer.Option("--surface", help="Where; everywhere, if not told.")]
Metrics = Annotated[Metric, typer.Option(help="By what an arm is called better.")]
Days = Annotated[int, typer.Option(help="The least duration, in full weeks.")]
FewestUnits = Annotated[int, typer.Option(help="How many units each arm must have at least.")]
WindowH = Annotated[int, typer.Option(help="For how many hours after the first sight a purchase counts.")]
Cap = Annotated[int | None, typer.Option(help="What a unit spends beyond it, in minor units, does not count.")]
Alpha = Annotated[float, typer.Option(help="How often a trial of the same order may look like a difference.")]

experiment_commands = typer.Typer(no_args_is_help=True, add_completion=False)


@experiment_commands.callback()
def experiment() -> None:
    """Try orders side by side on real shoppers."""


@experiment_commands.command()
def create(  # noqa: PLR0913 - the options of the command
    name: Name,
    *,
    model: Models = None,
    session_fit: SessionFit = False,
    against: Against = None,
    control_share: ControlShare = None,
    traffic: Traffic = 1.0,
    unit: Units = Unit.PERSON,
    surface: Surfaces = None,
    metric: Metrics = Metric.CONVERSION,
    days: Days = 14,
    units: FewestUnits = 1000,
    window_hours: WindowH = 72,
    revenue_cap: Cap = None,
    alpha: Alpha = 0.05,
    as_json: AsJson = False,
) -> None:
    """Begin a trial. Gateways follow within two seconds."""

    async def begun(pool: Pool) -> Status:
        control = against or (await StoredModels(connections=pool).in_use()).version or BUILT_IN
        plan = Plan(
            name=name,
            arms=_arms(control, _tried(control, model or [], leans=session_fit), control_share),
            unit=unit,
            surfaces=tuple(dict.fromkeys(surface)) if surface else EVERYWHERE,
            traffic=traffic,
            metric=metric,
            alpha=alpha,
            minimum_days=days,
            minimum_units=units,
            window=timedelta(hours=window_hours),
            revenue_cap_minor=revenue_cap,
        )
        started = await StoredExperiments(connections=pool).begin(plan, at=_now())
        return await _status(pool, started.plan.name)

    _tell(_with_pool(begun), as_json=as_json)


@experiment_commands.command()
def status(name: Name, *, as_json: AsJson = False) -> None:
    """What came of a trial so far. It may be looked at as often as one likes: that costs nothing of what is sure."""
    _tell(_with_pool(lambda pool: _status(pool, name)), as_json=as_json)


@experiment_commands.command()
def stop(
    name: Name,
    *,
    promote: Annotated[str | None, typer.Option(help="Put this arm's model to use.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Even if the trial does not bear it out.")] = False,
    as_json: AsJson = False,
) -> None:
    """End a trial: everybody gets what is in use. What was seen is kept."""

    async def stopped(pool: Pool) -> Status:
        told = await _status(pool, name)
        if promote is not None:
            _require_borne_out(told, promote, force=force)
            await _put_to_use(pool, told, promote, force=force)
        await StoredExperiments(connections=pool).stop(name, at=_now(), conclusion=figures_of(told))
        return await _status(pool, name)

    _tell(_with_pool(stopped), as_json=as_json)


@experiment_commands.command("list")
def list_trials(*, as_json: AsJson = False) -> None:
    """All trials, the newest first."""
    found = _with_pool(lambda pool: StoredExperiments(connections=pool).listed())
    if as_json:
        told = [
            {
                "name": each.plan.name,
                "arms": {arm.name: arm.model for arm in each.plan.arms},
                "surfaces": list(each.plan.surfaces),
                "started_at": each.started_at.isoformat(),
                "stopped_at": each.stopped_at.isoformat() if each.stopped_at else None,
                "finding": (each.conclusion or {}).get("finding"),
            }
            for each in found
        ]
        typer.echo(json.dumps({"experiments": told}, indent=2))
    else:
        show_list(found, Console())


@experiment_commands.command()
def estimate(
    model: Annotated[str, typer.Argument(help="A version of `aisle models list`, or baseline.")],
    *,
    days: Annotated[int, typer.Option(min=1, max=365, help="How many days back.")] = 28,
    clip: Annotated[float, typer.Option(min=1.0, help="No place counts for more than so many.")] = 200.0,
    as_json: AsJson = False,
) -> None:
    """What a model would have been worth, before any trial, by what the order in use showed by lot."""
    told = _with_pool(lambda pool: off_policy.judged(pool, model, days=days, clip=clip, at=_now()))
    if as_json:
        typer.echo(json.dumps(off_policy.figures_of(model, told), indent=2))
    else:
        off_policy.show_judged(model, told, Console())


def _tried(control: str, models: list[str], *, leans: bool) -> list[tuple[str, str]]:
    """The arms beside the control: each by its name, and what it is ordered by."""
    return [*((version, version) for version in models), *([(SESSION_FIT, f"{control}{LEANING}")] if leans else [])]


def _arms(control: str, tried: list[tuple[str, str]], control_share: float | None) -> tuple[Arm, ...]:
    """What is wrong with the shares, or with a model told twice, is said of the plan."""
    own = 1 / (len(tried) + 1) if control_share is None else control_share
    others = (1 - own) / max(len(tried), 1)
    return (
        Arm(name=CONTROL, model=control, share=own),
        *(Arm(name=name, model=version, share=others) for name, version in tried),
    )


async def _status(pool: Pool, name: str) -> Status:
    found, at = await StoredExperiments(connections=pool).named(name), _now()
    outcomes = Outcomes(connections=pool, counts_told=SupervisorSettings().trial_purchases == "told")
    return status_of(found, await outcomes.of(found, until=at), at=at)


def _require_borne_out(told: Status, arm: str, *, force: bool) -> None:
    if told.experiment.stopped_at:
        raise AlreadyStopped(name=told.experiment.plan.name)
    names = [each.arm.name for each in told.arms]
    if arm not in names:
        raise NothingToConclude(f"The trial has no arm {arm}: there are {', '.join(names)}.")
    is_better = any(each.arm.name == arm and each.finding is Finding.BETTER for each in told.arms)
    if not force and not (told.finding is Finding.BETTER and is_better):
        raise NothingToConclude(f"{told.words} --force puts {arm} to use all the same; nothing was changed.")


async def _put_to_use(pool: Pool, told: Status, arm: str, *, force: bool) -> None:
    (version,) = [each.arm.model for each in told.arms if each.arm.name == arm]
    if leans(version):
        raise NothingToConclude(
            f"{arm} leans from another order: AISLE_SESSION_FIT_LEANS=true has every order do so. Nothing was changed."
        )
    why = f"trial {told.experiment.plan.name}: {told.words}"
    await StoredModels(connections=pool).promote(
        None if version == BUILT_IN else version,
        decision=Decision(by="aisle experiment stop", why=why, at=_now()),
        force=force,
    )


def _tell(told: Status, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(figures_of(told), indent=2))
    else:
        show_status(told, Console())


def _with_pool(ask: Callable[[Pool], Coroutine[Any, Any, Found]]) -> Found:
    async def asked(url: str) -> Found:
        async with Pool(url, name="experiments", most=1, statement_timeout_s=STATEMENT_TIMEOUT_S) as pool:
            return await ask(pool)

    with database_at_hand(SupervisorSettings()) as url:
        return asyncio.run(asked(url))


def _now() -> datetime:
    return datetime.now(UTC)
