"""The trained model on sentences it has not seen: those of the makers, and those in the voices of many other people."""

import hashlib
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.nlu.conftest import DIALOGUE_PYTHON, ROOT, run

HELD_OUT = ROOT / "tests" / "nlu" / "held_out.tsv"
FRESH = ROOT / "tests" / "nlu" / "held_out_fresh.tsv"

LEAST_ACCURACY = 0.95
LEAST_ACCURACY_MISHEARD = 0.90
LEAST_OUT_OF_SCOPE = 0.80
LEAST_RECALL_OF_ANY_INTENT = 0.7
FEWEST_PER_INTENT = 12
FEWEST_OUT_OF_SCOPE = 48
# Training takes its time on a busy machine, and belongs to whichever test comes first.
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="session", params=[HELD_OUT, FRESH], ids=lambda file: file.stem)
def result(request: pytest.FixtureRequest, trained: Path) -> dict[str, Any]:
    return json.loads(run(trained, "dialogue.evaluate", str(request.param)))


def test_there_are_enough_sentences_of_every_intent(result: dict[str, Any]) -> None:
    support = {intent: figures["support"] for intent, figures in result["intents"].items()}
    assert len(support) == 21
    assert support.pop("out_of_scope") >= FEWEST_OUT_OF_SCOPE
    assert min(support.values()) >= FEWEST_PER_INTENT


def test_intents_are_told_apart(result: dict[str, Any]) -> None:
    assert result["accuracy"] >= LEAST_ACCURACY


@pytest.mark.parametrize("file", [HELD_OUT, FRESH], ids=lambda file: file.stem)
def test_intents_are_told_apart_when_words_are_misheard(trained: Path, file: Path) -> None:
    misheard = json.loads(run(trained, "dialogue.evaluate", "--noisy", "2", str(file)))
    assert misheard["word_error_rate"] > 0.1
    assert misheard["accuracy"] >= LEAST_ACCURACY_MISHEARD


def test_what_is_none_of_the_shops_business_is_refused(result: dict[str, Any]) -> None:
    assert result["out_of_scope_recall"] >= LEAST_OUT_OF_SCOPE


def test_no_intent_is_given_up_for_the_others(result: dict[str, Any]) -> None:
    recalls = {intent: figures["recall"] for intent, figures in result["intents"].items()}
    assert min(recalls.values()) >= LEAST_RECALL_OF_ANY_INTENT, recalls


def test_the_model_is_served_without_tensorflow(trained: Path, result: dict[str, Any]) -> None:
    manifest = json.loads((trained / "models" / "nlu" / "manifest.json").read_text())
    assert not manifest["needs_tensorflow"]
    assert (result["memory_mb"] or 0) < 600


def test_a_model_of_another_embedding_is_refused(trained: Path, tmp_path: Path) -> None:
    """Its vectors would be of another space, and every answer a guess."""
    shutil.copytree(trained / "models" / "nlu", tmp_path / "models" / "nlu")
    other = tmp_path / "models" / "embedding"
    shutil.copytree(trained / "models" / "embedding", other)
    tokenizer = json.loads((other / "tokenizer.json").read_text())
    (other / "tokenizer.json").write_text(json.dumps(tokenizer, indent=1))
    manifest = json.loads((other / "manifest.json").read_text())
    manifest["files"]["tokenizer.json"] = _sha256(other / "tokenizer.json")
    (other / "manifest.json").write_text(json.dumps(manifest))
    command = [DIALOGUE_PYTHON, "-W", "ignore", "-m", "dialogue.evaluate", str(HELD_OUT)]
    environment = {**os.environ, "AISLE_STATE_DIR": str(tmp_path)}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "another embedding model" in done.stderr


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
