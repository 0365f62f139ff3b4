"""The loop as a whole, with the real trainer and a real database: a better order is put to use, and nothing else is."""

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from psycopg_pool import AsyncConnectionPool

from assistant.learning import alone
from rerank.learning.errors import AlreadyLearning
from rerank.learning.parts import parted, some_lists
from rerank.learning.stored_models import Decision
from rerank.learning.stored_runs import Run
from rerank.learning.verdict import Outcome
from rerank.ranking.lessons import Lessons
from rerank.ranking.training import Plan, Trained, train
from tests.integration.known_models import SWEEP
from tests.integration.small_school import PLAN, School, Train
from tests.unit.learning.drawn import lots_on_the_first_place
from tests.unit.learning.school import FEATURES, SHOWN, lessons, regained

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_S = 30.0


@pytest.fixture(scope="module")
def told() -> Lessons:
    return lessons(2500)


@pytest.fixture
async def school(database_url: str, told: Lessons) -> AsyncIterator[School]:
    async with AsyncConnectionPool(database_url, min_size=1, max_size=3, open=False) as pool:
        yield School(pool, told)
        async with pool.connection() as connection:
            await connection.execute(SWEEP)


async def test_what_is_surely_better_is_put_to_use(school: School) -> None:
    learned = await school.learns()
    assert learned.outcome is Outcome.PROMOTED, learned.reasons
    assert (await school.in_use).version == learned.version
    (change,) = await school.models.changes()
    assert (change.by, change.version) == ("learning", learned.version)
    assert "nDCG@10" in change.why
    (run,) = await school.runs()
    assert (run.state, run.outcome, run.version, run.lists) == ("ended", "promoted", learned.version, 2500)


async def test_how_it_came_about_is_kept_and_noted(school: School) -> None:
    learned = await school.learns()
    record = await school.models.model_in_use()
    assert record is not None
    assert record.network is not None
    manifest = record.manifest
    assert manifest["features"] == list(FEATURES)
    assert manifest["champion"] == "baseline"
    assert manifest["window"]["learned"]["lists"] > 4 * manifest["window"]["held_out"]["lists"] - 50
    assert manifest["window"]["learned"]["to"] < manifest["window"]["held_out"]["from"]
    assert manifest["parameters"]["objective"] == "rank:ndcg"
    assert manifest["code"].keys() == {"version", "rerank_sha256"}
    assert manifest["verdict"]["comparison"]["difference"]["low"] > 0
    assert {check["name"] for check in manifest["verdict"]["checks"]} == {
        *("features", "sound", "better", "breadth", "groups", "coverage", "evenness", "latency", "rules")
    }
    assert {each["feature"] for each in manifest["portrait"]} == set(FEATURES)
    assert [each.version for each in school.noted.records] == [learned.version]


async def test_the_same_lessons_again_bring_no_better_order(school: School) -> None:
    first = await school.learns()
    assert first.outcome is Outcome.PROMOTED, first.reasons
    again = await school.learns()
    assert again.outcome is Outcome.REFUSED
    assert again.instead_of == first.version
    assert (await school.in_use).version == first.version


async def test_a_second_look_is_taken_at_what_the_order_in_use_showed_by_lot(school: School) -> None:
    asked: list[tuple[str, datetime]] = []

    async def drawn(*, model: str, since: datetime, until: datetime) -> Lessons:
        asked.append((model, since))
        return lots_on_the_first_place(wanted=-1)

    school.instead["lots"] = drawn
    learned = await school.learns()

    assert learned.outcome is Outcome.REFUSED
    assert [reason.partition(":")[0] for reason in learned.reasons] == ["by lot"]
    (record,) = await school.models.listed()
    (model, since), learned_until = asked[0], record.manifest["window"]["learned"]["to"]
    assert model == "baseline"
    assert since > datetime.fromisoformat(learned_until)


