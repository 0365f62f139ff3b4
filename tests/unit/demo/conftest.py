"""The demo shop, made once for all its tests."""

import pytest

from catalog.contents import Contents
from catalog.demo.contents import demo_contents


@pytest.fixture(scope="session")
def contents() -> Contents:
    return demo_contents()
