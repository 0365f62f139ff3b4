"""A small loop closed: a real gateway, made-up shoppers, and candidates and an order that are learned from them."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
import pytest

from assistant.evaluation.loop import LoopPlan
from assistant.evaluation.loop_opening import opened_loop
from assistant.evaluation.progress import unheard
from assistant.evaluation.scratch import scratch_database
from tests.unit.simulation.made_up_goods import made_up_contents

# Forty days are played before the first test, which takes its time on a busy machine.
pytestmark = pytest.mark.timeout(600)
PLAN = LoopPlan(interactions=900, shoppers=25, days=40, rounds=5, seed=2, is_poisoned=False)


@pytest.fixture(scope="module")
async def closed(state_folder: Path) -> dict[str, Any]:
    with TemporaryDirectory(prefix="aisle-loop-") as folder, scratch_database(Path(folder)) as url:
        async with opened_loop(url, made_up_contents(240), PLAN, state_dir=state_folder, tell=unheard) as loop:
            figures = await loop.measured()
        with psycopg.connect(url) as connection:
            lists = connection.execute("select count(*), count(distinct shopper_id) from shown_lists").fetchone()
    return {**figures, "lists": lists}


async def test_lists_become_better_as_the_shop_learns(closed: dict[str, Any]) -> None:
    first, *_, last = closed["rounds"]
    assert last["gap_closed"] > first["gap_closed"] + 0.1


async def test_every_list_is_kept_for_whom_it_was_shown_to(closed: dict[str, Any]) -> None:
    assert closed["lists"] == (PLAN.interactions, PLAN.shoppers)


async def test_it_tells_how_each_list_was_ordered(closed: dict[str, Any]) -> None:
    assert sum(closed["ordered"].values()) == PLAN.interactions
    assert closed["late_share"] == 0 or "late" in closed["ordered"]


async def test_no_list_is_worth_more_than_the_best(closed: dict[str, Any]) -> None:
    for each in closed["rounds"]:
        assert each["value"]["loop"] <= each["value"]["best"]
    assert 0.5 < closed["knowable_share"] <= 1