async def test_nothing_comes_of_a_shop_that_made_room_for_another_meanwhile(school: School) -> None:
    answers = iter([True, False])

    async def is_simulated() -> bool:
        return next(answers)

    school.instead["is_simulated"] = is_simulated
    learned = await school.learns()
    assert learned.outcome is Outcome.REFUSED
    assert "another one" in learned.reasons[0]
    assert await school.models.listed() == []


def _poisons(seed: int) -> dict[str, Train]:
    dice = np.random.default_rng(seed)
    wanted = {f"g{number}" for number in dice.choice(150, 6, replace=False)}

    def on(change: Callable[[Lessons], Lessons]) -> Train:
        return lambda told: train(change(told), plan=PLAN)

    return {
        "shuffled": on(lambda told: regained(told, dice.permutation(told.gain))),
        "inverted": on(lambda told: regained(told, np.where(told.gain > 0, 0.0, 3.0))),
        "farmed": on(lambda told: regained(told, np.array([3.0 * (one in wanted) for one in told.product_id]))),
        "columns crossed": on(lambda told: replace(told, values=np.ascontiguousarray(told.values[:, ::-1]))),
        "overfit": lambda told: train(
            regained(
                told, np.where(dice.random(len(told.gain)) < 0.5, told.gain, dice.integers(4, size=told.gain.shape))
            ),
            plan=Plan(rounds=120, parameters={"max_depth": 10, "min_child_weight": 0.0, "lambda": 0.0}),
        ),
    }


@pytest.mark.timeout(300)
async def test_twenty_poisoned_challengers_are_never_put_to_use(school: School) -> None:
    champion = (await school.learns()).version
    for seed in range(4):
        for name, poisoned in _poisons(seed).items():
            learned = await school.learns(poisoned)
            assert learned.outcome is Outcome.REFUSED, (name, seed, learned.reasons)
            assert (await school.in_use).version == champion
    assert len(await school.models.listed()) == 21


def _worse(seed: int) -> dict[str, Train]:
    """Honest lessons, and less made of them than the order in use has made."""
    dice = np.random.default_rng(seed)

    def blind(told: Lessons) -> Lessons:
        values = told.values.copy()
        values[:, dice.choice(len(FEATURES), 2, replace=False)] = np.nan
        return replace(told, values=values)

    return {
        "few lists": lambda told: train(some_lists(told, dice.random(len(told)) < 0.2), plan=PLAN),
        "older lists": lambda told: train(some_lists(told, told.at < np.quantile(told.at, 0.3)), plan=PLAN),
        "few rounds": lambda told: train(told, plan=Plan(rounds=3 + seed)),
        "another seed": lambda told: train(told, plan=Plan(rounds=60, parameters={"seed": 100 + seed})),
        "half blind": lambda told: train(blind(told), plan=PLAN),
    }


@pytest.mark.timeout(300)
async def test_twenty_challengers_that_are_merely_no_better_are_never_put_to_use(school: School) -> None:
    champion = (await school.learns()).version
    for seed in range(4):
        for name, worse in _worse(seed).items():
            learned = await school.learns(worse)
            assert learned.outcome is Outcome.REFUSED, (name, seed, learned.reasons)
            assert (await school.in_use).version == champion


async def test_poison_is_not_the_first_order_either(school: School) -> None:
    for name, poisoned in _poisons(9).items():
        if name != "overfit":  # half of what it learns is true
            assert (await school.learns(poisoned)).outcome is Outcome.REFUSED, name
    assert (await school.in_use).version is None


async def test_a_network_that_is_none_is_refused(school: School) -> None:
    made = train(school.told, plan=Plan(rounds=2))
    learned = await school.learns(lambda _: replace(made, network=made.network[:200]))
    assert learned.outcome is Outcome.REFUSED
    assert await school.models.listed() == []


