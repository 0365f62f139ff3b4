"""One suite over every implementation: each test runs in memory and in Postgres."""

import pytest

from tests.conftest import OneConnection
from tests.contracts.commerce.worlds import InMemory, InPostgres, World


@pytest.fixture(params=["in memory", "in postgres"])
async def world(request: pytest.FixtureRequest, database: OneConnection) -> World:
    if request.param == "in memory":
        return InMemory()
    world = InPostgres(database)
    await world.open()
    return world
