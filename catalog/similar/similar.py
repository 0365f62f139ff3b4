"""Finds what is most like a product among what can be had, each family once."""

from itertools import islice

from catalog.connections import Connections
from catalog.errors import translated
from catalog.product import ProductCard
from catalog.query import Query
from catalog.similar.families import family_of, first_of_each
from catalog.similar.likeness import likeness
from catalog.similar.neighbours import read_anchor, read_neighbours

# Below this nothing is like it, only less unlike than the rest.
LEAST_LIKENESS = 0.45
ANYTHING = Query()


class SimilarProducts:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def like(self, product_id: str, *, within: Query = ANYTHING, limit: int = 10) -> list[ProductCard]:
        """Most alike first. Only the bounds of `within` count, not its text; nothing for a product nobody knows.

        What is like a child's jacket is for children, unless `within` names somebody else.
        """
        with translated():
            async with self._connections.connection() as connection:
                anchor = await read_anchor(connection, product_id)
                neighbours = await read_neighbours(connection, anchor, within) if anchor else []
        if anchor is None:
            return []
        own = family_of(anchor.card)
        rated = [(likeness(anchor.traits, near.traits, cosine=near.cosine), near.card) for near in neighbours]
        alike = sorted((pair for pair in rated if pair[0] >= LEAST_LIKENESS), key=lambda pair: (-pair[0], pair[1].id))
        return [*islice(first_of_each((card for _, card in alike), but={own}), limit)]
