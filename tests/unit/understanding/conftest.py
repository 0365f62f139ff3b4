"""Fixtures of the request parser: an understanding of the small shop's vocabulary."""

import pytest

from catalog.understanding.parser import Understanding
from tests.unit.understanding.shop import vocabulary


@pytest.fixture(scope="session")
def understanding() -> Understanding:
    return Understanding(vocabulary())
