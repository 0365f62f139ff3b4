"""Measures closed loops one after the other, each for other shoppers in a database of its own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.evaluation.figures import rounded
from assistant.evaluation.loop import LoopPlan
from assistant.evaluation.loop_opening import opened_loop
from assistant.evaluation.progress import Tell
from assistant.evaluation.scratch import scratch_database
from assistant.evaluation.tried_shop import embed
from assistant.evaluation.workplace import Workplace
from assistant.logs import configure_logs
from catalog.connections import Connections
from catalog.demo.contents import demo_contents

# Of Student's distribution, for an interval that leaves out five of a hundred, by how many seeds there are less one.
STUDENT = (
    *(12.71, 4.30, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23),
    *(2.20, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.10, 2.09),
)


async def measure_loops(plans: Sequence[LoopPlan], *, place: Workplace, state_dir: Path, tell: Tell) -> dict[str, Any]:
    """On the demo shop's goods, with shoppers who never saw its history."""
    configure_logs(level="warning")
    contents, runs = demo_contents(), []

    async def prepare(connections: Connections) -> None:
        await embed(connections, place, tell)

    for plan in plans:
        with scratch_database(place.scratch) as url:
            opening = opened_loop(url, contents, plan, state_dir=state_dir, tell=tell, prepare=prepare)
            async with opening as loop:
                runs.append({"seed": plan.seed, **await loop.measured()})
    return {**_over_seeds(runs), "runs": runs}


def _over_seeds(runs: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """With one seed the interval is over its households, with several over the seeds."""
    closed = [run["gap_closed"] for run in runs]
    mean = float(np.mean(closed))
    interval = runs[0]["interval_95"]
    if len(runs) > 1:
        off = STUDENT[len(runs) - 2] * float(np.std(closed, ddof=1)) / len(runs) ** 0.5
        interval = [rounded(mean - off), rounded(mean + off)]
    told = {
        "gap_closed": rounded(mean),
        "interval_95": interval,
        **{name: rounded(float(np.mean([run[name] for run in runs]))) for name in ("knowable_share", "of_knowable")},
        "interactions": sum(run["interactions"] for run in runs),
        "late_share": rounded(float(np.mean([run["late_share"] for run in runs]))),
    }
    if all("poisoned" in run for run in runs):
        told["poisoned_tries"] = sum(run["poisoned"]["tries"] for run in runs)
        told["poisoned_promoted"] = sum(run["poisoned"]["promoted"] for run in runs)
    return told
