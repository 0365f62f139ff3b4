"""`aisle models …` and `aisle train recommender` as an operator and a script use them."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg.types.json import Jsonb

from tests.integration.test_learned_models import SWEEP

ROOT = Path(__file__).resolve().parents[2]
NETWORK = b"not opened by any of these commands"
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def shop(database_url: str) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        for version, passed in (("m-1", True), ("m-2", True), ("m-3", False)):
            keep(connection, version, passed=passed)
        yield connection
        connection.execute(SWEEP)


def keep(connection: psycopg.Connection[Any], version: str, *, passed: bool) -> None:
    comparison = {
        "challenger": 0.5,
        "champion": 0.4,
        "difference": {"mean": 0.1, "low": 0.05, "high": 0.15},
        "lists": 300,
        "persons": 40,
    }
    check = {"name": "better", "passed": passed, "words": "nDCG@10 0.5 against 0.4", "figures": {}}
    manifest = {
        "features": ["relevance@1"],
        "parameters": {"eta": 0.1},
        "window": {"learned": {"lists": 1200}, "held_out": {"lists": 300}, "left_out": {"surge": 3}},
        "code": {"version": "0.1.0"},
        "champion": "baseline",
        "verdict": {"outcome": "passed", "reasons": ["because"], "comparison": comparison, "checks": [check]},
        "probe": {"values": [[1.0]], "scores": [0.1]},
        "portrait": [],
    }
    connection.execute(
        "insert into ranking_models (version, made_at, outcome, sha256, network, manifest)"
        " values (%s, %s, %s, %s, %s, %s)",
        [
            version,
            datetime(2026, 3, int(version[-1]), tzinfo=UTC),
            "passed" if passed else "refused",
            hashlib.sha256(NETWORK).hexdigest(),
            NETWORK,
            Jsonb(manifest),
        ],
    )


@pytest.fixture
def aisle(database_url: str, tmp_path: Path) -> Command:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "AISLE_DATABASE_URL": database_url, "AISLE_STATE_DIR": str(tmp_path)}
        return subprocess.run(
            [sys.executable, "-m", "assistant.cli.main", *arguments],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


def told(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_operator_looks_puts_to_use_and_goes_back(shop: psycopg.Connection[Any], aisle: Command) -> None:
    listed = told(aisle("models", "list", "--json"))
    assert (listed["in_use"], [each["version"] for each in listed["models"]]) == ("baseline", ["m-3", "m-2", "m-1"])
    assert told(aisle("models", "promote", "m-1", "--why", "a trial", "--json")) == {"in_use": "m-1", "changed": True}
    assert not told(aisle("models", "promote", "m-1", "--json"))["changed"]
    assert told(aisle("models", "promote", "m-2", "--json"))["changed"]
    assert told(aisle("models", "rollback", "--json")) == {"in_use": "m-1", "before": "baseline"}
    shown = told(aisle("models", "show", "m-1", "--json"))
    assert shown["comparison"]["difference"]["low"] == 0.05
    assert shown["manifest"]["window"]["left_out"] == {"surge": 3}
    assert "probe" not in shown["manifest"]
    assert [change["what"] for change in shown["changes"]] == ["rolled_back", "promoted", "promoted"]
    assert shown["changes"][-1]["why"] == "a trial"
    assert shown["changes"][-1]["by"].endswith("command")
    page = aisle("models", "show", "m-1")
    assert "better: nDCG@10 0.5 against 0.4" in page.stdout
    assert "m-1" in aisle("models", "list").stdout


def test_what_did_not_pass_takes_force(shop: psycopg.Connection[Any], aisle: Command) -> None:
    refused = aisle("models", "promote", "m-3")
    assert (refused.returncode, "did not pass" in refused.stderr) == (1, True)
    assert told(aisle("models", "promote", "m-3", "--force", "--json"))["changed"]
    assert told(aisle("models", "promote", "baseline", "--json"))["in_use"] == "baseline"


def test_mistakes_are_told_in_a_sentence(shop: psycopg.Connection[Any], aisle: Command) -> None:
    for arguments, said in (
        (("models", "rollback"), "no earlier order"),
        (("models", "show", "m-9"), "no model m-9"),
        (("models", "promote", "'; drop table ranking_models"), "no model"),
    ):
        done = aisle(*arguments)
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_learning_by_command_says_what_came_of_it(shop: psycopg.Connection[Any], aisle: Command) -> None:
    done = told(aisle("train", "recommender", "--json"))
    assert (done["outcome"], done["version"]) == ("too_little", None)
    assert "it takes 100, 50 and 10" in done["reasons"][0]
    said = aisle("train", "recommender")
    assert "Too little is known yet" in said.stdout
