"""Reads CSV and TSV files, whatever parts their columns."""

import csv
import io
from collections.abc import Iterator, Sequence

from catalog.intake.errors import FormatUnknown
from catalog.intake.files import CatalogFile
from catalog.intake.rows import Row

DELIMITERS = ",;\t|"
# A quote that is never closed swallows no more than this; csv gives up on a field of 128 KB before.
LONGEST_LINE = 1 << 20


def delimited_rows(file: CatalogFile, *, delimiter: str | None = None) -> Iterator[Row]:
    lines = _lines(io.TextIOWrapper(file.utf8(), encoding="utf-8", newline=""))
    first = next((line for line in lines if line.strip()), "")
    header = next(csv.reader([first], delimiter=delimiter or delimiter_of(first)), [])
    if len(header) < 2:
        raise FormatUnknown(reason="has no header line that names its columns")
    reader = csv.reader(lines, delimiter=delimiter or delimiter_of(first))
    line = 2
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as exc:
            yield Row(line=line, record=None, reason=f"cannot be read: {exc}")
        else:
            if any(cell.strip() for cell in cells):
                yield _row(header, cells, line)
        line = reader.line_num + 2


def delimiter_of(header: str) -> str:
    """The sign that parts most columns of the header line, quoted ones left aside."""
    bare = "".join(header.split('"')[::2])
    return max(DELIMITERS, key=bare.count)


def _row(header: Sequence[str], cells: Sequence[str], line: int) -> Row:
    """A row cut short or shifted by a loose delimiter has its values in the wrong columns."""
    while len(cells) > len(header) and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) != len(header):
        return Row(line=line, record=None, reason=f"has {len(cells)} columns where the header has {len(header)}")
    return Row(line=line, record=_record(header, cells))


def _record(header: Sequence[str], cells: Sequence[str]) -> dict[str, object]:
    """Columns that come several times, such as Google's `product_highlight`, are a list."""
    record: dict[str, object] = {}
    for name, cell in zip(header, cells, strict=True):
        if not cell.strip():
            continue
        earlier = record.get(name)
        if earlier is None:
            record[name] = cell
        else:
            record[name] = [*earlier, cell] if isinstance(earlier, list) else [earlier, cell]
    return record


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    while line := text.readline(LONGEST_LINE):
        yield line
