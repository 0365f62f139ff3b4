"""What the doctor says of learning: what comes in, which order is in use, and how the last try went."""

from datetime import UTC, datetime

from assistant.doctor.findings import Finding
from assistant.doctor.learning import look_at_learning
from assistant.learning_settings import LearningSettings
from rerank.learning.stored_runs import StoredRuns
from tests.conftest import OneConnection

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
