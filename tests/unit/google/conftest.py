"""What tests of Google's door share."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.logs import Written, captured_logs
from tests.unit.google.open_door import Door


@pytest.fixture(autouse=True)
def logs() -> Iterator[Written]:
    with captured_logs() as written:
        yield written


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    door = Door()
    async with door.client:
        yield door
