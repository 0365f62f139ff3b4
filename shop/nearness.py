"""What the nearest product lacks of what was asked for."""

import re
from collections.abc import Mapping

from catalog.product import Product
from catalog.query import Query


def lacking(product: Product, query: Query) -> dict[str, tuple[str, ...]]:
    """The values asked for that neither the product nor any of its variants has, by attribute."""
    held = [product.attributes, *(variant.attributes for variant in product.variants)]
    missing = {
        name: tuple(value for value in listed.split(", ") if not any(_has(one, name, value) for one in held))
        for name, listed in query.attributes.items()
    }
    return {name: values for name, values in missing.items() if values}


def _has(attributes: Mapping[str, str], name: str, value: str) -> bool:
    """As whole words: "full-grain leather" has "leather"."""
    return re.search(rf"(?<!\w){re.escape(value.lower())}(?!\w)", attributes.get(name, "").lower()) is not None
