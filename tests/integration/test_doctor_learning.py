"""What the doctor says of learning: what comes in, which order is in use, and how the last try went."""

import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from assistant.doctor.findings import Finding
from assistant.doctor.learning import look_at_learning
from assistant.learning_settings import LearningSettings
from rerank.learning.model_record import ModelRecord, probe_of
from rerank.learning.stored_models import StoredModels
from rerank.learning.stored_runs import StoredRuns
from rerank.ranking.onnx_model import loaded
from rerank.ranking.training import Plan, train
from tests.conftest import OneConnection
from tests.integration.known_models import BECAUSE
from tests.unit.learning.school import lessons

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


async def _found(database: OneConnection, **settings: bool) -> dict[str, Finding]:
    found = await look_at_learning(database, LearningSettings(**settings), now=NOW)  # type: ignore[arg-type]
    return {finding.part: finding for finding in found}


async def test_a_new_shop_has_the_built_in_order_and_nothing_to_learn_from(database: OneConnection) -> None:
    """What other tests told on connections of their own is gone until this one is rolled back."""
    async with database.connection() as connection:
        await connection.execute("delete from signals")
    found = await _found(database)
    assert found["events"].state == "unknown"
    assert "baseline" in found["order of goods"].says
    assert "not tried yet" in found["learning"].says
    assert "AISLE_LEARNING" in (await _found(database, learning=False))["learning"].says


async def test_a_try_that_failed_is_told_with_its_reason(database: OneConnection) -> None:
    runs = StoredRuns(connections=database)
    await runs.begin("run-1", asked_by="worker", at=NOW)
    assert "is at it" in (await _found(database))["learning"].says
    await runs.fail("run-1", reason="it took too long", at=NOW)
    told = (await _found(database))["learning"]
    assert told.state == "wrong"
    assert "it took too long" in told.says


def _learned(version: str) -> ModelRecord:
    features = ("relevance@1", "stars@1")
    told = lessons(60)
    told = replace(told, features=features, values=np.ascontiguousarray(told.values[:, :2]))
    network = train(told, plan=Plan(rounds=2)).network
    return ModelRecord(
        version=version,
        made_at=NOW,
        passed=True,
        sha256=hashlib.sha256(network).hexdigest(),
        manifest={
            "features": list(features),
            "probe": probe_of(loaded(network, version=version, features=features), told),
        },
        is_simulated=False,
        network=network,
    )


async def test_an_order_in_use_that_a_gateway_could_not_open_is_wrong(database: OneConnection) -> None:
    models = StoredModels(connections=database)
    await models.keep(_learned("m-1"))
    await models.promote("m-1", decision=BECAUSE)
    assert (await _found(database))["order of goods"].state == "ok"
    async with database.connection() as connection:
        await connection.execute("update ranking_models set network = set_byte(network, 100, 0)")
    told = (await _found(database))["order of goods"]
    assert told.state == "wrong"
    assert "not the one that was judged" in told.says
    assert "rollback" in told.advice
