"""Results to look through, for whoever types into the shop's search field or reads a product's page."""

from collections.abc import Callable
from itertools import islice
from typing import Protocol

from catalog.product import ProductCard
from catalog.query import Query
from catalog.search import Search
from catalog.similar.families import first_of_each
from catalog.similar.similar import SimilarProducts

# Of several in a family one is shown: so many more are looked at.
LOOKED_AT = 100


class Parser(Protocol):
    """`catalog.understanding` as far as it is needed here."""

    def parse(self, text: str) -> Query: ...


class Browsing:
    """`reader` is a callable because the reader is replaced when the catalogue's vocabulary changes."""

    def __init__(self, search: Search, similar: SimilarProducts, reader: Callable[[], Parser]) -> None:
        self._search = search
        self._similar = similar
        self._reader = reader

    async def results(self, said: str, *, limit: int) -> list[ProductCard]:
        """Nearest first; each family once."""
        query = self._reader().parse(said)
        found = await self._search.browse(query, said=said, limit=LOOKED_AT, candidates=LOOKED_AT)
        return [*islice(first_of_each(found.cards), limit)]

    async def alike(self, product_id: str, *, limit: int) -> list[ProductCard]:
        return await self._similar.like(product_id, limit=limit)
