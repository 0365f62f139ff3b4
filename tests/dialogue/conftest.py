"""The shop that the conversations are held with: one of its own, or the open one that AISLE_TEST_SHOP names."""

import os

import pytest

from tests.open_shop import OpenShop


@pytest.fixture(scope="session")
def shop_address(request: pytest.FixtureRequest) -> str:
    if given := os.environ.get("AISLE_TEST_SHOP"):
        return given
    shop: OpenShop = request.getfixturevalue("open_shop")
    return shop.address
