"""The table of checks in docs/channels.md: every check has tests, and every test that it names is there."""

import ast
import re
from functools import cache

import pytest

from assistant.supervisor.settings import ROOT

DOCUMENT = ROOT / "docs" / "channels.md"
CHECKS = [
    f"{door}{number}"
    for door, last in (("A", 16), ("G", 5), ("S", 3), ("W", 6), ("R", 5), ("L", 5))
    for number in range(1, last + 1)
]
ROW = re.compile(r"^\| ([AGSWRDL]\d+) \| .+ \| (.+) \|$", re.MULTILINE)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")
TABLE = {check: NAMED.findall(tests) for check, tests in ROW.findall(DOCUMENT.read_text(encoding="utf-8"))}


@cache
def names_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize("check", CHECKS)
def test_every_check_has_a_test_with_its_id_in_the_name(check: str) -> None:
    assert any(test.startswith(f"test_{check.lower()}_") for _, test in TABLE[check])


def test_every_test_that_is_named_is_there() -> None:
    named = [(file, test) for tests in TABLE.values() for file, test in tests]
    assert len(named) >= len(CHECKS)
    assert [f"{file}::{test}" for file, test in named if test not in names_in(file)] == []
