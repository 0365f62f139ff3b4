"""Reads the rows of a table as shops export them: quoted or not, or as Parquet, or as an object of JSON a line."""

import bz2
import codecs
import csv
import gzip
import json
import lzma
import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import IO, Any, cast

import duckdb

from assistant.evaluation.errors import BrokenSet

DELIMITERS = ",\t;|"
PARQUET = b"PAR1"
PACKED: Mapping[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ": lzma.open}
NOT_OURS = {b"PK\x03\x04": "a ZIP archive or a spreadsheet", b"\x28\xb5\x2f\xfd": "packed by Zstandard"}
QUOTE = '"'
JSON_LIST = re.compile(r"\s*\[\s*(?:\{|$)")
# A quote that is not closed within so many lines was none.
LONGEST_CELL_LINES = 20
END = "\x1f"
AT_ONCE = 50_000

Row = tuple[int, Sequence[str]]


@contextmanager
def opened_rows(path: Path) -> Iterator[tuple[Sequence[str], Iterator[Row]]]:
    """What the header calls the columns, and the rows that are not blank by their numbers."""
    with path.open("rb") as file:
        begins = file.read(8)
    if begins.startswith(PARQUET):
        with duckdb.connect() as database:
            yield _parquet(path, database)
        return
    if kind := next((kind for mark, kind in NOT_OURS.items() if begins.startswith(mark)), None):
        raise BrokenSet(path=path, reason=f"it is {kind}, not a table of text")
    with _opened_text(path, begins) as lines:
        first = lines.readline()
        if not first.strip():
            raise BrokenSet(path=path, reason="it is empty")
        if first.lstrip().startswith("{"):
            yield _json_lines(path, first, lines)
            return
        if JSON_LIST.match(first):
            raise BrokenSet(
                path=path, reason="it is one list of JSON; write an object a line, without commas between them"
            )
        delimiter = max(DELIMITERS, key=first.count)
        names = next(csv.reader([first], delimiter=delimiter))
        yield names, numbered_rows(lines, delimiter=delimiter, width=len(names), first=2)


def _parquet(path: Path, database: duckdb.DuckDBPyConnection) -> tuple[Sequence[str], Iterator[Row]]:
    try:
        table = database.execute("select columns(*)::varchar from read_parquet(?)", [str(path)])
    except duckdb.Error as exc:
        raise BrokenSet(path=path, reason=str(exc)) from exc
    rows = chain.from_iterable(iter(lambda: table.fetchmany(AT_ONCE), []))
    return [column[0] for column in table.description or ()], (
        (number, [_cell_of(cell) for cell in cells]) for number, cells in enumerate(rows, start=1)
    )


def _json_lines(path: Path, first: str, lines: Iterator[str]) -> tuple[Sequence[str], Iterator[Row]]:
    """What the first line names are the columns; a line that is no object is a row of one cell."""
    names = tuple(_json_object(first) or ())
    if not names:
        raise BrokenSet(path=path, reason="its first line is no object of JSON")

    def rows() -> Iterator[Row]:
        for number, line in enumerate(chain([first], lines), start=1):
            if line.strip():
                told = _json_object(line)
                yield number, [line.strip()] if told is None else [_cell_of(told.get(name)) for name in names]

    return names, rows()


def _json_object(line: str) -> dict[str, Any] | None:
    """Numbers stay as they are written."""
    try:
        told = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


def _cell_of(value: object) -> str:
    return "" if value is None else str(value)


def _opened_text(path: Path, begins: bytes) -> IO[str]:
    """Packed or not, in UTF-8, UTF-16 where it begins by saying so, or as Windows wrote it."""
    opened = next((unpack for mark, unpack in PACKED.items() if begins.startswith(mark)), None)
    with opened(path, "rb") if opened else path.open("rb") as file:
        encoding = "utf-16" if file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else "utf-8-sig"
    if opened:
        return cast("IO[str]", opened(path, "rt", encoding=encoding, errors=AS_WESTERN, newline=""))
    return path.open(encoding=encoding, errors=AS_WESTERN, newline="")


def numbered_rows(lines: Iterator[str], *, delimiter: str, width: int, first: int) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, by the number of their first line; `width` is how many cells the header has."""
    waiting: deque[str] = deque()
    number = first
    while line := (waiting.popleft() if waiting else next(lines, "")):
        taken = 1
        cells = _cells(line, delimiter)
        if line.count(QUOTE) % 2 and _goes_on(line, delimiter):
            waiting.extend(next(lines, "") for _ in range(LONGEST_CELL_LINES - len(waiting)))
            taken, cells = _joined(line, waiting, delimiter=delimiter, width=width)
            for _ in range(taken - 1):
                waiting.popleft()
        if any(cells):
            yield number, cells
        number += taken


def _joined(line: str, ahead: deque[str], *, delimiter: str, width: int) -> tuple[int, list[str]]:
    """How many lines the row has, and its cells: those of one line if a quote was never meant to be one."""
    whole = line
    for taken, more in enumerate(ahead, start=2):
        whole += more
        goes_on = _goes_on(whole, delimiter)
        if goes_on is False and len(cells := _cells(whole, delimiter)) == width:
            return taken, cells
        if not goes_on:
            break
    return 1, line.rstrip("\r\n").replace("\0", "").split(delimiter)


def _cells(line: str, delimiter: str) -> list[str]:
    if QUOTE not in line:
        return line.rstrip("\r\n").replace("\0", "").split(delimiter)
    return next(csv.reader([line.replace("\0", "")], delimiter=delimiter), [])


def _goes_on(text: str, delimiter: str) -> bool | None:
    """Whether a line after it would still belong to its last cell; None where something stands behind a last quote."""
    rows = csv.reader([*text.splitlines(keepends=True), END + QUOTE], delimiter=delimiter, strict=True)
    try:
        return next(rows)[-1].endswith(END)
    except csv.Error:
        return None


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """Many tills write pounds and accents as Windows did: a byte that is no UTF-8 is read so, and binary is refused."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


AS_WESTERN = "aisle-western"
codecs.register_error(AS_WESTERN, _as_western)
