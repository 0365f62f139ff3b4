"""Reads labelled sets of others: queries, judgments and corpus, in the shapes in which they are passed around."""

import gzip
import json
import math
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.evaluation.errors import BrokenLine

_GZIP = b"\x1f\x8b"
_ID_NAMES = frozenset({"_id", "id", "qid", "query_id", "queryid", "topic", "topic_id"})
_TEXT_NAMES = frozenset({"text", "query", "title", "query_text", "question"})
_QRELS_WORDS = {"query": ("query", "qid", "topic"), "document": ("corpus", "doc", "product", "item", "asin", "pid")}
_GRADE_WORDS = ("score", "grade", "label", "rel", "judg", "rating")
# Postgres keeps no NUL in a text.
_UNKEEPABLE = str.maketrans("", "", "\x00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgments:
    """`gains` by query and document; `highest` is the gain of the best grade there is."""

    gains: Mapping[str, Mapping[str, float]]
    highest: float
    repeated: int


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, numbered from 1; packed by gzip or not, whatever the file is called."""
    with path.open("rb") as opened:
        packed = opened.read(2) == _GZIP
    kind = gzip.open if packed else open
    number = 0
    try:
        with kind(path, "rt", encoding="utf-8-sig", errors="replace", newline="\n") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except (EOFError, gzip.BadGzipFile, zlib.error) as exc:
        raise BrokenLine(path=path, number=number + 1, reason=f"the packed file is damaged ({exc})") from exc


def read_queries(path: Path) -> dict[str, str]:
    """By id: TSV, with or without a header, or JSONL with `_id` and `text`."""
    lines = numbered_lines(path)
    queries: dict[str, str] = {}
    id_column, text_column = 0, 1
    for place, (number, line) in enumerate(lines):
        if line.lstrip().startswith("{"):
            query_id, text = _query_of(json_object(path, number, line), path, number)
        else:
            cells = [cell.strip() for cell in line.split("\t")]
            if place == 0 and (header := _query_header(cells)):
                id_column, text_column = header
                continue
            if len(cells) <= max(id_column, text_column):
                raise BrokenLine(path=path, number=number, reason="no tab between id and text", line=line)
            query_id, text = cells[id_column], cells[text_column]
        queries[query_id] = keepable(text)
    return queries


def read_judgments(path: Path, *, gains: Sequence[float] | None = None) -> Judgments:
    """TREC's `query 0 document grade`, or `query document grade` with or without a header; of repeated judgments the
    higher counts. The gain of a grade is its place in `gains`, or else the grade itself; below 0 it is 0."""
    found: dict[str, dict[str, float]] = defaultdict(dict)
    columns: tuple[int, int, int] | None = None
    repeated = 0
    for number, line in numbered_lines(path):
        cells = [cell.strip() for cell in line.split("\t")] if "\t" in line else line.split()
        if columns is None:
            header = _judgment_header(cells)
            columns = header or ((0, 2, 3) if len(cells) > 3 else (0, 1, 2))
            if header:
                continue
        if len(cells) <= max(columns):
            raise BrokenLine(path=path, number=number, reason="not a query, a document and a grade", line=line)
        query_id, document_id, told = (cells[column] for column in columns)
        gain = _gain(told, gains, path=path, number=number)
        before = found[query_id].get(document_id)
        repeated += before is not None
        found[query_id][document_id] = gain if before is None else max(before, gain)
    given = gains or [gain for of_query in found.values() for gain in of_query.values()]
    return Judgments(gains=dict(found), highest=max(given, default=0.0), repeated=repeated)


def read_records(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """The corpus, one JSON object a line."""
    for number, line in numbered_lines(path):
        yield number, json_object(path, number, line)


def json_object(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise BrokenLine(path=path, number=number, reason=f"not JSON ({exc})", line=line) from exc
    if not isinstance(found, dict):
        raise BrokenLine(path=path, number=number, reason="not a JSON object", line=line)
    return found


def keepable(text: str) -> str:
    """Without what neither a database nor a network takes: NUL, and halves of characters."""
    return text.translate(_UNKEEPABLE).encode("utf-8", "replace").decode("utf-8")


def _query_of(record: Mapping[str, Any], path: Path, number: int) -> tuple[str, str]:
    by_name = {name.lower().replace("-", "_"): value for name, value in record.items()}
    query_id = next((by_name[name] for name in sorted(_ID_NAMES) if name in by_name), None)
    text = next(
        (by_name[name] for name in ("text", "query", "query_text", "question", "title") if name in by_name), None
    )
    if query_id is None or not isinstance(text, str):
        raise BrokenLine(path=path, number=number, reason="a query needs an _id and a text")
    return str(query_id).strip(), text


def _query_header(cells: Sequence[str]) -> tuple[int, int] | None:
    names = [cell.lower().replace("-", "_").replace(" ", "_") for cell in cells]
    ids = [place for place, name in enumerate(names) if name in _ID_NAMES]
    texts = [place for place, name in enumerate(names) if name in _TEXT_NAMES]
    return (ids[0], texts[0]) if ids and texts else None


def _judgment_header(cells: Sequence[str]) -> tuple[int, int, int] | None:
    """A first line that ends in no number names its columns."""
    if len(cells) < 3 or _number(cells[-1]) is not None:
        return None
    names = [cell.lower() for cell in cells]
    named = [
        next((place for place, name in enumerate(names) if any(word in name for word in words)), None)
        for words in (*_QRELS_WORDS.values(), _GRADE_WORDS)
    ]
    query, document, grade = named
    if query is None or document is None or grade is None:
        return (0, 2, 3) if len(cells) > 3 else (0, 1, 2)
    return query, document, grade


def _gain(told: str, gains: Sequence[float] | None, *, path: Path, number: int) -> float:
    grade = _number(told)
    if grade is None:
        raise BrokenLine(path=path, number=number, reason="the grade is not a number", line=told)
    if gains is None or grade < 0:
        return max(grade, 0.0)
    if grade != int(grade) or grade >= len(gains):
        reason = f"the grade has no gain: {len(gains)} gains are given, for the grades 0 to {len(gains) - 1}"
        raise BrokenLine(path=path, number=number, reason=reason, line=told)
    return gains[int(grade)]


def _number(told: str) -> float | None:
    try:
        number = float(told)
    except ValueError:
        return None
    return number if math.isfinite(number) else None
