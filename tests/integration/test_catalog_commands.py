"""`aisle catalog import` and `check` as an operator runs them, also when they are killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from assistant.import_rows import alone
from tests.integration.feeds import feed_row, table

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_S = 60.0


async def test_a_second_import_meanwhile_is_refused_in_one_line(database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_text(table([feed_row(1)]), encoding="utf-8")
    async with alone(database_url):
        done = _aisle(database_url, "import", str(path), "--currency", "USD")
    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1] == "another import is under way"


@pytest.fixture
def swept(database_url: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        yield connection
        connection.execute(
            "truncate products, stores, import_runs, product_sources, installed_parts, procrastinate_jobs cascade"
        )


@pytest.mark.parametrize("stage", ["reading", "writing"])
def test_a_killed_import_goes_on_where_it_stopped(
    stage: str, swept: psycopg.Connection, database_url: str, tmp_path: Path
) -> None:
    """Killed as no program can prevent, once in each stage; nothing is lost, nothing comes twice."""
    path = tmp_path / "feed.csv"
    rows = [
        feed_row(number, item_group_id=f"g{number % 4000}", color=f"shade {number // 4000}") for number in range(8000)
    ]
    path.write_text(table([*rows, {"id": "broken", "price": "?"}]), encoding="utf-8")
    _stop_import(stage, path, swept, database_url, by=signal.SIGKILL)
    done = _aisle(database_url, "import", str(path), "--currency", "USD", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 1, done.stderr
    assert told["resumed"]
    assert told["counts"]["rows"] == 8001
    assert told["counts"]["bad_rows"] == 1
    assert sum(told["counts"].get(name, 0) for name in ("added", "unchanged")) == 4000
    assert "changed" not in told["counts"]
    assert swept.execute("select count(*), count(distinct product_id) from variants").fetchone() == (8000, 4000)
    assert swept.execute("select stage from import_runs").fetchall() == [("finished",)]
    assert swept.execute("select count(*) from import_items").fetchone() == (0,)
    again = json.loads(_aisle(database_url, "import", str(path), "--currency", "USD", "--json").stdout)
    assert not again["resumed"]
    assert again["counts"]["unchanged"] == 4000
    waiting = swept.execute(
        "select task_name from procrastinate_jobs where status <> 'succeeded' order by 1"
    ).fetchall()
    assert waiting == [("aisle.embed_stale_products",), ("aisle.note_goods",)]


def test_check_tells_scripts_by_its_exit_code(swept: psycopg.Connection, database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_text(table([feed_row(1), feed_row(2, price="much")]), encoding="utf-8")
    checked = _aisle(database_url, "check", str(path), "--currency", "USD", "--json")
    assert checked.returncode == 1
    assert {finding["code"] for finding in json.loads(checked.stdout)["findings"]} >= {"price", "no_category"}
    _aisle(database_url, "import", str(path), "--currency", "USD")
    loaded = _aisle(database_url, "check", "--json")
    report = json.loads(loaded.stdout)
    assert loaded.returncode == 0, loaded.stderr
    assert (report["products"], report["errors"]) == (1, 0)
    assert "Missing pictures" in _aisle(database_url, "check").stdout


def test_an_interruption_says_how_to_go_on(swept: psycopg.Connection, database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    path.write_text(table([feed_row(number) for number in range(8000)]), encoding="utf-8")
    code, told = _stop_import("writing", path, swept, database_url, by=signal.SIGINT)
    assert code == 130
    assert told.splitlines()[-1] == "Interrupted. The same command goes on from there."


@pytest.mark.measuring
def test_ten_thousand_rows_a_minute(swept: psycopg.Connection, database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "feed.csv"
    text = "Holds heat for hours, pours without a drip and is easy to clean. " * 10
    rows = [
        feed_row(n, description=f"{text} Number {n}.", category="Kitchen > Kettles", color="red") for n in range(10_000)
    ]
    path.write_text(table(rows), encoding="utf-8")
    started = time.monotonic()
    assert _aisle(database_url, "import", str(path), "--currency", "USD").returncode == 0
    assert time.monotonic() - started < 60
    assert swept.execute("select count(*) from products").fetchone() == (10_000,)


def _stop_import(
    stage: str, path: Path, watching: psycopg.Connection, database_url: str, *, by: signal.Signals
) -> tuple[int, str]:
    """The exit code, and what was said of it. What runs in the background begins with interruptions left unheard."""
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(
        _command("import", str(path), "--currency", "USD"),
        env=_environment(database_url),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    signal.signal(signal.SIGINT, heard)
    reached = {
        "reading": "select rows_read from import_runs where stage = 'reading' and rows_read > 0",
        "writing": "select 1 from import_runs where stage = 'writing' and written_to <> ''",
    }
    try:
        deadline = time.monotonic() + DEADLINE_S
        while watching.execute(reached[stage]).fetchone() is None:
            assert running.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.005)
    finally:
        running.send_signal(by)
        _, told = running.communicate(timeout=DEADLINE_S)
    return running.returncode, told


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "assistant.cli.main", "catalog", *arguments]


def _environment(database_url: str) -> dict[str, str]:
    return {**os.environ, "AISLE_DATABASE_URL": database_url, "COLUMNS": "200"}


def _aisle(database_url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        _command(*arguments),
        env=_environment(database_url),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
