"""Versions of features: one that means something else is another one, so that no model reads what it never learned."""

import json
import math

import pytest

from tests.unit.features.meanings import NOTED, meanings


def test_the_same_version_says_the_same() -> None:
    """Give the feature its next version, then `python -m tests.unit.features.meanings`."""
    noted = json.loads(NOTED.read_text(encoding="utf-8"))
    now = meanings()

    assert set(now) == set(noted)
    for feature, values in now.items():
        assert _known(values) == pytest.approx(_known(noted[feature]), rel=1e-3, nan_ok=True), feature


def test_every_feature_says_something_of_that_life() -> None:
    noted = json.loads(NOTED.read_text(encoding="utf-8"))
    silent = {feature for feature, values in noted.items() if not any(values)}
    assert silent == set()


def _known(values: list[float | None]) -> list[float]:
    return [math.nan if value is None else value for value in values]
