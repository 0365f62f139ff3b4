"""The tables that features are reckoned from: the same columns, whichever engine fills them.

Times are days and seconds in plain numbers, and amounts are floats: nothing depends on an engine's idea of time,
or of dividing whole numbers.
"""

from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.datatypes as dt
from ibis.expr.types import Table

# A row for each product asked for. Those of one `moment` are for the same person at the same time, `at` in seconds.
ASKED = {"row": "int64", "moment": "int64", "at": "float64", "product_id": "string"}
# What the person of a moment did before it, `age` days ago; prices, and their place in the category, as of then.
PAST = {
    "moment": "int64",
    "kind": "string",
    "product_id": "string",
    "category": "string",
    "brand": "string",
    "size": "string",
    "price": "float64",
    "list_price": "float64",
    "place": "float64",
    "quantity": "float64",
    "dwell_s": "float64",
    "age": "float64",
}
# What the product of a row was like at its moment; counts are of 30 days or of one. `sizes` is like "|m|xl|".
FACTS = {
    "row": "int64",
    "category": "string",
    "brand": "string",
    "price": "float64",
    "list_price": "float64",
    "place": "float64",
    "rating": "float64",
    "rating_count": "float64",
    "days_known": "float64",
    "sizes": "string",
    "shown": "float64",
    "clicked": "float64",
    "expected_clicks": "float64",
    "noticed": "float64",
    "noticed_1d": "float64",
    "bought": "float64",
    "bought_1d": "float64",
}
# Which products, categories and brands are asked for at a moment, and which products its person looked at last: nothing
# is reckoned of others.
WANTED = {"moment": "int64", "key": "string"}
# What the product's category was like at the moment; `lift` is of its hours of the day.
CATEGORIES = {"row": "int64", "noticed": "float64", "bought": "float64", "lift": "float64"}
# How alike the product of a row is to each of the products its person looked at last: the vectors' inner product.
LIKENESSES = {"row": "int64", "moment": "int64", "product_id": "string", "alike": "float64"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    asked: Table
    past: Table
    facts: Table
    products: Table
    shelves: Table
    brands: Table
    categories: Table
    session: Table
    likenesses: Table


def unbound() -> Inputs:
    """Tables that are only names, for an engine whose statement brings what stands behind them."""
    schemas: dict[str, dict[str, Any]] = {
        "asked": ASKED,
        "past": PAST,
        "facts": FACTS,
        "products": WANTED,
        "shelves": WANTED,
        "brands": WANTED,
        "categories": CATEGORIES,
        "session": WANTED,
        "likenesses": LIKENESSES,
    }
    return Inputs(**{name: ibis.table(schema, name=name) for name, schema in schemas.items()})


_Vector = dt.Array(dt.float32)


@ibis.udf.scalar.builtin(signature=((_Vector, _Vector), dt.float64))
def inner_product(one, other):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201 - told by the signature
    """Each engine is given a function of this name."""
