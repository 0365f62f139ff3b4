"""Reads a shop file: all that is wrong with it is told at once, with the line it is in."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError

from assistant.shop_file import lines
from assistant.shop_file.checking import problems_of
from assistant.shop_file.document import Document
from assistant.shop_file.errors import Problem, ShopFileWrong

AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
# The one sign that Postgres keeps in no text; TOML has it in this form only.
NUL = re.compile(r"\\(?:u0000|U00000000)")
SAID = {"extra_forbidden": "is not known here", "missing": "is missing"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFile:
    """`placed` tells the lines of its parts, for whoever finds more wrong with it."""

    document: Document
    placed: Mapping[lines.Path, int]

    def problem(self, path: lines.Path, reason: str) -> Problem:
        return _problem(path, reason, self.placed)


def read_shop_file(path: Path) -> ShopFile:
    """Raises ShopFileWrong; OSError for a file that cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as exc:
        raise ShopFileWrong(problems=[Problem(line=0, where="", reason="the file is not UTF-8")]) from exc
    return read_shop(text)


def read_shop(text: str) -> ShopFile:
    try:
        plain = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as exc:
        raise ShopFileWrong(problems=[_syntax(exc)]) from exc
    if nul := NUL.search(text):
        line = text.count("\n", 0, nul.start()) + 1
        raise ShopFileWrong(problems=[Problem(line=line, where="", reason=f"{nul[0]} cannot be kept")])
    found = lines.lines_of(text)
    try:
        document = Document.model_validate(plain)
    except ValidationError as exc:
        raise ShopFileWrong(problems=_sorted(_problems(exc, found))) from exc
    if wrong := [_problem(path, reason, found) for path, reason in problems_of(document)]:
        raise ShopFileWrong(problems=_sorted(wrong))
    return ShopFile(document=document, placed=found)


def _problems(exc: ValidationError, found: Mapping[lines.Path, int]) -> Iterator[Problem]:
    for error in exc.errors(include_url=False, include_input=False):
        path = _within(error["loc"])
        reason = SAID.get(error["type"]) or error["msg"].removeprefix("Value error, ")
        yield _problem(path, reason[0].lower() + reason[1:], found)


def _within(loc: tuple[str | int, ...]) -> lines.Path:
    """As it is in the file: of a key that is wrong pydantic tells that it is one."""
    path: list[str | int] = []
    for part in loc:
        if part == "[key]":
            break
        path.append(part)
    return tuple(path)


def _problem(path: lines.Path, reason: str, found: Mapping[lines.Path, int]) -> Problem:
    return Problem(line=lines.line_of(path, found), where=_written(path), reason=reason)


def _written(path: lines.Path) -> str:
    """`taxes[1].percent`: rows are counted from 1, as people do."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _syntax(exc: tomllib.TOMLDecodeError) -> Problem:
    place = AT_LINE.search(str(exc))
    return Problem(line=int(place[1]) if place else 0, where="", reason=f"not TOML: {AT_LINE.sub('', str(exc))}")


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: (problem.line, problem.where))
