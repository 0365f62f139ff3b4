"""`aisle eval search` on a small set of somebody else's: figures, files, and what is said when a file is broken."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from assistant.evaluation.scratch import PREFIX

ROOT = Path(__file__).resolve().parents[2]
GOODS = {
    "mouse": "Wireless mouse with a quiet scroll wheel",
    "mouse-2": "Wireless mouse for travel",
    "pad": "Mouse pad of cork",
    "keyboard": "Mechanical keyboard with brown switches",
    "lamp": "Desk lamp with a dimmer",
    "kettle": "Electric kettle of steel",
    "case": "Laptop sleeve of felt",
    "bottle": "Steel water bottle",
}
QUERIES = {"q1": "wireless mouse", "q2": "desk lamp", "q3": "keyboard", "junk": "'; drop table products; -- \u51b7 🦄"}


@dataclass(frozen=True)
class Set:
    folder: Path
    state: Path

    @property
    def arguments(self) -> list[str]:
        names = {"--corpus": "corpus.jsonl", "--queries": "queries.tsv", "--qrels": "qrels.tsv"}
        return [
            "eval",
            "search",
            *(part for option, name in names.items() for part in (option, str(self.folder / name))),
        ]

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def run(self, *more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "assistant.cli.main", *self.arguments, *more],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=110,
        )

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "AISLE_STATE_DIR": str(self.state), "PYTHONIOENCODING": "utf-8"}

    @property
    def left_behind(self) -> list[Path]:
        return list((self.state / "evaluation").glob(f"{PREFIX}*"))


@pytest.fixture
def small_set(tmp_path: Path, state_folder: Path, embedding_model: Path) -> Iterator[Set]:
    """Not below pytest's own folder: Postgres may run as another user, and that one is closed to others."""
    with TemporaryDirectory(prefix="aisle-evaluation-", ignore_cleanup_errors=True) as state:
        for name in ("models", "weights"):
            (Path(state) / name).symlink_to(state_folder / name)
        made = Set(tmp_path, Path(state))
        records = [{"_id": name, "title": title, "text": f"{title}."} for name, title in GOODS.items()]
        made.write("corpus.jsonl", "\n".join(map(json.dumps, records)))
        made.write("queries.tsv", "\n".join(f"{query}\t{text}" for query, text in QUERIES.items()))
        judged = ["q1\tmouse\t2", "q1\tmouse-2\t1", "q1\tpad\t0", "q2\tlamp\t2", "q3\tkeyboard\t2", "junk\tlamp\t0"]
        made.write("qrels.tsv", "\n".join(["query-id\tcorpus-id\tscore", *judged, "q1\tnot-sold\t0"]))
        yield made


def test_a_set_of_any_shop_is_loaded_asked_and_measured(small_set: Set, tmp_path: Path) -> None:
    run = tmp_path / "run.txt"

    done = small_set.run("--gains", "0,1,3", "--json", "--run", str(run), "--per-query")

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["ndcg@10"] >= 0.9
    assert told["recall@50"] == 1.0
    assert 0 < told["judged@10"] <= 1
    assert 0 < told["p50_ms"] <= told["p99_ms"]
    assert told["products"] == len(GOODS)
    assert told["queries"] == 3
    assert told["queries_without_relevant"] == 1
    assert told["judged_documents_not_in_corpus"] == 1
    assert (told["priced"], told["price_bounds"]) == (0.0, "dropped")
    low, high = told["intervals_95"]["ndcg@10"]
    assert low <= told["ndcg@10"] <= high
    assert {each["query_id"] for each in told["worst"]} == {"q1", "q2", "q3"}
    lines = [line.split() for line in run.read_text().splitlines()]
    assert ["q2", "Q0", "lamp", "1"] in [line[:4] for line in lines]
    assert "Embedding products: 8 of 8" in done.stderr
    assert not small_set.left_behind


def test_each_stage_and_fitted_weights_are_held_against_what_ships(small_set: Set) -> None:
    done = small_set.run("--gains", "0,1,3", "--json", "--ablation", "--folds", "3")

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    stages = told["ablation"]
    assert [row["stage"] for row in stages][:3] == ["words", "meaning", "words and meaning"]
    assert stages[2]["over"] in {"words", "meaning"}
    for row in stages[2:]:
        low, high = row["difference_interval_95"]
        assert low <= row["difference"] <= high
    # The last stage is the search as it is.
    assert stages[-1]["ndcg@10"] == told["ndcg@10"]
    assert told["cross_validation"]["queries"] == 3
    assert told["cross_validation"]["shipped"]["ndcg@10"] == told["ndcg@10"]


