"""The bounds of a request as SQL conditions on a product, its search document and one of its variants."""

from collections.abc import Iterable
from typing import Any

from catalog.query import Query
from catalog.retrieval.document import wanted_facets
from catalog.retrieval.exclusions import Exclusion, exclusions_of
from catalog.retrieval.meaning import Meaning


class Filters:
    """`product` holds for `p` (products) and `d` (search_documents), `variant` for one and the same `v` (variants).

    `preference` orders the variants that fit.
    """

    def __init__(self, query: Query, meaning: Meaning) -> None:
        self.parameters: dict[str, Any] = {}
        self._product: list[str] = []
        self._variant: list[str] = ["v.available > 0"]
        self._name(meaning)
        self._bound(query)
        self._describe(query)
        self._prefer(query)
        for number, exclusion in enumerate(exclusions_of(query.exclude)):
            self._exclude(number, exclusion)

    @property
    def product(self) -> str:
        return " and ".join(self._product) or "true"

    @property
    def variant(self) -> str:
        return " and ".join(self._variant)

    def _name(self, meaning: Meaning) -> None:
        named = {"names": meaning.names, "shelves": meaning.shelves}
        conditions = [f"d.{column} && %({column})s::text[]" for column, wanted in named.items() if wanted]
        if conditions:
            self._product.append(f"({' or '.join(conditions)})")
            self.parameters |= {column: list(wanted) for column, wanted in named.items()}

    def _bound(self, query: Query) -> None:
        bounds = {
            "v.price_minor <= %(max_price_minor)s": query.max_price_minor,
            "v.price_minor >= %(min_price_minor)s": query.min_price_minor,
        }
        for condition, value in bounds.items():
            if value is not None:
                self._variant.append(condition)
        self.parameters |= {"max_price_minor": query.max_price_minor, "min_price_minor": query.min_price_minor}
        if query.min_rating is not None:
            # Stored in four bytes, 4.4 is a little more or less than 4.4.
            self._product.append("p.rating >= %(min_rating)s::real")
            self.parameters["min_rating"] = query.min_rating
        if query.brands:
            self._product.append("lower(p.brand) = any(%(brands)s::text[])")
            self.parameters["brands"] = _lower(query.brands)
        if query.not_brands:
            self._product.append("lower(p.brand) <> all(%(not_brands)s::text[])")
            self.parameters["not_brands"] = _lower(query.not_brands)

    def _describe(self, query: Query) -> None:
        """A colour, a size and every other attribute may be the product's or the variant's."""
        for name, values in (("color", query.colors), ("size", query.sizes)):
            if values:
                self._variant.append(f"(d.facets || v.facets) && %({name}s)s::text[]")
                self.parameters[f"{name}s"] = [facet for value in values for facet in wanted_facets(name, value)]
        facets = [facet for name, value in query.attributes.items() for facet in wanted_facets(name, value)]
        if facets:
            self._variant.append("(d.facets || v.facets) @> %(facets)s::text[]")
            self.parameters["facets"] = facets

    def _prefer(self, query: Query) -> None:
        """A gallon of milk is a wish for the gallon before the quart and no bound: two pounds may be two of one."""
        self.preference = "v.price_minor, v.position"
        if query.unit:
            sizes = [f"{query.quantity or 1} {query.unit}", f"1 {query.unit}"]
            self.parameters["preferred"] = [facet for size in sizes for facet in wanted_facets("size", size)]
            self.preference = f"not v.facets && %(preferred)s::text[], {self.preference}"

    def _exclude(self, number: int, exclusion: Exclusion) -> None:
        """What a thing holds always counts; what its name only implies can be pardoned."""
        words, implied, pardons = f"words_{number}", f"implied_{number}", f"pardons_{number}"
        self.parameters |= {
            words: list(exclusion.words),
            implied: list(exclusion.implied),
            pardons: [f"dietary={mark}" for mark in exclusion.pardons],
        }
        self._product.append(f"not d.holds @> %({words})s::text[]")
        self._variant.append(f"not v.terms @> %({words})s::text[]")
        if not exclusion.implied:
            self._product.append(f"not d.called @> %({words})s::text[]")
            return
        self._product.append(f"not d.holds && %({implied})s::text[]")
        self._variant.append(f"not v.terms && %({implied})s::text[]")
        self._product.append(
            f"(not (d.called @> %({words})s::text[] or d.called && %({implied})s::text[])"
            f" or d.facets && %({pardons})s::text[])"
        )


def _lower(values: Iterable[str]) -> list[str]:
    return [value.lower() for value in values]
