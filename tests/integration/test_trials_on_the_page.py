"""Trials on the operator's page: how they stand, reckoned no more often than anybody could tell the difference."""

from datetime import datetime, timedelta

import pytest

from assistant.doors.admin import STANDS_FOR, StoredLineage
from rerank.experiments.stored_experiments import StoredExperiments
from rerank.learning.served_models import Serving
from rerank.learning.stored_models import BUILT_IN
from tests.conftest import OneConnection
from tests.integration.test_experiments import THIS, Shop, shopper
from tests.unit.experiments.trials import START

LATER = START + timedelta(days=2)


class Page:
    def __init__(self, database: OneConnection) -> None:
        self.now = LATER
        self._lineage = StoredLineage(
            connections=database, serving=lambda: Serving(version=BUILT_IN), now=lambda: self.now
        )

    async def units(self) -> list[int]:
        (trial,) = (await self._lineage.experiments()).experiments
        return [arm.units for arm in trial.arms]

    async def stopped_at(self) -> datetime | None:
        (trial,) = (await self._lineage.experiments()).experiments
        return trial.stopped_at


@pytest.fixture
async def shop(database: OneConnection) -> Shop:
    shop = Shop(database)
    await shop.run(
        "insert into ranking_models (version, outcome, sha256, network, manifest)"
        " values ('m7', 'passed', repeat('0', 64), 'x', '{}')"
    )
    await shop.run("insert into shoppers (shopper_id) values ('ann'), ('bob')")
    return shop


@pytest.fixture
def page(database: OneConnection) -> Page:
    return Page(database)


async def test_a_running_trial_is_reckoned_once_a_minute_and_stopped_at_once(shop: Shop, page: Page) -> None:
    stored = StoredExperiments(connections=shop.database)
    await stored.begin(THIS, at=START)
    await shop.sees("control", shopper("ann"), at=START, list_id="first")
    assert await page.units() == [1, 0]

    await shop.sees("newer", shopper("bob"), at=START, list_id="second")
    page.now = LATER + STANDS_FOR - timedelta(seconds=1)
    assert await page.units() == [1, 0]
    page.now = LATER + STANDS_FOR
    assert await page.units() == [1, 1]

    await stored.stop("trial", at=page.now, conclusion={"finding": "open"})
    assert await page.stopped_at() == page.now
