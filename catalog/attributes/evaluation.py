"""Holds what is extracted against labels made by hand: precision, recall and F1 per attribute."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from catalog.attributes.assortment import Assortment
from catalog.attributes.completion import BRAND, completed
from catalog.attributes.errors import LabelsUnreadable
from catalog.money import Money
from catalog.product import Product, Variant
from catalog.retrieval.analyser import folded, singular

_LISTS = frozenset({"dietary", "allergens", "compatibility", "material"})
_PARTS = re.compile(r"\s*(?:/|&|\band\b)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A product as a feed might have it, and what a person reads in it; alternatives are told apart by `|`."""

    product: Product
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """What was extracted and what was labelled, either of them perhaps nothing."""

    title: str
    name: str
    extracted: str
    labelled: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    right: int
    extracted: int
    labelled: int

    @property
    def precision(self) -> float:
        return self.right / self.extracted if self.extracted else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labelled if self.labelled else 1.0

    @property
    def f1(self) -> float:
        both = self.extracted + self.labelled
        return 2 * self.right / both if both else 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    products: int
    attributes: Mapping[str, Figures]
    overall: Figures
    mistakes: tuple[Mistake, ...]


def read_labelled(file: Path) -> list[Labelled]:
    """One JSON object a line: `title`, `text`, `category`, `brand` where the feed has one, and `labels`."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
        return [_labelled(number, json.loads(line)) for number, line in enumerate(lines, start=1) if line.strip()]
    except (ValueError, KeyError, TypeError) as exc:
        raise LabelsUnreadable(file) from exc


def measure(sample: Sequence[Labelled]) -> Measured:
    """The catalogue's own words are learned from the sample, as an import learns them from what it imports."""
    assortment = Assortment.of(each.product for each in sample)
    counted: Counter[tuple[str, str]] = Counter()
    mistakes: list[Mistake] = []
    for each in sample:
        found = extracted_from(completed(each.product, assortment))
        for name in sorted(found.keys() | each.labels.keys()):
            right = name in found and _same(name, found[name], each.labels.get(name, ""))
            counted[name, "right"] += right
            counted[name, "extracted"] += name in found
            counted[name, "labelled"] += name in each.labels
            if not right:
                title, labelled = each.product.title, each.labels.get(name, "")
                mistakes.append(Mistake(title=title, name=name, extracted=found.get(name, ""), labelled=labelled))
    names = sorted({name for name, _ in counted})
    attributes = {name: _figures(counted, [name]) for name in names}
    return Measured(
        products=len(sample), attributes=attributes, overall=_figures(counted, names), mistakes=tuple(mistakes)
    )


def extracted_from(product: Product) -> dict[str, str]:
    """What of a completed product was read from texts."""
    values = {**product.attributes, BRAND: product.brand}
    return {name: values[name] for name in product.extracted}


def _figures(counted: Counter[tuple[str, str]], names: Iterable[str]) -> Figures:
    right, extracted, labelled = (
        sum(counted[name, what] for name in names) for what in ("right", "extracted", "labelled")
    )
    return Figures(right=right, extracted=extracted, labelled=labelled)


def _same(name: str, found: str, labelled: str) -> bool:
    return any(_plain(name, found) == _plain(name, one) for one in labelled.split("|")) if labelled else False


def _plain(name: str, value: str) -> object:
    """Neither the order of a list nor plurals make a difference, nor does grey."""
    said = folded(value).replace("grey", "gray")
    if name in _LISTS:
        return {singular(one.strip()) for one in said.split(",")}
    if name in {"color", "scent", "flavor"}:
        return {one.strip() for part in said.split(",") for one in _PARTS.split(part)}
    return " ".join(singular(word) for word in said.split())


def _labelled(number: int, row: Mapping[str, object]) -> Labelled:
    labels, category = row["labels"], row["category"]
    if not isinstance(labels, dict) or not isinstance(category, list):
        raise TypeError
    shelves = tuple(str(level) for level in category[:3])
    product_id = f"labelled-{number}"
    bought = Variant(id=product_id, product_id=product_id, attributes={}, price=Money(amount_minor=100, currency="USD"))
    product = Product(
        id=product_id,
        title=str(row["title"]),
        brand=str(row.get("brand", "")),
        category=shelves or ("",),
        description=str(row["text"]),
        attributes={},
        variants=(bought,),
        rating=None,
        rating_count=0,
        popularity=0.0,
        delivery_days=0,
        image_url="",
        url="",
    )
    return Labelled(product=product, labels={str(name): str(value) for name, value in labels.items()})
