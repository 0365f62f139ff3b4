"""Makes a catalogue of a foreign corpus: products as an import makes them, with what a corpus lacks filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from assistant.evaluation.dataset import read_records
from assistant.evaluation.progress import Tell, told
from catalog.attributes import Assortment, completed
from catalog.contents import Store
from catalog.intake.items import LONGEST_TITLE, Defaults
from catalog.intake.problems import Problem
from catalog.intake.records import record_to_product
from catalog.money import Money
from catalog.product import Product
from catalog.query import Query, Sort

STORE = Store(id="evaluation", name="Evaluation", address="", city="", opening_hours={})
# Where fewer products have a price, a price asked for cannot be held against the catalogue.
LEAST_PRICED = 0.5
TOLD_EVERY = 1000
NO_TITLE = "no_title"
_UNPRICED = Money(amount_minor=1000, currency="USD")
_DEFAULTS = Defaults(store=STORE.id, currency="USD", price=_UNPRICED)
_BY_PRICE = frozenset({Sort.CHEAPEST, Sort.MOST_EXPENSIVE})
_TEXTS = ("text", "description", "product_description", "contents", "body")


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """`priced` is the share of products that came with a price; `left_out` says why a record is no product."""

    products: tuple[Product, ...]
    repeated: int
    left_out: tuple[str, ...]
    priced: float

    @property
    def holds_prices(self) -> bool:
        return self.priced >= LEAST_PRICED

    def askable(self, query: Query) -> Query:
        """Without the bounds that this corpus cannot hold."""
        if self.holds_prices:
            return query
        sort = None if query.sort in _BY_PRICE else query.sort
        return replace(query, min_price_minor=None, max_price_minor=None, sort=sort)


def read_corpus(path: Path, *, tell: Tell) -> Corpus:
    """Of records with one id the last counts."""
    products: dict[str, Product] = {}
    left_out: list[str] = []
    repeated = 0
    for number, record in read_records(path):
        made = _product_of(record)
        if not isinstance(made, Product):
            left_out.append(f"line {number}: {'; '.join(map(str, made))}")
            continue
        repeated += made.id in products
        products[made.id] = made
        if len(products) % TOLD_EVERY == 0:
            tell("Reading the corpus", len(products), None)
    tell("Reading the corpus", len(products), len(products))
    priced = sum(_is_priced(product) for product in products.values())
    return Corpus(
        products=tuple(_completed([*products.values()], tell)),
        repeated=repeated,
        left_out=tuple(left_out),
        priced=priced / max(len(products), 1),
    )


def _completed(products: list[Product], tell: Tell) -> Iterator[Product]:
    """As an import does it: what the records leave unsaid is read from their texts."""
    assortment = Assortment.of(products)
    return (completed(product, assortment) for product in told("Reading attributes", products, tell))


def _product_of(record: Mapping[str, Any]) -> Product | tuple[Problem, ...]:
    made = record_to_product(record, defaults=_DEFAULTS)
    if not isinstance(made, Product) and any(problem.code == NO_TITLE for problem in made):
        # A passage without a title is called by its beginning.
        text = next((record[name] for name in _TEXTS if isinstance(record.get(name), str)), "")
        made = record_to_product({**record, "title": text.strip()[:LONGEST_TITLE]}, defaults=_DEFAULTS)
    return _in_stock(made) if isinstance(made, Product) else made


def _in_stock(product: Product) -> Product:
    """Judgments are about what a thing is, not about whether it was there that day."""
    return replace(product, variants=tuple(replace(each, stock={STORE.id: 1}) for each in product.variants))


def _is_priced(product: Product) -> bool:
    return any(variant.price is not _UNPRICED for variant in product.variants)
