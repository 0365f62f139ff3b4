"""`aisle models …` and `aisle train recommender` as an operator and a script use them."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
import pytest
from psycopg.types.json import Jsonb

from rerank.ranking.onnx_model import loaded
from rerank.ranking.training import Plan, train
from tests.integration.known_models import SWEEP
from tests.unit.learning.school import lessons

ROOT = Path(__file__).resolve().parents[2]
FEATURES = ("relevance@1", "stars@1")
LEARNED = {"lists": 1200, "from": "2026-01-01T08:15:30.123456+00:00", "to": "2026-02-01T09:00:00+00:00"}
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def network() -> bytes:
    told = lessons(60)
    known = replace(told, features=FEATURES, values=np.ascontiguousarray(told.values[:, :2]))
    return train(known, plan=Plan(rounds=2)).network


@pytest.fixture
def shop(database_url: str, network: bytes) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        for version, passed in (("m-1", True), ("m-2", True), ("m-3", False)):
            keep(connection, version, network, passed=passed)
        yield connection
        connection.execute(SWEEP)


def keep(connection: psycopg.Connection[Any], version: str, network: bytes, *, passed: bool) -> None:
    rows = np.ones((2, len(FEATURES)), np.float32)
    scores = loaded(network, version=version, features=FEATURES).scores(rows)
    comparison = {
        "challenger": 0.5,
        "champion": 0.4,
        "difference": {"mean": 0.1, "low": 0.05, "high": 0.15},
        "lists": 300,
        "persons": 40,
    }
    check = {"name": "better", "passed": passed, "words": "nDCG@10 0.5 against 0.4", "figures": {}}
    manifest = {
        "features": list(FEATURES),
        "parameters": {"eta": 0.1},
        "window": {"learned": LEARNED, "held_out": {"lists": 300}, "left_out": {"surge": 3}},
        "code": {"version": "0.1.0"},
        "champion": "baseline",
        "verdict": {"outcome": "passed", "reasons": ["because"], "comparison": comparison, "checks": [check]},
        "probe": {"values": rows.tolist(), "scores": scores.tolist()},
        "portrait": [],
    }
    connection.execute(
        "insert into ranking_models (version, made_at, outcome, sha256, network, manifest)"
        " values (%s, %s, %s, %s, %s, %s)",
        [
            version,
            datetime(2026, 3, int(version[-1]), tzinfo=UTC),
            "passed" if passed else "refused",
            hashlib.sha256(network).hexdigest(),
            network,
            Jsonb(manifest),
        ],
    )


@pytest.fixture
def aisle(database_url: str, tmp_path: Path) -> Command:
    def run(*arguments: str, **otherwise: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "AISLE_DATABASE_URL": database_url, "AISLE_STATE_DIR": str(tmp_path)}
        environment |= otherwise
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
    shown = aisle("models", "show", "m-1").stdout
    assert "better: nDCG@10 0.5 against 0.4" in shown
    assert "2026-01-01 08:15 to 2026-02-01 09:00" in " ".join(shown.split())


def test_the_built_in_order_is_told_like_any_other(shop: psycopg.Connection[Any], aisle: Command) -> None:
    assert "baseline, the built-in order, in use" in aisle("models", "show", "baseline").stdout
    aisle("models", "promote", "m-1")
    shown = told(aisle("models", "show", "baseline", "--json"))
    assert (shown["version"], shown["in_use"], shown["features"]) == ("baseline", False, ["relevance@1", "stars@1"])
    assert [(change["left"], change["version"]) for change in shown["changes"]] == [(None, "m-1")]
    assert "in use before" in aisle("models", "show", "baseline").stdout


def test_a_database_that_does_not_answer_is_told_in_one_line(aisle: Command) -> None:
    done = aisle("models", "list", AISLE_DATABASE_URL="postgresql://nobody@127.0.0.1:1/shop")
    assert done.returncode == 2
    reason = 'connection to server at "127.0.0.1", port 1 failed: Connection refused'
    advice = "Check AISLE_DATABASE_URL and that its server runs, or leave it unset for the one that comes along."
    assert done.stderr == f"The database cannot be used: {reason}. {advice}\n"


def test_what_did_not_pass_takes_force(shop: psycopg.Connection[Any], aisle: Command) -> None:
    refused = aisle("models", "promote", "m-3")
    assert (refused.returncode, "did not pass" in refused.stderr) == (1, True)
    assert told(aisle("models", "promote", "m-3", "--force", "--json"))["changed"]
    assert told(aisle("models", "promote", "baseline", "--json"))["in_use"] == "baseline"


def test_what_cannot_be_opened_is_not_put_to_use(shop: psycopg.Connection[Any], aisle: Command) -> None:
    shop.execute("update ranking_models set network = substr(network, 1, 100)")
    refused = aisle("models", "promote", "m-1", "--force")
    assert (refused.returncode, "not the one that was judged" in refused.stderr) == (1, True)
    assert shop.execute("select version from ranking_model_in_use").fetchone() == (None,)


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
