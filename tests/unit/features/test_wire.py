"""Lists over the wire: what Postgres reads is what was told, and of the same type whatever is in it."""

from typing import Any

import pytest
from psycopg.adapt import Transformer
from psycopg.pq import Format

from rerank.features.wire import INTEGER, TEXT, Integers, IntegersDumper, Texts, TextsDumper


def _read(dumped: Any, oid: int) -> Any:
    return Transformer().get_loader(oid, Format.BINARY).load(bytes(dumped))


@pytest.mark.parametrize("told", [(), ("kettle",), ("", "Crème brûlée", 'a "b", {c}', "NULL", "\U0001f95e")])
def test_texts(told: tuple[str, ...]) -> None:
    assert _read(TextsDumper(Texts).dump(Texts(told)), TEXT.array_oid) == list(told)


@pytest.mark.parametrize("told", [(), (0,), (1, -1, 2**31 - 1, 70_000)])
def test_integers(told: tuple[int, ...]) -> None:
    assert _read(IntegersDumper(Integers).dump(Integers(told)), INTEGER.array_oid) == list(told)
