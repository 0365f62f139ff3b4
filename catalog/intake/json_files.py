"""Reads JSON Lines, and JSON documents that hold a list of products somewhere, without ever holding the document."""

import json
from collections.abc import Iterator
from itertools import count
from typing import Any

import ijson

from catalog.intake.errors import FileBroken, FormatUnknown
from catalog.intake.files import CatalogFile
from catalog.intake.rows import Row

# What one product may take: parsers hold it whole, and a packed file of a few kilobytes can pretend to gigabytes.
LONGEST_PRODUCT = 16 << 20
MOST_OPEN = 10_000


def json_lines(file: CatalogFile) -> Iterator[Row]:
    reader = file.utf8()
    for number in count(1):
        line = reader.readline(LONGEST_PRODUCT)
        if not line:
            return
        if len(line) == LONGEST_PRODUCT and not line.endswith(b"\n"):
            while len(rest := reader.readline(LONGEST_PRODUCT)) == LONGEST_PRODUCT and not rest.endswith(b"\n"):
                continue
            yield Row(line=number, record=None, reason=f"is longer than {LONGEST_PRODUCT >> 20} MB")
        elif line.strip():
            yield _row_of(line, number)


def json_document(file: CatalogFile) -> Iterator[Row]:
    """Products are counted, as such a document mostly has one line."""
    prefix = _place_of_list(file)
    document = _Document(file)
    products = ijson.items(document, prefix)
    for number in count(1):
        document.begin(f"product {number}")
        try:
            product = next(products)
        except StopIteration:
            return
        except (ijson.JSONError, RecursionError) as exc:
            raise FileBroken(where=f"product {number}", reason=_said(exc)) from exc
        yield _row(product, number)


class _Document:
    """The document as parsers read it, until what is between two products is no product any more."""

    def __init__(self, file: CatalogFile) -> None:
        self._bytes = file.utf8()
        self.begin("its beginning")

    def begin(self, where: str) -> None:
        self._where, self._read, self._open = where, 0, 0

    def read(self, size: int = -1) -> bytes:
        chunk = self._bytes.read(size)
        self._read += len(chunk)
        self._open += chunk.count(b"[") + chunk.count(b"{") - chunk.count(b"]") - chunk.count(b"}")
        if self._read > LONGEST_PRODUCT:
            raise FileBroken(where=self._where, reason=f"it is longer than {LONGEST_PRODUCT >> 20} MB")
        if self._open > MOST_OPEN:
            raise FileBroken(where=self._where, reason="nested too deeply")
        return chunk


def _place_of_list(file: CatalogFile) -> str:
    """The first list of objects: `item` of a bare list, `products.item` of a Shopify document."""
    previous: tuple[str, str] = ("", "")
    try:
        for prefix, event, _ in ijson.parse(_Document(file)):
            if event == "start_map" and previous[1] == "start_array":
                return str(prefix)
            previous = (prefix, event)
    except (ijson.JSONError, RecursionError) as exc:
        raise FileBroken(where="its beginning", reason=_said(exc)) from exc
    raise FormatUnknown(reason="holds no list of products")


def _row_of(line: bytes, number: int) -> Row:
    try:
        return _row(json.loads(line), number)
    except (ValueError, RecursionError) as exc:
        return Row(line=number, record=None, reason=f"is not JSON: {_said(exc)}")


def _row(value: Any, number: int) -> Row:
    if isinstance(value, dict):
        return Row(line=number, record=value)
    return Row(line=number, record=None, reason="is not an object")


def _said(exc: BaseException) -> str:
    return "nested too deeply" if isinstance(exc, RecursionError) else " ".join(str(exc).split())[:120]