def test_the_second_run_embeds_nothing_anew(small_set: Set) -> None:
    first, second = (json.loads(small_set.run("--json").stdout) for _ in range(2))
    assert first["texts_embedded"] > 0
    assert second["texts_embedded"] == 0
    assert second["ndcg@10"] == first["ndcg@10"]


def test_prices_hold_where_the_corpus_has_them(small_set: Set) -> None:
    records = [
        {"_id": name, "title": title, "price": 10.0 if name == "mouse" else 99.0} for name, title in GOODS.items()
    ]
    small_set.write("corpus.jsonl", "\n".join(map(json.dumps, records)))
    small_set.write(
        "queries.tsv",
        "q1\twireless mouse under twenty dollars\nq2\tdesk lamp between 99999999999999999999999 and 1e400 dollars",
    )
    small_set.write("qrels.tsv", "q1 0 mouse 1\nq1 0 mouse-2 0\nq2 0 lamp 1")

    run = small_set.folder / "run.txt"
    done = small_set.run("--json", "--run", str(run))

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["priced"], told["price_bounds"]) == (1.0, "held")
    assert [line.split()[2] for line in run.read_text().splitlines() if line.startswith("q1")] == ["mouse"]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("corpus.jsonl", '{"_id": "a", "title": "Tea"}\n{"_id": "b", "title": \n', "corpus.jsonl, line 2: not JSON"),
        ("queries.tsv", "q1\twireless mouse\nq2 desk lamp\n", "queries.tsv, line 2: no tab"),
        ("qrels.tsv", "q1 0 mouse 1\nq1 0 pad good\n", "qrels.tsv, line 2: the grade is not a number"),
        ("qrels.tsv", "q1 0 mouse 5\n", "line 1: the grade has no gain"),
        ("qrels.tsv", "other 0 mouse 1\n", "nothing to measure"),
        ("qrels.tsv", "q1 0 unknown 1\n", "no judged document"),
    ],
)
def test_a_broken_file_is_one_readable_line(small_set: Set, name: str, text: str, expected: str) -> None:
    small_set.write(name, text)
    done = small_set.run("--gains", "0,1,3", "--json")
    assert done.returncode == 1
    assert expected in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("command", "text", "expected"),
    [("spoken", "[[requests]]\nsay = \n", "cannot be read"), ("assortment", "carried\ta bike\nbike\n", "line 2")],
)
def test_a_broken_file_of_requests_is_one_readable_line(small_set: Set, command: str, text: str, expected: str) -> None:
    small_set.write("requests", text)
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli.main", "eval", command, "--file", str(small_set.folder / "requests")],
        env=small_set.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert expected in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("gains", ["none", "1,,2", "0,0", "0,-1"])
def test_gains_that_are_none_are_a_mistake_in_the_call(small_set: Set, gains: str) -> None:
    done = small_set.run("--gains", gains)
    assert done.returncode == 2
    assert "--gains" in done.stderr


def test_nothing_stays_behind_when_it_is_stopped(small_set: Set) -> None:
    records = [{"_id": f"p{number}", "title": f"Thing number {number} " + "and on " * 90} for number in range(3000)]
    small_set.write("corpus.jsonl", "\n".join(map(json.dumps, [*records, {"_id": "mouse", "title": "Mouse"}])))
    # What runs in the background begins with interruptions left unheard.
    heard = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(
        [sys.executable, "-m", "assistant.cli.main", *small_set.arguments],
        env=small_set.environment,
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
    )
    signal.signal(signal.SIGINT, heard)
    assert running.stderr is not None
    for line in running.stderr:
        if line.startswith("Loading products"):
            break
    assert len(small_set.left_behind) == 1

    running.send_signal(signal.SIGINT)

    said = running.communicate(timeout=60)[1]
    assert running.returncode != 0
    assert "Traceback" not in said
    assert not small_set.left_behind
