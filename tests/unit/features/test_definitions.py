"""Definitions of features: each has its words, none is meant by two, and turns read them by the newest formulas."""

import re
import subprocess
import sys

import numpy as np

from rerank.features.checking import differences
from rerank.features.definitions import FEATURES
from rerank.features.feature import Entity, Feature
from rerank.features.formulas import NAMES
from rerank.features.generation import FORMULAS_FILE, SUMS_FILE, generated_formulas, generated_sums


def test_turns_read_features_by_the_newest_formulas() -> None:
    """`python -m rerank.features.generation` writes the files anew."""
    assert SUMS_FILE.read_text(encoding="utf-8") == generated_sums()
    assert FORMULAS_FILE.read_text(encoding="utf-8") == generated_formulas()


def test_features_are_told_apart_by_their_names_and_say_what_they_mean() -> None:
    assert len({feature.name for feature in FEATURES}) == len(FEATURES)
    assert len({feature.words for feature in FEATURES}) == len(FEATURES)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", feature.name) for feature in FEATURES)
    assert all(len(feature.words.split()) >= 3 and feature.words[0].isupper() for feature in FEATURES)


def test_another_meaning_is_another_feature() -> None:
    """A model says which meaning it has learned from: it never reads the one as if it were the other."""
    one = Feature(name="trend", words="How it goes", entity=Entity.ITEM)
    other = Feature(name="trend", words="How it goes by the hour", entity=Entity.ITEM, version=2)

    assert one.id == "trend@1"
    assert other.id == "trend@2"


def test_the_names_are_known_without_reading_and_in_the_order_of_the_columns() -> None:
    assert tuple(feature.id for feature in FEATURES) == NAMES


def test_serving_loads_nothing_that_only_learning_needs() -> None:
    heavy = ("ibis", "duckdb", "pandas", "pyarrow", "pyspark", "sqlglot")
    asked = f"import sys, rerank.features.stored_features; print([m for m in {heavy!r} if m in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=60)

    assert loaded.stdout.strip() == "[]"


def test_what_only_one_side_knows_is_a_difference() -> None:
    online = np.array([[1.0, np.nan, np.nan, 2.0]], dtype=np.float32)
    offline = np.array([[1.00001, np.nan, 0.0, 2.1]], dtype=np.float32)

    found = {each.feature: each.differing for each in differences(("a", "b", "c", "d"), online, offline)}

    assert found == {"a": 0, "b": 0, "c": 1, "d": 1}
