"""Holds what must be compared across a whole catalogue on disk, so that memory does not grow with it."""

import json
import re
import sqlite3
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Any

from catalog.intake.items import Item

AT_ONCE = 2000
_TABLE = """
create table items (
    place text, id text, id_key text, content blob, product text, title text, title_key text, brand text, path text,
    leaf text, parent text, depth integer, price integer, currency text, attributes text, description blob, image text);
"""
_INDEXES = """
create index by_id on items (id);
create index by_id_key on items (id_key);
create index by_product on items (product);
create index by_title on items (title_key);
create index by_path on items (path);
create index by_description on items (description);
create index by_image on items (image);
"""
_LONG_DESCRIPTION = 40
_NOT_WORD = re.compile(r"[\W_]+")


class Ledger:
    """Filled first, then asked. An empty name makes SQLite keep it in a file that is gone with the connection."""

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript(f"pragma journal_mode = off; pragma cache_size = -32000; {_TABLE}")
        self._coming: list[tuple[object, ...]] = []

    def add(self, place: str, item: Item) -> None:
        self._coming.append(_row(place, item))
        if len(self._coming) >= AT_ONCE:
            self._write()

    def complete(self) -> None:
        self._write()
        self._database.executescript(f"{_INDEXES} analyze;")

    def ask(self, question: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        yield from self._database.execute(question, values)

    def number(self, question: str) -> int:
        return int(next(self.ask(question))[0] or 0)

    def close(self) -> None:
        self._database.close()

    def _write(self) -> None:
        if self._coming:
            marks = ", ".join("?" * len(self._coming[0]))
            self._database.execute("begin")
            self._database.executemany(f"insert into items values ({marks})", self._coming)
            self._database.execute("commit")
            self._coming.clear()


def key_of(text: str) -> str:
    return _NOT_WORD.sub(" ", text.casefold()).strip()


def _row(place: str, item: Item) -> tuple[object, ...]:
    attributes = json.dumps(dict(item.attributes), sort_keys=True, ensure_ascii=False)
    described = item.description if len(item.description) >= _LONG_DESCRIPTION else ""
    return (
        place,
        item.id,
        "".join(item.id.casefold().split()),
        _digest(repr(item)),
        item.group,
        item.title,
        key_of(item.title),
        item.brand,
        " > ".join(item.category),
        item.category[-1] if item.category else "",
        " > ".join(item.category[:-1]),
        len(item.category),
        item.price.amount_minor,
        item.price.currency,
        attributes,
        _digest(described) if described else None,
        item.image_url or None,
    )


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", errors="replace"), digest_size=12).digest()
