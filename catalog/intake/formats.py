"""Which format a catalogue file has, and the rows it holds."""

import json
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

from catalog.intake.delimited import delimited_rows, delimiter_of
from catalog.intake.errors import FormatUnknown
from catalog.intake.expansion import expanded
from catalog.intake.files import CatalogFile
from catalog.intake.json_files import json_document, json_lines
from catalog.intake.rows import Row
from catalog.intake.xml_feed import xml_rows


class Format(StrEnum):
    """`json` is one document with a list of products, such as Shopify's; `xml` is a Google Merchant feed."""

    CSV = "csv"
    TSV = "tsv"
    JSONL = "jsonl"
    JSON = "json"
    XML = "xml"

    @property
    def counted_by(self) -> str:
        """What tells where a row stands: such documents mostly have a single line."""
        return "product" if self is Format.JSON else "line"


_LISTS = ("products", "items", "data", "results", "catalog")
_READERS: Mapping[Format, Callable[[CatalogFile], Iterator[Row]]] = {
    Format.CSV: delimited_rows,
    Format.TSV: lambda file: delimited_rows(file, delimiter="\t"),
    Format.JSONL: json_lines,
    Format.JSON: json_document,
    Format.XML: xml_rows,
}


def format_of(file: CatalogFile) -> Format:
    """Told from what it holds, not from its name."""
    head = file.head().lstrip()
    if not head:
        raise FormatUnknown(reason="is empty")
    if head.startswith("<"):
        return Format.XML
    if head.startswith("["):
        return Format.JSON
    line = head.splitlines()[0]
    if head.startswith("{"):
        return Format.JSONL if _is_product(line) else Format.JSON
    return Format.TSV if delimiter_of(line) == "\t" else Format.CSV


def rows_of(file: CatalogFile, known: Format | None = None) -> Iterator[Row]:
    """Each row stands for one variant: what holds several is parted."""
    for row in _READERS[known or format_of(file)](file):
        if row.record is None:
            yield row
            continue
        for record in expanded(row.record):
            yield Row(line=row.line, record=record)


def _is_product(line: str) -> bool:
    """Whether the first line is an object by itself, and not a whole document with its products in it."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and not any(isinstance(value.get(name), list | dict) for name in _LISTS)
