"""Finds the line that a value of a TOML file stands in, which its parser does not tell."""

import re
from collections import Counter
from collections.abc import Mapping

Path = tuple[str | int, ...]

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\]#]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*((?:[\w-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[\w-]+|"[^"]*"|'[^']*'))*)\s*=""")
_PART = re.compile(r"""[\w-]+|"[^"]*"|'[^']*'""")
# A string or a comment: brackets in it open nothing.
_OPAQUE = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'|#.*')
_LONG = re.compile(r'"""|\'\'\'')


def line_of(path: Path, lines: Mapping[Path, int]) -> int:
    """That of the narrowest part of the path that has one; 0 if none has."""
    return next((lines[path[:end]] for end in range(len(path), 0, -1) if path[:end] in lines), 0)


def lines_of(text: str) -> dict[Path, int]:
    """The line of each table and key, by path; of what is nested in one value, only that value's."""
    lines: dict[Path, int] = {}
    table: Path = ()
    many: Counter[Path] = Counter()
    reading = _Value()
    for number, line in enumerate(text.splitlines(), start=1):
        if reading.goes_on:
            reading.read(line)
        elif header := _HEADER.match(line):
            table = _parts(header[2])
            if header[1] == "[[":
                many[table] += 1
                table = (*table, many[table] - 1)
            lines.setdefault(table, number)
            lines.setdefault(table[:1], number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_parts(key[1])), number)
            reading.read(line[key.end() :])
    return lines


class _Value:
    """What is left open of a value at the end of a line: a long string, or brackets."""

    def __init__(self) -> None:
        self._quotes = ""
        self._depth = 0

    @property
    def goes_on(self) -> bool:
        return bool(self._quotes) or self._depth > 0

    def read(self, line: str) -> None:
        rest = line
        while rest:
            if self._quotes:
                _, ended, rest = rest.partition(self._quotes)
                self._quotes = "" if ended else self._quotes
                continue
            long = _LONG.search(rest)
            before = rest[: long.start()] if long else rest
            plain = _OPAQUE.sub("", before)
            self._depth += len(re.findall(r"[\[{]", plain)) - len(re.findall(r"[\]}]", plain))
            self._quotes, rest = (long[0], rest[long.end() :]) if long else ("", "")


def _parts(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
