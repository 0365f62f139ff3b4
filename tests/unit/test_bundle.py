"""The widget reaches a page as one small file, whatever number of modules it is written in."""

from pathlib import Path

import pytest

from webhooks.web import bundle
from webhooks.web.assets import assets_in
from webhooks.web.bundle import bundled
from webhooks.web.errors import Unbundled

STATIC = Path(__file__).resolve().parents[2] / "webhooks" / "web" / "static"
MOST_BYTES = 60_000
MOST_BEACON_BYTES = 4_096


def write(folder: Path, **modules: str) -> Path:
    for name, source in modules.items():
        (folder / f"{name}.js").write_text(source, encoding="utf-8")
    return folder / f"{next(iter(modules))}.js"


@pytest.mark.skipif(bundle.minify is None, reason="nothing to minify with on this machine")
def test_whole_widget_is_one_file_of_at_most_60_kb() -> None:
    assets = assets_in(STATIC)
    widget = assets["widget.js"].content
    assert 10_000 < len(widget) <= MOST_BYTES
    assert b"import" not in widget.replace(b"important", b"")
    assert {path for path in assets if path.endswith(".js")} == {"widget.js", "storefront.js", "beacon.js"}


@pytest.mark.skipif(bundle.minify is None, reason="nothing to minify with on this machine")
def test_beacon_is_at_most_4_kb() -> None:
    assert len(assets_in(STATIC)["beacon.js"].content) <= MOST_BEACON_BYTES


def test_module_used_twice_is_there_once_and_before_its_users(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        entry='import { one } from "./first.js";\nimport { two } from "./second.js";\nwindow.sum = one + two;\n',
        first='import { base } from "./root.js";\nexport const one = base;\n',
        second='import { base as ground } from "./root.js";\nexport const two = ground;\n',
        root='export const base = "only here";\n',
    )
    script = bundled(entry)
    assert script.count("only here") == 1
    assert script.index("only here") < script.index("window.sum")


def test_style_sheets_lose_their_blanks_but_not_their_rules(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        entry='import { look } from "./styles.js";\nwindow.look = look;\n',
        styles="export const look = `\n  .a {\n    color: red;\n  }\n`;\n",
    )
    assert ".a{color:red}" in bundled(entry)


@pytest.mark.parametrize(
    "source",
    [
        'import other from "./other.js";\n',
        'import * as other from "./other.js";\n',
        'const other = await import("./other.js");\n',
        "export default 1;\n",
        "window.here = import.meta.url;\n",
    ],
)
def test_what_cannot_become_part_of_one_file_is_refused(tmp_path: Path, source: str) -> None:
    entry = write(tmp_path, entry=source, other="export const other = 1;\n")
    with pytest.raises(Unbundled):
        bundled(entry)


def test_name_that_two_modules_have_is_refused(tmp_path: Path) -> None:
    """Which of them was meant could not be told in one file."""
    entry = write(
        tmp_path,
        entry='import { one } from "./other.js";\nconst line = 1;\nwindow.sum = one + line;\n',
        other="const line = 2;\nexport const one = line;\n",
    )
    with pytest.raises(Unbundled, match="line"):
        bundled(entry)


def test_modules_that_need_each_other_are_refused(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        entry='import { other } from "./other.js";\nexport const one = 1;\n',
        other='import { one } from "./entry.js";\nexport const other = 1;\n',
    )
    with pytest.raises(Unbundled):
        bundled(entry)
