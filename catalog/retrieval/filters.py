"""The bounds of a request as SQL conditions on a product, its search document and one of its variants."""

from collections.abc import Iterable
from typing import Any

from catalog.query import Query
from catalog.retrieval.document import wanted_facets
from catalog.retrieval.exclusions import Exclusion, exclusions_of
from catalog.retrieval.marks import Marked
from catalog.retrieval.meaning import Meaning

_CHILDREN = frozenset({"kids", "boys", "girls", "toddler", "baby", "children"})


class Filters:
    """`product` holds for `p` (products) and `d` (search_documents), `variant` for one and the same `v` (variants).

    `facts` holds for `f` (search_facts): it is cheap, and true of every product that fits and of few that do not.
    `preference` orders the variants that fit. `wished` is the share of the wishes that a product and its variant are
    known to meet, `named` whether it goes by the name asked for. Where `leaning`, a brand, a colour, a size or another
    attribute is such a wish and the name no condition; prices, ratings and what is refused always are conditions.
    """

    def __init__(self, query: Query, meaning: Meaning, *, leaning: bool = False, in_stock: bool = True) -> None:
        self.parameters: dict[str, Any] = {}
        self._leaning = leaning
        self.marked: list[Marked] = []
        self._wishes: list[str] = []
        self._facts: list[str] = ["f.cheapest_minor is not null"]
        self._product: list[str] = []
        self._variant: list[str] = ["v.available > 0"] if in_stock else []
        self._name(meaning)
        self._bound(query)
        self._describe(query)
        self._prefer(query)
        for number, exclusion in enumerate(exclusions_of(query.exclude)):
            self._exclude(number, exclusion)

    @property
    def facts(self) -> str:
        return " and ".join(self._facts)

    @property
    def product(self) -> str:
        return " and ".join(self._product) or "true"

    @property
    def variant(self) -> str:
        return " and ".join(self._variant) or "true"

    @property
    def wished(self) -> str:
        met = " + ".join(f"({wish})::integer" for wish in self._wishes)
        return f"({met}) / {len(self._wishes)}::float8" if met else "0::float8"

    def _wish(self, conditions: list[str], wish: str) -> None:
        (self._wishes if self._leaning else conditions).append(wish)

    def reads(self, row: str) -> bool:
        """Whether the row is needed to tell which variant fits best."""
        return any(f"{row}." in condition for condition in (*self._product, *self._variant, self.preference))

    def _mark(self, marked: Marked) -> None:
        if not self._leaning:
            self.marked.append(marked)
            self._facts.append(f"f.marks {'@>' if marked.every else '&&'} %(marks_{marked.name})s::integer[]")
            self.parameters[f"marks_{marked.name}"] = list(marked.marks)

    def _name(self, meaning: Meaning) -> None:
        named = {"names": meaning.names, "shelves": meaning.shelves}
        conditions = [f"d.{column} && %({column})s::text[]" for column, wanted in named.items() if wanted]
        self.named = f"({' or '.join(conditions)})" if conditions else "false"
        if conditions:
            if meaning.restricts and not self._leaning:
                self._product.append(self.named)
                names = [f"name={name}" for name in meaning.names]
                self._mark(Marked.by("named", (*names, *(f"shelf={shelf}" for shelf in meaning.shelves))))
            self.parameters |= {column: list(wanted) for column, wanted in named.items()}

    def _bound(self, query: Query) -> None:
        if query.max_price_minor is not None:
            self._facts.append("f.cheapest_minor <= %(max_price_minor)s")
            self._variant.append("v.price_minor <= %(max_price_minor)s")
        if query.min_price_minor is not None:
            self._facts.append("f.dearest_minor >= %(min_price_minor)s")
            self._variant.append("v.price_minor >= %(min_price_minor)s")
        self.parameters |= {"max_price_minor": query.max_price_minor, "min_price_minor": query.min_price_minor}
        if query.currency and (query.max_price_minor is not None or query.min_price_minor is not None):
            # Fifty euros are not fifty dollars: without a rate of exchange only prices in that currency compare.
            self._variant.append("v.currency = %(currency)s")
            self.parameters["currency"] = query.currency
        if query.store is not None:
            self._variant.append(
                "exists (select from stock where stock.variant_id = v.variant_id"
                " and stock.store_id = %(store)s and stock.quantity > 0)"
            )
            self.parameters["store"] = query.store
        if query.min_rating is not None:
            # Stored in four bytes, 4.4 is a little more or less than 4.4.
            self._facts.append("f.rating >= %(min_rating)s::real")
            self._product.append("p.rating >= %(min_rating)s::real")
            self.parameters["min_rating"] = query.min_rating
        if query.brands:
            self._wish(self._product, "lower(p.brand) = any(%(brands)s::text[])")
            self._mark(Marked.by("branded", (f"brand={brand}" for brand in _lower(query.brands))))
            self.parameters["brands"] = _lower(query.brands)
        if query.not_brands:
            self._product.append("lower(p.brand) <> all(%(not_brands)s::text[])")
            self.parameters["not_brands"] = _lower(query.not_brands)

    def _describe(self, query: Query) -> None:
        """A colour, a size and every other attribute may be the product's or the variant's."""
        for name, values in (("color", query.colors), ("size", query.sizes)):
            if values:
                self._wish(self._variant, f"(d.facets || v.facets) && %({name}s)s::text[]")
                facets = [facet for value in values for facet in wanted_facets(name, value)]
                facets += _of_children(query) if name == "size" else []
                self._mark(Marked.by(name, facets))
                self.parameters[f"{name}s"] = facets
        for number, (name, value) in enumerate(query.attributes.items()):
            self._wish(self._variant, f"(d.facets || v.facets) @> %(facets_{number})s::text[]")
            self._mark(Marked.by(f"facets_{number}", wanted_facets(name, value), every=True))
            self.parameters[f"facets_{number}"] = wanted_facets(name, value)

    def _prefer(self, query: Query) -> None:
        """A gallon of milk is a wish for the gallon before the quart and no bound: two pounds may be two of one."""
        self.preference = "v.price_minor, v.position"
        if query.unit:
            sizes = [f"{query.quantity or 1} {query.unit}", f"1 {query.unit}"]
            self.parameters["preferred"] = [facet for size in sizes for facet in wanted_facets("size", size)]
            self.preference = f"not v.facets && %(preferred)s::text[], {self.preference}"
        if self._wishes:
            self.preference = f"{self.wished} desc, {self.preference}"

    def _exclude(self, number: int, exclusion: Exclusion) -> None:
        """What a thing holds always counts; what its name only implies can be pardoned."""
        words, implied, pardons = f"words_{number}", f"implied_{number}", f"pardons_{number}"
        self.parameters |= {
            words: list(exclusion.words),
            implied: list(exclusion.implied),
            pardons: [f"dietary={mark}" for mark in exclusion.pardons],
        }
        self._wishes.append(f"d.lacks @> %({words})s::text[]")
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


def _of_children(query: Query) -> list[str]:
    """The letter of a child's shoe size is seldom said: "eleven" is 11C, and a "two" may be 2C or 2Y."""
    if query.attributes.get("audience") not in _CHILDREN:
        return []
    numbers = [size for size in query.sizes if size.replace(".", "", 1).isdigit()]
    return [facet for size in numbers for letter in "cy" for facet in wanted_facets("size", f"{size}{letter}")]


def _lower(values: Iterable[str]) -> list[str]:
    return [value.lower() for value in values]
