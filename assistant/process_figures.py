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
    """A process that tells no figures is left out: they are missing and not wrong."""
    if not others:
        return generate_latest(own)
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    headers = {"Authorization": f"Bearer {secret}"}
    async with aiohttp.ClientSession(timeout=timeout, headers=headers) as http:
        told = await asyncio.gather(*(_figures_of(http, address) for address in others))
    return merged({0: families_of(generate_latest(own)), **dict(enumerate(told, start=1))})


def merged(families: Mapping[int, Sequence[Metric]]) -> bytes:
    """By the numbers of the processes."""
    return generate_latest(_Merged(families))


def families_of(page: bytes) -> list[Metric]:
    """Raises ValueError for what is no page of figures."""
    return list(text_string_to_metric_families(page.decode()))


async def _figures_of(http: aiohttp.ClientSession, address: str) -> Sequence[Metric]:
    try:
        async with http.get(f"{address}/figures") as response:
            response.raise_for_status()
            return families_of(await response.read())
    except (aiohttp.ClientError, TimeoutError, ValueError) as exc:
        log.warning("figures_missing", address=address, reason=type(exc).__name__)
        return ()


class _Merged(CollectorRegistry):
    def __init__(self, families: Mapping[int, Sequence[Metric]]) -> None:
        super().__init__()
        self._families = families

    def collect(self) -> Iterator[Metric]:
        told: dict[str, Metric] = {}
        for number, families in self._families.items():
            for family in families:
                kept = told.setdefault(family.name, Metric(family.name, family.documentation, family.type))
                kept.samples += _of_process(family, number)
        yield from told.values()


def _of_process(family: Metric, number: int) -> Iterable[Sample]:
    if family.name.startswith(OF_THE_SHOP):
        return () if number else family.samples
    return [sample._replace(labels={**sample.labels, "process": str(number)}) for sample in family.samples]
