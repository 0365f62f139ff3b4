"""Reads Google Merchant feeds in RSS 2.0 and Atom, element by element, forgetting each item once it is handed on."""

import html.entities
import re
from collections.abc import Iterator
from xml.parsers import expat

from catalog.intake.errors import FileBroken
from catalog.intake.files import CatalogFile
from catalog.intake.rows import Row

ITEMS = frozenset({"item", "entry", "product", "offer"})
DEEPEST = 32
# What may stand between the ends of two items: a packed feed of a few kilobytes can pretend to gigabytes.
LONGEST_ITEM = 4 << 20
_LONGEST_ENTITY = 40
_FORBIDDEN = {code: None for code in range(32) if code not in {9, 10, 13}} | {0xFFFE: None, 0xFFFF: None}
_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});)?")
_Value = str | dict[str, object]


def xml_rows(file: CatalogFile) -> Iterator[Row]:
    feed = _Feed()
    for chunk in _well_formed(file.text()):
        yield from feed.read(chunk)
    yield from feed.read("", last=True)


class _Feed:
    """Entities of a document's own could grow without bound or name files: such a feed is refused."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate("utf-8", namespace_separator="}")
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters
        self._parser.EntityDeclHandler = self._refuse
        self._open: list[tuple[str, dict[str, object], list[str]]] = []
        self._item_line = 0
        self._rows: list[Row] = []
        self._since_item = 0

    def read(self, chunk: str, *, last: bool = False) -> Iterator[Row]:
        self._since_item += len(chunk)
        if self._since_item > LONGEST_ITEM:
            where = f"line {self._parser.CurrentLineNumber}"
            raise FileBroken(where=where, reason=f"no item ends within {LONGEST_ITEM >> 20} MB")
        try:
            self._parser.Parse(chunk, last)
        except expat.ExpatError as exc:
            yield from self._handed_on()
            raise FileBroken(where=f"line {exc.lineno}", reason=expat.ErrorString(exc.code)) from exc
        yield from self._handed_on()

    def _handed_on(self) -> Iterator[Row]:
        rows, self._rows = self._rows, []
        self._since_item = 0 if rows else self._since_item
        yield from rows

    def _refuse(self, *_: object) -> None:
        raise FileBroken(where=f"line {self._parser.CurrentLineNumber}", reason="it declares entities of its own")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = _local(name)
        if not self._open:
            if local in ITEMS:
                self._item_line = self._parser.CurrentLineNumber
                self._open.append((local, {}, []))
            return
        if len(self._open) > DEEPEST:
            raise FileBroken(
                where=f"line {self._parser.CurrentLineNumber}", reason="its elements are nested too deeply"
            )
        link = (
            attributes.get("href", "") if local == "link" and attributes.get("rel", "alternate") == "alternate" else ""
        )
        self._open.append((local, {}, [link] if link else []))

    def _characters(self, text: str) -> None:
        if self._open:
            self._open[-1][2].append(text)

    def _end(self, _: str) -> None:
        if not self._open:
            return
        name, inner, texts = self._open.pop()
        if self._open:
            _add(self._open[-1][1], name, inner or "".join(texts))
        else:
            self._rows.append(Row(line=self._item_line, record=inner))


def _add(inner: dict[str, object], name: str, value: _Value) -> None:
    earlier = inner.get(name)
    if earlier is None or earlier == "":
        inner[name] = value
    elif isinstance(earlier, list):
        earlier.append(value)
    elif value:
        inner[name] = [earlier, value]


def _local(name: str) -> str:
    return name.rpartition("}")[2].rpartition(":")[2]


def _well_formed(chunks: Iterator[str]) -> Iterator[str]:
    """Feeds are glued together by scripts: loose ampersands, HTML's entities and control characters are mended."""
    left = ""
    for chunk in chunks:
        text = left + chunk
        start = text.rfind("&", max(0, len(text) - _LONGEST_ENTITY))
        text, left = (text[:start], text[start:]) if start >= 0 and ";" not in text[start:] else (text, "")
        yield _mended(text)
    yield _mended(left)


def _mended(text: str) -> str:
    return _AMPERSAND.sub(_mended_entity, text).translate(_FORBIDDEN)


def _mended_entity(found: re.Match[str]) -> str:
    name = found[1] or ""
    if name.startswith("#"):
        code = int(f"0{name[1:]}", 16 if name[1] in "xX" else 10)
        printable = code in {9, 10, 13} or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
        return found[0] if printable else " "
    known = html.entities.html5.get(f"{name};", "") if name else ""
    return known if known and not set(known) & set("<>&") else f"&amp;{found[0][1:]}"
