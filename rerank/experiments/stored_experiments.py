"""Trials in the database: begun, listed and stopped; what is known of one that was stopped stays."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb

from catalog.connections import Connection, Connections, connected
from rerank.experiments.errors import AlreadyStopped, ExperimentUnknown, LayerTaken, NameTaken, PlanWrong
from rerank.experiments.plan import Arm, Experiment, Metric, Plan, Unit, problems_of
from rerank.ranking.leaning import leaning_from
from shop.errors import ShopUnavailable
from shop.shown import Surface

BEGIN = """
    insert into experiments (experiment_id, salt, unit, traffic, metric, alpha, minimum_days, minimum_units,
                             window_hours, revenue_cap_minor, started_at)
    values (%(name)s, %(salt)s, %(unit)s, %(traffic)s, %(metric)s, %(alpha)s, %(days)s, %(units)s, %(hours)s, %(cap)s,
            %(at)s)
    on conflict do nothing
"""
ARM = "insert into experiment_arms (experiment_id, position, arm, model, share) values (%s, %s, %s, %s, %s)"
LAYER = "insert into experiment_layers (experiment_id, surface) values (%s, %s)"
TAKEN = "select surface from experiment_layers where is_running and surface = any(%s) order by surface"
# A model that was let go of cannot be shown to anybody.
MISSING = """
    select wanted from unnest(%s::text[]) wanted
    where wanted <> 'baseline' and wanted not in (select version from ranking_models where network is not null)
    order by wanted
"""
READ = """
    select experiment_id, salt, unit, traffic, metric, alpha, minimum_days, minimum_units, window_hours,
           revenue_cap_minor, started_at, stopped_at, conclusion,
           (select jsonb_agg(jsonb_build_array(arm, model, share) order by position) from experiment_arms
            where experiment_arms.experiment_id = experiments.experiment_id),
           (select array_agg(surface order by surface) from experiment_layers
            where experiment_layers.experiment_id = experiments.experiment_id)
    from experiments
"""
STOP = """
    update experiments set stopped_at = greatest(%(at)s, started_at), conclusion = %(conclusion)s
    where experiment_id = %(name)s and stopped_at is null
"""
FREE = "update experiment_layers set is_running = false where experiment_id = %s"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredExperiments:
    connections: Connections

    async def begin(self, plan: Plan, *, at: datetime) -> Experiment:
        """Raises PlanWrong, NameTaken or LayerTaken."""
        if problems := problems_of(plan):
            raise PlanWrong(problems)
        salt = secrets.token_hex(16)
        try:
            async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
                await self._require_models(connection, plan)
                await _write(connection, plan, salt=salt, at=at)
        except UniqueViolation as exc:
            raise LayerTaken(surfaces=await self._taken(plan)) from exc
        return Experiment(plan=plan, salt=salt, started_at=at)

    async def named(self, name: str) -> Experiment:
        """Raises ExperimentUnknown."""
        found = await self._read(f"{READ} where experiment_id = %s", [name])
        if not found:
            raise ExperimentUnknown(name=name)
        return found[0]

    async def running(self) -> list[Experiment]:
        return await self._read(f"{READ} where stopped_at is null order by started_at, experiment_id")

    async def listed(self, *, limit: int = 50) -> list[Experiment]:
        """Newest first."""
        return await self._read(f"{READ} order by started_at desc, experiment_id limit %s", [limit])

    async def stop(self, name: str, *, at: datetime, conclusion: dict[str, Any]) -> None:
        """From then on everybody gets what is in use; what was seen stays. Raises ExperimentUnknown, AlreadyStopped."""
        told = {"name": name, "at": at, "conclusion": Jsonb(conclusion)}
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            stopped = (await connection.execute(STOP, told)).rowcount
            if stopped:
                await connection.execute(FREE, [name])
        if not stopped:
            await self.named(name)
            raise AlreadyStopped(name=name)

    async def _require_models(self, connection: Connection, plan: Plan) -> None:
        missing = await (await connection.execute(MISSING, [[leaning_from(arm.model) for arm in plan.arms]])).fetchall()
        if missing:
            raise PlanWrong([f"there is no model {version} that could be shown" for (version,) in missing])

    async def _taken(self, plan: Plan) -> list[str]:
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            found = await connection.execute(TAKEN, [list(plan.surfaces)])
            return [surface for (surface,) in await found.fetchall()]

    async def _read(self, statement: str, told: Sequence[object] = ()) -> list[Experiment]:
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            rows = await (await connection.execute(statement, told)).fetchall()
        return [_experiment(row) for row in rows]


async def _write(connection: Connection, plan: Plan, *, salt: str, at: datetime) -> None:
    told = {
        "name": plan.name,
        "salt": salt,
        "unit": plan.unit,
        "traffic": plan.traffic,
        "metric": plan.metric,
        "alpha": plan.alpha,
        "days": plan.minimum_days,
        "units": plan.minimum_units,
        "hours": round(plan.window / timedelta(hours=1)),
        "cap": plan.revenue_cap_minor,
        "at": at,
    }
    if (await connection.execute(BEGIN, told)).rowcount == 0:
        raise NameTaken(name=plan.name)
    for position, arm in enumerate(plan.arms):
        await connection.execute(ARM, [plan.name, position, arm.name, arm.model, arm.share])
    for surface in sorted(plan.surfaces):
        await connection.execute(LAYER, [plan.name, surface])


def _experiment(row: Sequence[Any]) -> Experiment:
    name, salt, unit, traffic, metric, alpha, days, units, hours, cap, started, stopped, conclusion, arms, on = row
    plan = Plan(
        name=name,
        arms=tuple(Arm(name=arm, model=model, share=share) for arm, model, share in arms),
        unit=Unit(unit),
        surfaces=tuple(Surface(each) for each in on),
        traffic=traffic,
        metric=Metric(metric),
        alpha=alpha,
        minimum_days=days,
        minimum_units=units,
        window=timedelta(hours=hours),
        revenue_cap_minor=cap,
    )
    return Experiment(
        plan=plan,
        salt=salt,
        started_at=started.astimezone(UTC),
        stopped_at=stopped.astimezone(UTC) if stopped else None,
        conclusion=conclusion,
    )
