"""What must hold of the products that an answer shows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Plain = Mapping[str, Any]
MOST_SHOWN = 10
OF_ALL = {"at_least", "at_most", "first", "every", "titles", "not_titles"}
OF_ONE = {
    "max_price",
    "min_price",
    "in_stock",
    "not_brands",
    "category",
    "title",
    "title_not",
    "attributes",
    "without_attributes",
    "brand",
    "why",
}


def broken_products(products: Sequence[Plain] | None, expected: Any) -> Iterator[str]:
    """Null for an answer that must show none."""
    if expected is None:
        if products:
            yield f"{_titles(products)} is shown"
        return
    if not products:
        yield "no products are shown"
        return
    _known(expected, OF_ALL)
    least, most = expected.get("at_least", 1), expected.get("at_most", MOST_SHOWN)
    if not least <= len(products) <= most:
        yield f"{len(products)} products are shown, not {least} to {most}"
    yield from _broken_product(products[0], expected.get("first", {}))
    for product in products:
        yield from _broken_product(product, expected.get("every", {}))
    yield from _broken_titles(products, expected)


def _broken_titles(products: Sequence[Plain], expected: Plain) -> Iterator[str]:
    for product, title in zip(products, expected.get("titles", []), strict=False):
        if product["title"] != title:
            yield f"{_titles(products)} is shown, not {title}"
    for title in _listed(expected.get("not_titles", [])):
        if title in [product["title"] for product in products]:
            yield f"{title} is shown"


def _broken_product(product: Plain, expected: Plain) -> Iterator[str]:
    _known(expected, OF_ONE)
    wrong = [*_broken_price(product, expected), *_broken_words(product, expected), *_broken_facts(product, expected)]
    for each in wrong:
        yield f"{product['title']}: {each}"


def _broken_price(product: Plain, expected: Plain) -> Iterator[str]:
    price = product["price"]["amount_minor"]
    if not expected.get("min_price", price) <= price <= expected.get("max_price", price):
        yield f"costs {price}"


def _broken_words(product: Plain, expected: Plain) -> Iterator[str]:
    title = product["title"].lower()
    for words in _listed(expected.get("title", [])):
        if str(words).lower() not in title:
            yield f"no {words}"
    for words in _listed(expected.get("title_not", [])):
        if str(words).lower() in title:
            yield f"a {words}"
    if "why" in expected and str(expected["why"]).lower() not in (product["why"] or "").lower():
        yield f"it is told why as {product['why']!r}"


def _broken_facts(product: Plain, expected: Plain) -> Iterator[str]:
    if product["in_stock"] != expected.get("in_stock", product["in_stock"]):
        yield f"in stock is {product['in_stock']}"
    for name in ("brand", "category"):
        if name in expected and product[name] not in _listed(expected[name]):
            yield f"{name} is {product[name]}"
    if product["brand"] in _listed(expected.get("not_brands", [])):
        yield f"brand is {product['brand']}"
    yield from _broken_attributes(product["attributes"], expected)


def _broken_attributes(attributes: Plain, expected: Plain) -> Iterator[str]:
    for name, values in expected.get("attributes", {}).items():
        if attributes.get(name) not in _listed(values):
            yield f"{name} is {attributes.get(name)}"
    for name in expected.get("without_attributes", []):
        if name in attributes:
            yield f"{name} is {attributes[name]}"


def _known(expected: Plain, names: set[str]) -> None:
    if unknown := expected.keys() - names:
        raise KeyError(f"nothing is known of {', '.join(sorted(unknown))} of products")


def _titles(products: Sequence[Plain]) -> str:
    return ", ".join(product["title"] for product in products)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
