"""Writes ranked lists in TREC's run format, for tools of others."""

from collections.abc import Iterable
from pathlib import Path

from assistant.evaluation.asking import Answer

TAG = "aisle"


def write_run(path: Path, answers: Iterable[Answer]) -> None:
    """Such tools order by the number, not by the line, and our scores need not fall: the number is the place."""
    with path.open("w", encoding="utf-8") as file:
        for answer in answers:
            last = len(answer.ranked)
            for place, document in enumerate(answer.ranked):
                file.write(f"{answer.query_id} Q0 {document} {place + 1} {last - place} {TAG}\n")
