"""Where a thing stands in the shop: paths of categories as feeds write them, folded into three levels."""

import ast
import html
import json
import re
from collections.abc import Iterable
from contextlib import suppress

from catalog.intake.names import ROOTS
from catalog.intake.text import cleaned

LEVELS = 3
_LONGEST_NAME = 80
_ARROWS = re.compile(r"\s*(?:>|»|\u203a|\u2192|\||::|;)\s*")
_SLASH = re.compile(r"\s*/\s*")


def category_path(raw: object) -> tuple[str, ...]:
    """All levels of the most telling path: of several alternatives the deepest, without roots such as `Home`."""
    paths = [_trimmed(path) for path in _paths(raw)]
    return max(paths, key=len, default=())


def folded_path(path: tuple[str, ...]) -> tuple[str, ...]:
    """Department, and the two levels that tell most of what the thing is: the last ones."""
    return path if len(path) <= LEVELS else (path[0], *path[1 - LEVELS :])


def _paths(raw: object, *, within: int = 3) -> list[list[str]]:
    match raw:
        case str():
            return _paths_of_text(raw)
        case dict():
            name = raw.get("full_name") or raw.get("name") or raw.get("title")
            return _paths_of_text(name) if isinstance(name, str) else []
        case list() | tuple() if within:
            return _paths_of_list(raw, within=within - 1)
        case _:
            return []


def _paths_of_text(raw: str) -> list[list[str]]:
    text = html.unescape(raw.strip())
    if text.startswith(("[", "{")):
        inner = literal(text)
        return [[inner]] if isinstance(inner, str) else _paths(inner)
    if text.isdigit():
        return []
    # Exports of several paths part them with commas, which also stand within names: only before another full path.
    if text.count(">") > 1 and "," in text:
        several = [part for part in text.split(",") if part.strip()]
        if len(several) > 1 and all(">" in part for part in several):
            return [_split(part) for part in several]
    return [_split(text)]


def _split(text: str) -> list[str]:
    by_arrow = _ARROWS.split(text)
    return by_arrow if len(by_arrow) > 1 else _SLASH.split(text)


def _paths_of_list(raw: Iterable[object], *, within: int) -> list[list[str]]:
    """A list of names is one path; a list of paths or of lists are alternatives."""
    names: list[str] = []
    paths: list[list[str]] = []
    for part in raw:
        if isinstance(part, str) and not _ARROWS.search(part):
            names.append(part)
        elif isinstance(part, dict):
            names += [name for path in _paths(part, within=within) for name in path]
        else:
            paths += _paths(part, within=within)
    return [*paths, names] if names else paths


def _trimmed(names: Iterable[str]) -> tuple[str, ...]:
    path: list[str] = []
    for name in names:
        clean = cleaned(name, longest=_LONGEST_NAME).text.strip(" -/")
        if clean and (not path or clean.casefold() != path[-1].casefold()):
            path.append(clean)
    while len(path) > 1 and path[0].casefold() in ROOTS:
        del path[0]
    return tuple(path)


def literal(text: str) -> object:
    """Lists inside a column, as spreadsheets and data frames write them."""
    if len(text) > 10_000:
        return text
    for read in (json.loads, ast.literal_eval):
        with suppress(ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            return read(text)
    return text
