"""Lists over the wire: what Postgres reads is what was told, and of the same type whatever is in it."""

from typing import Any

import pytest
from psycopg import DataError
from psycopg.adapt import Transformer
from psycopg.pq import Format

from rerank.features.wire import INTEGER, TEXT, Integers, IntegersDumper, Texts, TextsDumper


def _read(dumped: Any, oid: int, format_: Format) -> Any:
    return Transformer().get_loader(oid, format_).load(bytes(dumped))


@pytest.mark.parametrize(
    "told", [(), ("kettle",), ("", "Crème brûlée", "back\\slash\\", 'a "b", {c}', "NULL", "\U0001f95e")]
)
def test_texts(told: tuple[str, ...]) -> None:
    assert _read(TextsDumper(Texts).dump(Texts(told)), TEXT.array_oid, TextsDumper.format) == list(told)


@pytest.mark.parametrize("told", [(), (0,), (1, -1, 2**31 - 1, 70_000)])
def test_integers(told: tuple[int, ...]) -> None:
    assert _read(IntegersDumper(Integers).dump(Integers(told)), INTEGER.array_oid, IntegersDumper.format) == list(told)


def test_what_postgres_cannot_hold_is_not_taken_for_two_texts() -> None:
    with pytest.raises(DataError):
        TextsDumper(Texts).dump(Texts(("ket\x00tle", "boots")))
