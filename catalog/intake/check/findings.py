"""What a check found: each kind of trouble with how often it occurs and where, for example."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.intake.problems import Severity

EXAMPLES = 5
_ERROR, _WARNING, _NOTE = Severity.ERROR, Severity.WARNING, Severity.NOTE

KINDS: Mapping[str, tuple[Severity, str]] = {
    "unreadable_row": (_ERROR, "Rows that cannot be read"),
    "no_id": (_ERROR, "Missing ids"),
    "bad_id": (_ERROR, "Ids that cannot be used"),
    "duplicate_id": (_ERROR, "The same id with different content"),
    "repeated_row": (_WARNING, "The same row twice"),
    "id_case": (_WARNING, "Ids that differ only in capitals or spaces"),
    "id_pattern": (_NOTE, "Ids unlike most others"),
    "no_title": (_ERROR, "Missing titles"),
    "duplicate_title": (_WARNING, "Different products with the same title"),
    "shouted_title": (_NOTE, "Titles in capitals"),
    "odd_title": (_NOTE, "Titles too short or too long to be read out"),
    "no_price": (_ERROR, "Missing prices"),
    "price": (_ERROR, "Prices that cannot be used"),
    "ignored_price": (_WARNING, "Sale or list prices that cannot be used"),
    "sale_above_regular": (_WARNING, "Sale prices above the regular price"),
    "sale_dates": (_WARNING, "Dates of sales that cannot be read"),
    "several_currencies": (_WARNING, "Several currencies"),
    "price_outlier": (_WARNING, "Prices far from others of their category"),
    "no_parent": (_WARNING, "Variants whose parent is not there"),
    "clashing_titles": (_WARNING, "Variants of one product with unrelated titles"),
    "clashing_brands": (_WARNING, "Variants of one product with different brands"),
    "same_attributes": (_WARNING, "Variants of one product that nothing tells apart"),
    "no_category": (_WARNING, "Missing categories"),
    "category": (_WARNING, "Categories that are numbers of a taxonomy"),
    "same_leaf": (_WARNING, "The same category name under different parents"),
    "similar_categories": (_WARNING, "Category names that differ only in spelling"),
    "mixed_depth": (_NOTE, "Products both on a category and on one below it"),
    "deep_category": (_NOTE, "Paths deeper than three levels; inner ones are left out"),
    "no_brand": (_NOTE, "Missing brands"),
    "no_description": (_NOTE, "Missing descriptions"),
    "placeholder": (_WARNING, "Descriptions that are placeholders"),
    "same_description": (_NOTE, "One description for many products"),
    "no_image": (_WARNING, "Missing pictures"),
    "bad_url": (_WARNING, "Addresses that are none"),
    "insecure_url": (_NOTE, "Addresses without https; pages do not show such pictures"),
    "same_image": (_NOTE, "One picture for many products"),
    "wrong_bytes": (_WARNING, "Bytes that are not UTF-8"),
    "mojibake": (_WARNING, "Text decoded with the wrong encoding"),
    "control_characters": (_WARNING, "Control characters"),
    "lost_characters": (_WARNING, "Characters an earlier conversion has lost"),
    "quantity": (_WARNING, "Quantities that are no numbers"),
    "availability": (_WARNING, "Availability in unknown words"),
    "rating": (_WARNING, "Ratings that are none"),
    "rating_count": (_WARNING, "Numbers of ratings that are none"),
    "left_out": (_NOTE, "Rows that are not to be sold"),
    "no_variants": (_ERROR, "Products without variants"),
    "broken_file": (_ERROR, "The file ends early"),
}


@dataclass(kw_only=True)
class Finding:
    code: str
    count: int = 0
    examples: list[str] = field(default_factory=list)

    @property
    def severity(self) -> Severity:
        return KINDS[self.code][0]

    @property
    def title(self) -> str:
        return KINDS[self.code][1]


class Findings:
    def __init__(self) -> None:
        self._by_code: dict[str, Finding] = {}

    def add(self, code: str, example: str, *, count: int = 1) -> None:
        finding = self._by_code.setdefault(code, Finding(code=code))
        finding.count += count
        if len(finding.examples) < EXAMPLES:
            finding.examples.append(example)

    def all(self) -> list[Finding]:
        """The worst first, and what is told first in the list above."""
        order = list(KINDS)
        rank = list(Severity)
        return sorted(self._by_code.values(), key=lambda found: (rank.index(found.severity), order.index(found.code)))
