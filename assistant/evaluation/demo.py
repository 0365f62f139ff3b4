"""Measures the search on the demo shop, loaded into a scratch database: spoken requests, and what is not carried."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from assistant.evaluation.asking import Ask, answering
from assistant.evaluation.assortment import Line, ask_lines, assortment_figures
from assistant.evaluation.progress import Tell
from assistant.evaluation.spoken import Sold, ask_requests, spoken_figures
from assistant.evaluation.spoken_set import Request
from assistant.evaluation.tried_shop import tried_shop
from assistant.evaluation.workplace import Workplace
from catalog.demo.contents import demo_contents


async def measure_spoken(url: str, requests: Sequence[Request], *, place: Workplace, tell: Tell) -> dict[str, Any]:
    async with demo_shop(url, place, tell) as (ask, sold):
        return spoken_figures(await ask_requests(requests, ask, sold=sold, tell=tell))


async def measure_assortment(url: str, lines: Sequence[Line], *, place: Workplace, tell: Tell) -> dict[str, Any]:
    async with demo_shop(url, place, tell) as (ask, sold):
        kind_of = {product.id: product.attributes.get("kind", "") for product in sold.values()}
        return assortment_figures(await ask_lines(lines, ask, kind_of=kind_of, tell=tell))


@asynccontextmanager
async def demo_shop(url: str, place: Workplace, tell: Tell) -> AsyncIterator[tuple[Ask, Sold]]:
    contents = demo_contents()
    async with tried_shop(url, contents, place=place, tell=tell) as shop:
        yield answering(await shop.search(), shop.reader), {product.id: product for product in contents.products}
