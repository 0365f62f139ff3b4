"""What tests of Alexa's door share."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.unit.alexa.open_door import Door


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """Nothing in a unit test may be reached by it."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def door(http: aiohttp.ClientSession) -> AsyncIterator[Door]:
    door = Door(http)
    async with door.client:
        yield door
