"""Checks a catalogue, row after row and then as a whole."""

from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from catalog.intake.check.contents import look_at_item, look_at_shared
from catalog.intake.check.coverage import Coverage, coverage_of
from catalog.intake.check.findings import KINDS, Finding, Findings
from catalog.intake.check.identity import look_at_ids, look_at_titles
from catalog.intake.check.ledger import Ledger
from catalog.intake.check.pricing import look_at_prices
from catalog.intake.check.taxonomy import look_at_categories
from catalog.intake.check.variants import look_at_variants
from catalog.intake.items import Item, ItemReading
from catalog.intake.problems import Problem, Severity

CATEGORIES_TOLD = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    rows: int
    variants: int
    products: int
    categories: int
    findings: tuple[Finding, ...]
    coverage: tuple[Coverage, ...]

    @property
    def errors(self) -> int:
        return sum(finding.count for finding in self.findings if finding.severity is Severity.ERROR)

    def as_dict(self) -> dict[str, Any]:
        return {
            "rows": self.rows,
            "variants": self.variants,
            "products": self.products,
            "categories": self.categories,
            "errors": self.errors,
            "findings": [
                {
                    "code": finding.code,
                    "severity": finding.severity.value,
                    "title": finding.title,
                    "count": finding.count,
                    "examples": finding.examples,
                }
                for finding in self.findings
            ],
            "coverage": [
                {"category": each.category, "variants": each.variants, "shares": each.shares} for each in self.coverage
            ],
        }


class CatalogCheck:
    """Fed with rows, then asked once for its report."""

    def __init__(self) -> None:
        self._findings = Findings()
        self._ledger = Ledger()
        self._rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ledger.close()

    def see(self, place: str, reading: ItemReading) -> None:
        self._rows += 1
        for problem in reading.problems:
            named = f" ({reading.id})" if reading.id else ""
            self._findings.add(_code(problem), f"{place}{named} {problem}")
        if reading.item is not None:
            self.see_item(place, reading.item)

    def see_item(self, place: str, item: Item) -> None:
        look_at_item(place, item, self._findings)
        self._ledger.add(place, item)

    def see_trouble(self, code: str, told: str) -> None:
        self._rows += code == "unreadable_row"
        self._findings.add(code, told)

    def report(self) -> Report:
        self._ledger.complete()
        for look in (
            look_at_ids,
            look_at_titles,
            look_at_categories,
            look_at_prices,
            look_at_variants,
            look_at_shared,
        ):
            look(self._ledger, self._findings)
        variants = self._ledger.number("select count(*) from items")
        return Report(
            rows=self._rows or variants,
            variants=variants,
            products=self._ledger.number("select count(distinct product) from items"),
            categories=self._ledger.number("select count(distinct path) from items where path <> ''"),
            findings=tuple(self._findings.all()),
            coverage=tuple(coverage_of(self._ledger)[:CATEGORIES_TOLD]),
        )


def _code(problem: Problem) -> str:
    """A price that only a sale lacks is no error."""
    if problem.severity is Severity.NOTE and problem.code not in KINDS:
        return "left_out"
    if problem.code == "price" and problem.severity is Severity.WARNING:
        return "ignored_price"
    return problem.code if problem.code in KINDS else "unreadable_row"
