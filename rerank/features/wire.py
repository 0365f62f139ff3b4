"""Lists as Postgres takes them over the wire: of one type whatever is in them, so that one plan does for all."""

import struct

import numpy as np
from psycopg import AsyncConnection, AsyncRawCursor, DataError
from psycopg.abc import Buffer
from psycopg.adapt import Dumper
from psycopg.postgres import types
from psycopg.pq import Format

TEXT, INTEGER = types["text"], types["int4"]
_HEAD = struct.Struct(">iiIii")
_NONE = struct.Struct(">iiI")
_INTEGER_BYTES = 4
_PLACE = np.dtype([("length", ">i4"), ("value", ">i4")])


class Texts(tuple[str, ...]):
    __slots__ = ()


class Integers(tuple[int, ...]):
    __slots__ = ()


class TextsDumper(Dumper):
    """A hundred ids one by one took longer than all else that is told. No text of Postgres has what is put between."""

    format = Format.TEXT
    oid = TEXT.array_oid

    def dump(self, obj: Texts) -> Buffer:
        if not obj:
            return b"{}"
        between = "\x00".join(obj)
        if between.count("\x00") >= len(obj):
            raise DataError("Postgres holds no text with a zero byte in it")
        escaped = between.replace("\\", "\\\\").replace('"', '\\"').replace("\x00", '","')
        return f'{{"{escaped}"}}'.encode()


class IntegersDumper(Dumper):
    format = Format.BINARY
    oid = INTEGER.array_oid

    def dump(self, obj: Integers) -> Buffer:
        if not obj:
            return _NONE.pack(0, 0, INTEGER.oid)
        places = np.empty(len(obj), dtype=_PLACE)
        places["length"], places["value"] = _INTEGER_BYTES, obj
        return _HEAD.pack(1, 0, INTEGER.oid, len(obj), 1) + places.tobytes()


class ListCursor(AsyncRawCursor):
    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection)
        self.adapters.register_dumper(Texts, TextsDumper)
        self.adapters.register_dumper(Integers, IntegersDumper)
