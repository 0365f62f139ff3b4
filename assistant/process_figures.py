"""The figures of all the processes that answer shoppers as one page, each with the number of the process it is of."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence

import aiohttp
import structlog
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

TIMEOUT_S = 2.0
# Every process reads the same of them from the database: they are told once.
OF_THE_SHOP = ("aisle_alerts_", "aisle_monitoring")

log = structlog.get_logger("aisle.metrics")


async def figures_of_all(own: CollectorRegistry, others: Sequence[str], *, secret: str) -> bytes:
    """A process that does not answer is left out: its figures are missing and not wrong."""
    if not others:
        return generate_latest(own)
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    headers = {"Authorization": f"Bearer {secret}"}
    async with aiohttp.ClientSession(timeout=timeout, headers=headers) as http:
        told = await asyncio.gather(*(_figures_of(http, address) for address in others))
    pages = {0: generate_latest(own).decode(), **dict(enumerate(told, start=1))}
    return merged({number: page for number, page in pages.items() if page is not None})


def merged(pages: Mapping[int, str]) -> bytes:
    return generate_latest(_Merged(pages))


async def _figures_of(http: aiohttp.ClientSession, address: str) -> str | None:
    try:
        async with http.get(f"{address}/figures") as response:
            response.raise_for_status()
            return await response.text()
    except (aiohttp.ClientError, TimeoutError) as exc:
        log.warning("figures_missing", address=address, reason=type(exc).__name__)
        return None


class _Merged(CollectorRegistry):
    def __init__(self, pages: Mapping[int, str]) -> None:
        super().__init__()
        self._pages = pages

    def collect(self) -> Iterator[Metric]:
        families: dict[str, Metric] = {}
        for number, page in self._pages.items():
            for family in text_string_to_metric_families(page):
                kept = families.setdefault(family.name, Metric(family.name, family.documentation, family.type))
                kept.samples += _of_process(family, number)
        yield from families.values()


def _of_process(family: Metric, number: int) -> Iterable[Sample]:
    if family.name.startswith(OF_THE_SHOP):
        return () if number else family.samples
    return [sample._replace(labels={**sample.labels, "process": str(number)}) for sample in family.samples]