async def test_a_farm_in_what_is_judged_by_does_not_help_it_either(school: School) -> None:
    """Later lists, too, are full of those who are paid: what looks like a better order is a surge."""
    _, later = parted(school.told, later_share=0.2)
    farm_day = float(np.floor(later.at.max()))
    first_of_day = np.flatnonzero(school.told.at >= farm_day)[:60]
    gain, products = school.told.gain.copy(), list(school.told.product_id)
    people = list(school.told.person)
    for number, each in enumerate(first_of_day):
        rows = slice(each * SHOWN, (each + 1) * SHOWN)
        gain[rows], products[each * SHOWN + 7] = 0.0, "g7"
        gain[each * SHOWN + 7] = 3.0
        people[each] = f"farm-{number}"
    school.told = replace(school.told, gain=gain, product_id=tuple(products), person=tuple(people))
    await school.learns()
    (record, *_) = await school.models.listed()
    assert record.manifest["window"]["left_out"]["surge"] >= 40


async def test_labels_that_jump_teach_nothing(school: School) -> None:
    earlier, _ = parted(school.told, later_share=0.2)
    before = np.arange(len(school.told.gain)) < len(earlier.gain)
    sparse = np.random.default_rng(1).random(len(before)) < 0.15
    school.told = regained(school.told, np.where(before & ~sparse, 0.0, school.told.gain))
    learned = await school.learns()
    assert learned.outcome is Outcome.REFUSED
    assert "later lists" in learned.reasons[0]
    assert await school.models.listed() == []


async def test_too_little_is_said_and_changes_nothing(school: School) -> None:
    school.told = lessons(80)
    learned = await school.learns()
    assert (learned.outcome, learned.version) == (Outcome.TOO_LITTLE, None)
    (run,) = await school.runs()
    assert (run.state, run.outcome, run.reasons) == ("ended", "too_little", list(learned.reasons))


async def test_a_trainer_that_fails_leaves_everything_as_it_is(school: School) -> None:
    champion = (await school.learns()).version

    def fails(_: Lessons) -> Trained:
        raise MemoryError

    with pytest.raises(MemoryError):
        await school.learns(fails)
    assert (await school.in_use).version == champion
    newest, _ = await school.runs()
    assert (newest.state, newest.reasons) == ("failed", ["MemoryError"])


async def test_who_goes_back_is_not_overruled_at_once(school: School) -> None:
    await school.learns()
    await school.models.roll_back(decision=Decision(by="ann", why="complaints", at=school.now))
    learned = await school.learns(lambda told: train(told, plan=Plan(rounds=50)))
    assert learned.outcome is Outcome.PASSED
    assert "ann" in learned.reasons[-1]
    assert (await school.in_use).version is None
    school.now += timedelta(days=3)
    assert (await school.learns(lambda told: train(told, plan=Plan(rounds=55)))).outcome is Outcome.PROMOTED


async def test_only_one_learns_at_a_time(database_url: str) -> None:
    async with alone(database_url):
        with pytest.raises(AlreadyLearning):
            async with alone(database_url):
                pass
    async with alone(database_url):
        pass


async def test_killed_in_the_middle_the_order_in_use_stays_and_the_next_one_may_learn(
    school: School, database_url: str
) -> None:
    champion = (await school.learns()).version
    killed = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.integration.slow_learner", database_url, cwd=ROOT
    )
    try:
        await _until(lambda runs: runs[0].state == "running" and runs[0].stage == "learning", school)
        with pytest.raises(AlreadyLearning):
            async with alone(database_url):
                pass
    finally:
        killed.kill()
        await killed.wait()
    assert (await school.in_use).version == champion
    await _until_free(database_url)
    async with alone(database_url):
        school.now = datetime.now(UTC)
        await school.learns()
    assert sorted(run.state for run in await school.runs()) == ["abandoned", "ended", "ended"]


async def _until(condition: Callable[[list[Run]], bool], school: School) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not condition(await school.runs()):
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def _until_free(database_url: str) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        try:
            async with alone(database_url):
                return
        except AlreadyLearning:
            await asyncio.sleep(0.05)
    raise AssertionError("nobody let go of the lock")
