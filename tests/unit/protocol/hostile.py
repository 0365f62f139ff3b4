"""Documents that nobody should send, made from those that somebody does."""

import copy
import json
from collections.abc import Iterator, Sequence
from typing import Any

Path = Sequence[str | int]

# Instead of any part of a document. Not every one is wrong everywhere; none may break anything.
ODD: Sequence[Any] = (
    None,
    "",
    " ",
    "\ud83d",
    "\u0000\u202e\ufeff",
    "🛒" * 1500,
    "<speak>&amp;</speak>",
    "../../etc/passwd",
    0,
    -1,
    2**70,
    1e308,
    True,
    [],
    [None],
    [[["deep"]]],
    {},
    {"": {"": None}},
    {"value": {"value": {"value": 1}}},
)

UNREADABLE: Sequence[bytes] = (
    b"",
    b" ",
    b"null",
    b"true",
    b"7",
    b'"text"',
    b"[]",
    b"[{}]",
    b"{",
    b'{"request":',
    b"{'request': {}}",
    b'{"request": NaN}',
    b'{"request": Infinity}',
    b"\xff\xfe{\x00}\x00",
    b'{"request": "\xc3\x28"}',
    b"<xml/>",
    b"request=1&session=2",
    b"[" * 60_000,
    b'{"a":' * 10_000,
    b"\x00" * 1000,
)


def documents(valid: Any) -> Iterator[tuple[str, Any]]:
    """Each with one part taken out, or replaced; named so that a failure says which."""
    for path in paths_in(valid):
        where = "/".join(map(str, path))
        yield f"without {where}", _with(valid, path, None, take_out=True)
        for number, odd in enumerate(ODD):
            yield f"{where} is odd {number}", _with(valid, path, odd)


def paths_in(document: Any, *, below: Path = ()) -> Iterator[Path]:
    items: Any = ()
    if isinstance(document, dict):
        items = document.items()
    elif isinstance(document, list):
        items = enumerate(document)
    for name, value in items:
        yield (*below, name)
        yield from paths_in(value, below=(*below, name))


def nested(depth: int) -> Any:
    told: Any = "deep"
    for _ in range(depth):
        told = {"value": told}
    return told


def written(document: Any) -> bytes:
    """As any client would: signs that are no text of their own are escaped."""
    return json.dumps(document).encode()


def _with(document: Any, path: Path, value: Any, *, take_out: bool = False) -> Any:
    changed = copy.deepcopy(document)
    *above, last = path
    parent = changed
    for name in above:
        parent = parent[name]
    if take_out:
        del parent[last]
    else:
        parent[last] = value
    return changed
