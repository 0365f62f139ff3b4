"""Models in a real database: kept, put to use, taken back, and followed by gateways; a broken one changes nothing."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool

from assistant.doors.admin import StoredLineage
from rerank.learning.errors import LearningRefused, ModelUnknown, ModelUnusable, NothingBefore
from rerank.learning.model_record import ModelRecord
from rerank.learning.served_models import AGAIN_AFTER_S, opener
from rerank.learning.stored_models import Decision, StoredModels, withdraw_simulated
from rerank.ranking.lessons import Lessons
from rerank.ranking.onnx_model import loaded
from rerank.ranking.training import Plan, train
from tests.integration.known_models import AT, BECAUSE, SWEEP, Following, record
from tests.unit.learning.school import FEATURES, lessons


@pytest.fixture(scope="module")
def told() -> Lessons:
    return lessons(300)


@pytest.fixture(scope="module")
def networks(told: Lessons) -> list[bytes]:
    return [train(told, plan=Plan(rounds=rounds)).network for rounds in (3, 5, 8)]


@pytest.fixture
async def models(database_url: str) -> AsyncIterator[StoredModels]:
    """Committed, as another process would see it."""
    async with AsyncConnectionPool(database_url, min_size=1, max_size=3, open=False) as pool:
        yield StoredModels(connections=pool)
        async with pool.connection() as connection:
            await connection.execute(SWEEP)


async def keep_two(models: StoredModels, networks: list[bytes], told: Lessons) -> None:
    for version, network in zip(("m-1", "m-2"), networks, strict=False):
        await models.keep(record(version, network, told))


async def lose_and_mend(models: StoredModels, following: Following, kept: ModelRecord, database_url: str) -> None:
    """The one in use loses its network, which is noticed, and gets it back, which is not yet."""
    await models.keep(kept)
    await models.promote(kept.version, decision=BECAUSE)
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("update ranking_models set network = null")
        assert await following.serves() == "baseline"
        connection.execute("update ranking_models set network = %s", [kept.network])


async def test_a_shop_that_has_learned_nothing_serves_the_built_in_order(models: StoredModels) -> None:
    assert await Following(models).serves() == "baseline"


async def test_gateways_follow_what_is_put_to_use_and_taken_back(
    models: StoredModels, networks: list[bytes], told: Lessons
) -> None:
    one, other = Following(models), Following(models)
    await keep_two(models, networks, told)
    for version in ("m-1", "m-2"):
        assert await models.promote(version, decision=BECAUSE)
        assert [await one.serves(), await other.serves()] == [version, version]
    await models.roll_back(decision=BECAUSE)
    assert await one.serves() == "m-1"
    await models.roll_back(decision=BECAUSE)
    assert await one.serves() == "baseline"
    with pytest.raises(NothingBefore):
        await models.roll_back(decision=BECAUSE)


async def test_every_change_is_kept_with_who_and_why(
    models: StoredModels, networks: list[bytes], told: Lessons, database_url: str
) -> None:
    await models.keep(record("m-1", networks[0], told))
    await models.promote("m-1", decision=BECAUSE)
    await models.roll_back(decision=Decision(by="ben", why="customers complain", at=AT))
    back, up = await models.changes()
    assert (up.what, up.left, up.version, up.by, up.why, up.at) == ("promoted", None, "m-1", "ann", "it is better", AT)
    assert (back.what, back.left, back.version, back.by) == ("rolled_back", "m-1", None, "ben")
    with psycopg.connect(database_url) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("update ranking_model_changes set by_whom = 'nobody'")


async def test_back_from_the_built_in_order_leads_to_what_was_before_it(
    models: StoredModels, networks: list[bytes], told: Lessons
) -> None:
    await models.keep(record("m-1", networks[0], told))
    await models.promote("m-1", decision=BECAUSE)
    await models.promote(None, decision=BECAUSE)
    assert (await models.roll_back(decision=BECAUSE)).version == "m-1"


async def test_only_what_it_was_held_against_gives_way(
    models: StoredModels, networks: list[bytes], told: Lessons
) -> None:
    await keep_two(models, networks, told)
    assert await models.promote("m-1", decision=BECAUSE)
    assert not await models.promote("m-2", decision=BECAUSE, instead_of=(None,))
    assert (await models.in_use()).version == "m-1"


async def test_what_did_not_pass_is_put_to_use_only_by_force(
    models: StoredModels, networks: list[bytes], told: Lessons
) -> None:
    await models.keep(record("m-1", networks[0], told, passed=False))
    with pytest.raises(LearningRefused):
        await models.promote("m-1", decision=BECAUSE)
    with pytest.raises(ModelUnknown):
        await models.promote("m-9", decision=BECAUSE)
    assert await models.promote("m-1", decision=BECAUSE, force=True)


BROKEN = {
    "cut off": ("update ranking_models set network = substr(network, 1, 100)", "not the one that was judged"),
    "gone": ("update ranking_models set network = null", "not there"),
    "another": (
        "update ranking_models set network = 'x'::bytea, sha256 = encode(sha256('x'::bytea), 'hex')",
        "not a network",
    ),
    "of features that nobody knows": (
        """update ranking_models set manifest = jsonb_set(manifest, '{features,0}', '"shoe_size@9"')""",
        "shoe_size@9",
    ),
    "with no manifest at all": ("""update ranking_models set manifest = '[1, 2]'""", "names no features"),
    "without features": ("update ranking_models set manifest = '{}'", "names no features"),
    "saying something else": (
        "update ranking_models set manifest = jsonb_set(manifest, '{probe,scores,0}', '99')",
        "does not say",
    ),
    "with an empty probe": (
        """update ranking_models set manifest = jsonb_set(manifest, '{probe}', '{"values": [], "scores": []}')""",
        "it does not say what it said",
    ),
    "without a probe": ("update ranking_models set manifest = manifest - 'probe'", "probe"),
}


@pytest.mark.parametrize("how", list(BROKEN))
async def test_a_broken_model_leaves_the_last_good_one_serving(
    models: StoredModels, networks: list[bytes], told: Lessons, database_url: str, how: str
) -> None:
    statement, reason = BROKEN[how]
    following = Following(models)
    await keep_two(models, networks, told)
    await models.promote("m-1", decision=BECAUSE)
    assert await following.serves() == "m-1"
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(f"{statement} where version = 'm-2'")
        connection.execute("update ranking_model_in_use set version = 'm-2', before = 'm-1'")
    assert await following.serves() == "m-1"
    assert await following.serves() == "m-1"
    assert following.refused == ["m-2"]
    assert await Following(models).serves() == "baseline"
    with pytest.raises(ModelUnusable, match=reason):
        opener(loaded, known=FEATURES)(await models.model("m-2"))
    await _is_told_to_the_operator(models, following, reason)


async def _is_told_to_the_operator(models: StoredModels, following: Following, reason: str) -> None:
    page = StoredLineage(connections=models.connections, serving=following.served.serving, now=lambda: AT)
    told = await page.models()
    assert (told.in_use, told.serving) == ("m-2", "m-1")
    assert reason in (told.refused or "")
    assert {model.version: model.is_serving for model in told.models} == {"m-1": True, "m-2": False}
    await models.promote("m-1", decision=BECAUSE)
    await following.serves()
    told = await page.models()
    assert (told.in_use, told.serving, told.refused) == ("m-1", "m-1", None)


async def test_what_is_mended_is_served_after_a_while(
    models: StoredModels, networks: list[bytes], told: Lessons, database_url: str
) -> None:
    following = Following(models)
    await lose_and_mend(models, following, record("m-1", networks[0], told), database_url)
    assert await following.serves() == "baseline"
    following.at = AGAIN_AFTER_S + 1
    assert await following.serves() == "m-1"


async def test_what_is_mended_and_put_to_use_again_is_served_at_once(
    models: StoredModels, networks: list[bytes], told: Lessons, database_url: str
) -> None:
    following = Following(models)
    await lose_and_mend(models, following, record("m-1", networks[0], told), database_url)
    await models.promote(None, decision=BECAUSE)
    await models.promote("m-1", decision=BECAUSE)
    assert await following.serves() == "m-1"


async def test_models_on_trial_are_held_ready_as_well(
    models: StoredModels, networks: list[bytes], told: Lessons
) -> None:
    following = Following(models, also={"m-2", "baseline"})
    await keep_two(models, networks, told)
    await models.promote("m-1", decision=BECAUSE)
    assert await following.serves() == "m-1"
    tried = following.served.model("m-2")
    assert tried is not None
    assert tried.version == "m-2"
    following.also.clear()
    await following.serves()
    assert following.served.model("m-2") is None
    assert following.served.model("baseline") is not None


async def test_old_networks_are_let_go_but_never_one_that_is_needed(
    models: StoredModels, networks: list[bytes], told: Lessons
) -> None:
    for number in range(6):
        await models.keep(record(f"m-{number}", networks[0], told))
    await models.promote("m-0", decision=BECAUSE)
    await models.promote("m-1", decision=BECAUSE)
    assert await models.let_go(keep=["m-2"], newest=1) == 2
    assert [(await models.model(f"m-{number}")).network is not None for number in range(6)] == [
        *(True, True, True, False, False, True)
    ]
    assert (await models.model("m-3")).manifest["features"] == list(FEATURES)
    with pytest.raises(ModelUnusable, match="let go"):
        await models.promote("m-3", decision=BECAUSE)


async def test_what_was_learned_of_the_demo_goes_with_it(
    models: StoredModels, networks: list[bytes], told: Lessons
) -> None:
    await models.keep(record("m-1", networks[0], told))
    await models.keep(record("m-2", networks[1], told, simulated=True))
    await models.promote("m-1", decision=BECAUSE)
    await models.promote("m-2", decision=BECAUSE)
    async with models.connections.connection() as connection:
        await withdraw_simulated(connection, decision=BECAUSE)
    assert (await models.in_use()).version is None
    assert [each.version for each in await models.listed()] == ["m-1"]
    assert (await models.changes())[0].what == "withdrawn"


async def test_taking_a_model_back_goes_past_one_that_went_with_the_demo(
    models: StoredModels, networks: list[bytes], told: Lessons
) -> None:
    await models.keep(record("m-1", networks[0], told, simulated=True))
    for version, network in (("m-2", networks[1]), ("m-3", networks[2])):
        await models.keep(record(version, network, told))
    for version in ("m-1", "m-2"):
        await models.promote(version, decision=BECAUSE)
    async with models.connections.connection() as connection:
        await withdraw_simulated(connection, decision=BECAUSE)
    await models.promote("m-3", decision=BECAUSE)
    used = await models.roll_back(decision=BECAUSE)
    assert (used.version, used.before) == ("m-2", None)
    assert (await models.roll_back(decision=BECAUSE)).version is None


async def test_a_network_that_is_just_being_put_to_use_is_not_let_go_of(
    models: StoredModels, networks: list[bytes], told: Lessons
) -> None:
    for number in range(2):
        await models.keep(record(f"m-{number}", networks[0], told))
    async with models.connections.connection() as promoting:
        await promoting.execute("select from ranking_model_in_use for update")
        await promoting.execute("update ranking_model_in_use set version = 'm-0'")
        letting_go = asyncio.create_task(models.let_go(newest=1))
        await _is_waited_for(promoting)
    assert await letting_go == 0
    assert (await models.model("m-0")).network is not None


async def _is_waited_for(promoting: AsyncConnection[Any]) -> None:
    async with asyncio.timeout(10):
        while True:
            found = await promoting.execute(
                "select from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))"
            )
            if found.rowcount:
                return
            await asyncio.sleep(0.01)
