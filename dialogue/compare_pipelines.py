"""Measures ways of telling intents beside each other: `python -m dialogue.compare_pipelines [--folds N] [--only NAME]`.

Each configuration of `dialogue/pipelines/`, and the one in use, is trained and measured in a folder of its own by the
very commands the product uses. Sentences are dealt to five folds by their hash, so a fold stays what it is while
sentences are added. Choices are made on the folds; `--held-out FILE` is for the record.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from rasa.shared.utils.io import read_yaml_file, write_yaml

from dialogue.evaluate import read_sentences
from dialogue.scores import OUT_OF_SCOPE
from dialogue.settings import PROJECT, state_folder

FOLDS = 5
IN_USE = "in use"
FIGURES = ("accuracy", "macro_f1", "out_of_scope_recall", "parse_p50_ms", "parse_p99_ms", "memory_mb", "train_s")

Sentence = tuple[str, str]


@dataclass(frozen=True)
class Split:
    name: str
    train: list[Sentence]
    test: list[Sentence]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=1, choices=range(FOLDS + 1), help="how many of the five")
    parser.add_argument("--held-out", type=Path, help="lines of intent<TAB>text to measure on as well")
    parser.add_argument("--only", action="append", help="name of a configuration; may be repeated")
    options = parser.parse_args()
    configs = {IN_USE: PROJECT / "config.yml"} | {
        path.stem: path for path in sorted((PROJECT / "dialogue" / "pipelines").glob("*.yml"))
    }
    splits = list(_splits(_all_sentences(), folds=options.folds, held_out=options.held_out))
    _print("pipeline", "sentences", *FIGURES)
    for name in options.only or configs:
        results = {split.name: _measured(configs[name], split) for split in splits}
        if folds := [figures for split, figures in results.items() if split.startswith("fold")]:
            _print(
                name, f"{len(folds)} of {FOLDS} folds", *(f"{mean(f[key] or 0 for f in folds):.3f}" for key in FIGURES)
            )
        if figures := results.get("held out"):
            _print(name, "held out", *(f"{figures[key] or 0:.3f}" for key in FIGURES))
    return 0


def _all_sentences() -> list[Sentence]:
    """As (intent, text)."""
    outliers = (PROJECT / "nlu_data" / "out_of_scope.txt").read_text(encoding="utf-8").splitlines()
    said = [
        (entry["intent"], line.removeprefix("- ").strip())
        for path in sorted((PROJECT / "nlu_data").glob("*.yml"))
        for entry in read_yaml_file(path).get("nlu", [])
        for line in entry["examples"].splitlines()
    ]
    return said + [(OUT_OF_SCOPE, text.strip()) for text in outliers if text.strip()]


def _splits(sentences: list[Sentence], *, folds: int, held_out: Path | None) -> Iterator[Split]:
    for fold in range(folds):
        test = [each for each in sentences if _fold_of(each) == fold]
        yield Split(f"fold {fold}", [each for each in sentences if _fold_of(each) != fold], test)
    if held_out:
        meant, texts = read_sentences(held_out)
        yield Split("held out", sentences, list(zip(meant, texts, strict=True)))


def _fold_of(sentence: Sentence) -> int:
    return hashlib.sha256(sentence[1].encode()).digest()[0] % FOLDS


def _measured(config: Path, split: Split) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="aisle-pipeline-") as scratch:
        project = Path(scratch)
        _lay_out(project, config, split)
        started = time.monotonic()
        _run(project, "dialogue.train")
        train_s = time.monotonic() - started
        return {**json.loads(_run(project, "dialogue.evaluate", "test.tsv")), "train_s": train_s}


def _lay_out(project: Path, config: Path, split: Split) -> None:
    """A project folder like ours, with this configuration and these sentences."""
    shutil.copytree(PROJECT / "dialogue", project / "dialogue", ignore=lambda *_: [".venv", "__pycache__"])
    shutil.copy(config, project / "config.yml")
    shutil.copy(PROJECT / "domain.yml", project / "domain.yml")
    (project / "nlu_data").mkdir()
    shutil.copy(PROJECT / "nlu_data" / "rules.yml", project / "nlu_data" / "rules.yml")
    outliers = [text for intent, text in split.train if intent == OUT_OF_SCOPE]
    (project / "nlu_data" / "out_of_scope.txt").write_text("\n".join(outliers) + "\n", encoding="utf-8")
    entries = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for each, text in split.train if each == intent)}
        for intent in sorted({intent for intent, _ in split.train} - {OUT_OF_SCOPE})
    ]
    write_yaml({"version": "3.1", "nlu": entries}, project / "nlu_data" / "sentences.yml")
    lines = [f"{intent}\t{text}\n" for intent, text in split.test]
    (project / "test.tsv").write_text("".join(lines), encoding="utf-8")
    (project / "var" / "models").mkdir(parents=True)
    (project / "var" / "models" / "embedding").symlink_to(state_folder(os.environ) / "models" / "embedding")


def _run(project: Path, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own interpreter and modules
        [sys.executable, "-W", "ignore", "-m", *arguments],
        cwd=project,
        env={**os.environ, "AISLE_STATE_DIR": "var"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _print(*cells: str) -> None:
    print("|", " | ".join(cells), "|", flush=True)  # noqa: T201 - the answer


if __name__ == "__main__":
    sys.exit(main())
