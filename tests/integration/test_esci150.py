"""The search on real shopper queries with human judgments: a floor, where the benchmark data is at hand."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ESCI = ROOT.parent / "shared" / "bench" / "esci150"
# Of the figures in docs/search-quality.md, with room for another machine's arithmetic.
LEAST_NDCG, LEAST_RECALL = 0.64, 0.75


@pytest.mark.timeout(1500)
@pytest.mark.skipif(not ESCI.is_dir(), reason="no benchmark data in ../shared/bench/esci150")
def test_real_queries_are_answered_at_least_this_well(state_folder: Path, embedding_model: Path) -> None:
    files = {"--corpus": "corpus.jsonl.gz", "--queries": "queries.tsv", "--qrels": "qrels.tsv"}
    options = [part for option, name in files.items() for part in (option, str(ESCI / name))]
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli.main", "eval", "search", *options, "--gains", "0,0.01,0.1,1", "--json"],
        env={"PATH": os.environ["PATH"], "AISLE_STATE_DIR": str(state_folder)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=1400,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["queries"] == 75
    assert told["ndcg@10"] >= LEAST_NDCG, told
    assert told["recall@50"] >= LEAST_RECALL, told
