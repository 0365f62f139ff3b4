"""Rules of the house that no linter knows, held against every tracked file."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
# Put together from parts so that this file keeps the rule itself.
REGISTRIES = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "deb.debian" + ".org"]
MACHINE_PATHS = re.compile(r"(?<![\w.:/$}-])/(?:" + "ro" + "ot|wo" + r"rk|ho" + r"me/\w+)/\w")
UNFINISHED = re.compile(r"to" + r"do\b(?!.*\d{4})", re.IGNORECASE)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def _tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


TRACKED = _tracked()
PYTHON = [path for path in TRACKED if path.suffix == ".py"]


def _texts() -> Iterator[tuple[Path, str]]:
    for path in TRACKED:
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def _named(path: Path, line: int | None = None) -> str:
    return str(path.relative_to(ROOT)) + (f":{line}" if line else "")


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in PYTHON}


def test_files_stay_short_enough_to_read_in_one_go() -> None:
    long = {_named(path): lines for path in PYTHON if (lines := _lines(path)) > LONGEST_FILE}
    assert not long


def test_functions_stay_short(trees: dict[Path, ast.Module]) -> None:
    long = [
        f"{_named(path, node.lineno)} {node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, Function) and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert not long


def test_each_module_opens_with_one_sentence_on_what_it_owns(trees: dict[Path, ast.Module]) -> None:
    owners = {path: tree for path, tree in trees.items() if tree.body and not path.name.startswith("test_")}
    silent = [_named(path) for path, tree in owners.items() if not ast.get_docstring(tree)]
    assert not silent


def test_nothing_is_patched_in_tests(trees: dict[Path, ast.Module]) -> None:
    patched = [
        _named(path, node.lineno)
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.ImportFrom) and node.module in {"mock", "unittest.mock", "pytest_mock"})
        or (isinstance(node, ast.Attribute) and ast.unparse(node).endswith("mock.patch"))
    ]
    assert not patched


def test_nothing_sleeps_to_wait(trees: dict[Path, ast.Module]) -> None:
    """A test polls a condition with a deadline; a sleep outside a loop is a guess."""
    asleep = [
        _named(path, call.lineno)
        for path, tree in trees.items()
        if "tests" in path.parts
        for call in _sleeps_outside_loops(tree)
    ]
    assert not asleep


def test_whole_shops_and_browsers_are_tested_where_their_rows_look() -> None:
    """The rows of `make test` that run what is marked so begin in these folders."""
    marked = re.compile(r"mark\.(stack|browser)\b")
    rows = [ROOT / "tests" / "e2e", ROOT / "tests" / "dialogue"]
    astray = [path for path in PYTHON if marked.search(path.read_text(encoding="utf-8"))]
    assert [_named(path) for path in astray if path.parent not in rows] == []


def test_no_registry_host_is_named() -> None:
    named = [_named(path) for path, text in _texts() for host in REGISTRIES if host in text]
    assert not named


def test_no_path_of_one_machine_is_named() -> None:
    named = [f"{_named(path)}: {found.group()}" for path, text in _texts() for found in MACHINE_PATHS.finditer(text)]
    assert not named


def test_unfinished_work_names_its_decision_record() -> None:
    loose = [
        _named(path, number)
        for path in PYTHON
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if UNFINISHED.search(line)
    ]
    assert not loose


def test_the_lists_of_requirements_are_pinned_with_hashes() -> None:
    lists = [path for path in TRACKED if path.suffix == ".txt" and "requirements" in str(path.relative_to(ROOT))]
    assert len(lists) >= 5
    for path in lists:
        text = path.read_text(encoding="utf-8")
        pins = re.findall(r"^\S+==\S+", text, flags=re.MULTILINE)
        unhashed = re.findall(r"^(\S+==\S+.*[^\\])$\n(?!\s+--hash)", text, flags=re.MULTILINE)
        assert pins, _named(path)
        assert not unhashed, _named(path)


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def _sleeps_outside_loops(tree: ast.AST, *, in_loop: bool = False) -> Iterator[ast.Call]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".sleep") and not in_loop:
            yield node
        looping = in_loop or isinstance(node, ast.While | ast.For | ast.AsyncFor)
        yield from _sleeps_outside_loops(node, in_loop=looping)
