"""What tests of several folders share."""

import pytest

from catalog.contents import Contents
from catalog.demo.contents import demo_contents


@pytest.fixture(scope="session")
def contents() -> Contents:
    """The demo shop, made once for all who look at it."""
    return demo_contents()
