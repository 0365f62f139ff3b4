"""What `aisle catalog import` and `check` print for a person."""

import io
from dataclasses import replace

from rich.console import Console

from assistant.cli.catalog_check import show_report
from assistant.cli.catalog_import import show_outcome
from assistant.import_rows import RowProblem
from assistant.imports import Outcome
from catalog.intake.check.coverage import Coverage
from catalog.intake.check.findings import Finding
from catalog.intake.check.report import Report
from catalog.intake.formats import Format

OUTCOME = Outcome(
    format=Format.CSV,
    counts={"rows": 1200, "added": 1, "unchanged": 1198, "bad_rows": 1, "errors": 1},
    problems=(RowProblem(line=7, product_id="k-1", field="price", severity="error", reason="is missing or empty"),),
    missing=0,
    demo_removed=0,
    resumed=False,
    dry_run=False,
    broken=None,
    refused=None,
)


def _printed(outcome: Outcome, *, embedded: bool = False) -> list[str]:
    told = io.StringIO()
    show_outcome(outcome, Console(file=told, width=40), embedded=embedded)
    return told.getvalue().splitlines()


def test_an_import_says_what_came_in_and_what_could_not() -> None:
    assert _printed(OUTCOME, embedded=True) == [
        "error    line 7 (k-1)               price: is missing or empty",
        "Imported: 1,200 rows read; products: 1 new, 1,198 unchanged.",
        "1 row could not be used; what the shop had of it stays.",
    ]


def test_documents_without_lines_count_their_products() -> None:
    assert _printed(replace(OUTCOME, format=Format.JSON))[0].startswith("error    product 7 (k-1) ")


def test_what_occurs_in_every_row_does_not_hide_what_occurs_once() -> None:
    broken = OUTCOME.problems[0]
    links = [replace(broken, line=n, field="link", severity="warning", reason="is none") for n in range(100)]
    rare = replace(broken, line=500, field="quantity", severity="warning", reason="'many' is not a number")
    printed = _printed(
        replace(OUTCOME, problems=(broken, *links, rare), counts={**OUTCOME.counts, "warnings": 101}), embedded=True
    )
    assert [line.split()[0] for line in printed[:6]] == ["error", *["warning"] * 5]
    assert "quantity: 'many' is not a number" in printed[5]
    assert printed[6] == "… and 96 more like these; --json lists them"


def test_what_happens_to_the_demo_shop_and_to_missing_products_is_said() -> None:
    told = "\n".join(_printed(replace(OUTCOME, demo_removed=3000, missing=2)))
    assert "The demo shop made room: 3,000 products." in told
    assert "2 products of this source are not in the file; --snapshot removes them." in told
    assert "once the worker has embedded it" in told
    trial = "\n".join(_printed(replace(OUTCOME, demo_removed=3000, dry_run=True)))
    assert "would make room" in trial
    assert "worker" not in trial


def test_a_check_keeps_each_finding_on_a_line_of_its_own() -> None:
    finding = Finding(code="price", count=3, examples=["line 2 (a [bold]b) price: no amount in 'free'"] * 5)
    coverage = (Coverage(category="Tea [new]", variants=5, shares={"brand": 0.2}),)
    report = Report(rows=1, variants=1, products=1, categories=1, findings=(finding,), coverage=coverage)
    told = io.StringIO()
    show_report(report, Console(file=told, width=50))
    lines = told.getvalue().splitlines()
    assert lines[0] == "error          3  Prices that cannot be used"
    assert lines[1:4] == [f"{'':18}line 2 (a [bold]b) price: no amount in 'free'"] * 3
    assert any("Tea [new]" in line and "brand 20%" in line for line in lines)
    assert lines[-1] == "1 row, 1 product in 1 variant, 1 category; 3 errors."
