"""What the shop has for words that a newcomer typed elsewhere, before they came here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from catalog.query import Query
from catalog.search import Search

MOST = 10


class Searched(Protocol):
    async def products(self, words: str) -> Sequence[str]: ...


class Reader(Protocol):
    """`catalog.understanding` as far as it is needed here."""

    def parse(self, text: str) -> Query: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchedElsewhere(Searched):
    """`reader` is a callable because the reader is replaced when the catalogue's vocabulary changes."""

    search: Search
    reader: Callable[[], Reader]

    async def products(self, words: str) -> Sequence[str]:
        """What fits, best first, and nothing where the shop has nothing of it. Raises CatalogUnavailable."""
        found = await self.search.search(self.reader().parse(words), limit=MOST)
        return [card.id for card in found.cards]
