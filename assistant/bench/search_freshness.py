"""How soon a change of a product shows in the search: its price, its stock and its title."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from time import perf_counter

from assistant.bench.figures import p50, p99
from catalog.connections import Connections
from catalog.errors import CatalogUnavailable
from catalog.money import Money
from catalog.product import Product
from catalog.query import Query
from catalog.repository import CatalogRepository
from catalog.search import Search
from catalog.writing import CatalogWriter

DEADLINE_S = 30.0
Progress = Callable[[str, int, int], None]


class Freshness:
    """Each time is from the beginning of the write to the end of the first search that shows it."""

    def __init__(self, connections: Connections, search: Search, *, progress: Progress) -> None:
        self._writer = CatalogWriter(connections)
        self._search = search
        self._repository = CatalogRepository(connections)
        self._progress = progress

    async def measure(self, product_ids: list[str]) -> Mapping[str, Mapping[str, float]]:
        """Every product is put back as it was."""
        times: dict[str, list[float]] = {"title": [], "price": [], "stock": []}
        for number, product in enumerate(await self._repository.products(product_ids), start=1):
            word = uuid.uuid4().hex[:10].translate(_DIGITS_AS_LETTERS)  # makes one of its many like ones the first
            named = replace(_stocked(product, 5), title=f"{product.title} {word}")
            times["title"].append(await self._until(named, Query(text=named.title), shown=True))
            cheap = replace(named, variants=tuple(replace(v, price=_price(v.price, 1)) for v in named.variants))
            wanted = Query(text=named.title, max_price_minor=1)
            times["price"].append(await self._until(cheap, wanted, shown=True))
            times["stock"].append(await self._until(_stocked(cheap, 0), wanted, shown=False))
            await self._writer.write_products([product])
            self._progress("freshness", number, len(product_ids))
        return {what: {"p50_ms": round(p50(ms), 1), "p99_ms": round(p99(ms), 1)} for what, ms in times.items()}

    async def _until(self, product: Product, query: Query, *, shown: bool) -> float:
        started = perf_counter()
        await self._writer.write_products([product])
        while await self._shows(product.id, query) is not shown:
            if perf_counter() - started > DEADLINE_S:
                raise CatalogUnavailable
        return (perf_counter() - started) * 1000

    async def _shows(self, product_id: str, query: Query) -> bool:
        found = await self._search.search(query)
        return any(card.id == product_id for card in found.cards)


_DIGITS_AS_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def _stocked(product: Product, quantity: int) -> Product:
    return replace(
        product, variants=tuple(replace(v, stock=dict.fromkeys(v.stock, quantity)) for v in product.variants)
    )


def _price(money: Money, amount_minor: int) -> Money:
    return replace(money, amount_minor=amount_minor)
