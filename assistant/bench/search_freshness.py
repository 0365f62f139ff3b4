"""How soon a change of a product shows in the search: of its title, its price and its stock."""

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from time import perf_counter

from assistant.bench.figures import p50, p99
from catalog.connections import Connections
from catalog.errors import CatalogUnavailable
from catalog.money import Money
from catalog.product import Product
from catalog.query import Query
from catalog.repository import CatalogRepository
from catalog.retrieval.candidates import Lookup, read_candidates
from catalog.retrieval.meaning import Meaning, Sense
from catalog.retrieval.selectivity import Statistics
from catalog.search import Search
from catalog.writing import CatalogWriter

DEADLINE_S = 30.0
_DIGITS_AS_LETTERS = str.maketrans("0123456789", "ghijklmnop")

Shows = Callable[[], Awaitable[bool]]
Progress = Callable[[str, int, int], None]


class Freshness:
    """Each time is from the beginning of the write to the end of the first search that shows it."""

    def __init__(self, connections: Connections, search: Search, *, progress: Progress) -> None:
        self._connections = connections
        self._search = search
        self._progress = progress
        self._writer = CatalogWriter(connections)

    async def measure(self, product_ids: list[str]) -> Mapping[str, Mapping[str, float]]:
        """Every product is put back as it was."""
        times: dict[str, list[float]] = {}
        products = await CatalogRepository(self._connections).products(product_ids)
        for number, product in enumerate(products, start=1):
            for what, ms in (await self._changes(product)).items():
                times.setdefault(what, []).append(ms)
            await self._writer.write_products([product])
            self._progress("freshness", number, len(products))
        return {what: {"p50_ms": round(p50(ms), 1), "p99_ms": round(p99(ms), 1)} for what, ms in times.items()}

    async def _changes(self, product: Product) -> dict[str, float]:
        word = uuid.uuid4().hex[:12].translate(_DIGITS_AS_LETTERS)
        marked = replace(product, attributes={**product.attributes, "edition": word})
        named = replace(_stocked(marked, 5), title=f"{product.title} {word}")
        cheap = replace(named, variants=tuple(replace(v, price=_price(v.price, 1)) for v in named.variants))
        wanted = Query(attributes={"edition": word}, max_price_minor=1)
        return {
            "title": await self._until(named, lambda: self._is_hit(word)),
            "price": await self._until(cheap, lambda: self._is_found(wanted)),
            "stock": await self._until(_stocked(cheap, 0), lambda: self._is_gone(wanted)),
        }

    async def _until(self, product: Product, shows: Shows) -> float:
        started = perf_counter()
        await self._writer.write_products([product])
        while not await shows():
            if perf_counter() - started > DEADLINE_S:
                raise CatalogUnavailable
        return (perf_counter() - started) * 1000

    async def _is_hit(self, word: str) -> bool:
        """By its words alone: nobody knows yet what a word means that was never there."""
        lookup = Lookup(
            query=Query(text=word),
            terms=(word,),
            vector=None,
            index_id="",
            meaning=Meaning(sense=Sense.OPEN),
            most=1_000_000,
            statistics=Statistics(products=1_000_000),
        )
        async with self._connections.connection() as connection:
            return bool(await read_candidates(connection, lookup, limit=1))

    async def _is_found(self, query: Query) -> bool:
        return bool((await self._search.search(query)).cards)

    async def _is_gone(self, query: Query) -> bool:
        return not await self._is_found(query)


def _stocked(product: Product, quantity: int) -> Product:
    return replace(
        product, variants=tuple(replace(v, stock=dict.fromkeys(v.stock, quantity)) for v in product.variants)
    )


def _price(money: Money, amount_minor: int) -> Money:
    return replace(money, amount_minor=amount_minor)
