"""Finds the variant a demo customer bought by what is known of it: its kind, brand, size and the like."""

from collections.abc import Iterable, Mapping

from catalog.product import Product, Variant
from shop.demo.errors import NothingLikeIt


class Goods:
    def __init__(self, products: Iterable[Product]) -> None:
        self._by_kind: dict[str, list[Product]] = {}
        for product in products:
            self._by_kind.setdefault(product.attributes["kind"], []).append(product)

    def like(self, wanted: Mapping[str, str]) -> tuple[Product, Variant]:
        """The first that fits, one in stock before one that is not."""
        fitting = [
            (product, variant)
            for product in self._by_kind.get(wanted["kind"], ())
            for variant in product.variants
            if _fits(product, variant, wanted)
        ]
        if not fitting:
            raise NothingLikeIt(wanted=wanted)
        return next((pair for pair in fitting if any(pair[1].stock.values())), fitting[0])


def _fits(product: Product, variant: Variant, wanted: Mapping[str, str]) -> bool:
    known = {**product.attributes, "brand": product.brand, **variant.attributes}
    return all(value in known.get(name, "").split(", ") or known.get(name) == value for name, value in wanted.items())
