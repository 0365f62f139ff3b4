"""The figures of several processes told as one page."""

import pytest
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.metrics_core import Metric

from assistant.process_figures import families_of, figures_of_all, merged

SECRET = "0123456789abcdef0123456789abcdef"


def page(*, lists: int, took_s: float = 0.01) -> list[Metric]:
    registry = CollectorRegistry()
    Counter("aisle_lists_ordered", "Lists", ("surface",), registry=registry).labels("search").inc(lists)
    Histogram("aisle_ranking_seconds", "Order", ("outcome",), registry=registry).labels("model").observe(took_s)
    Gauge("aisle_alerts_open", "Alerts", ("kind",), registry=registry).labels("drift").set(1)
    return families_of(generate_latest(registry))


def test_each_process_tells_its_own_and_the_sums_can_still_be_made() -> None:
    told = merged({0: page(lists=2), 1: page(lists=3)}).decode()
    assert 'aisle_lists_ordered_total{process="0",surface="search"} 2.0' in told
    assert 'aisle_lists_ordered_total{process="1",surface="search"} 3.0' in told
    assert told.count("# TYPE aisle_lists_ordered_total counter") == 1
    assert told.count('aisle_ranking_seconds_bucket{le="+Inf",outcome="model",process=') == 2


def test_what_every_process_reads_of_the_shop_is_told_once() -> None:
    told = merged({0: page(lists=1), 1: page(lists=1)}).decode()
    assert [line for line in told.splitlines() if line.startswith("aisle_alerts_open{")] == [
        'aisle_alerts_open{kind="drift"} 1.0'
    ]


async def test_a_process_alone_tells_its_figures_as_they_are() -> None:
    registry = CollectorRegistry()
    Counter("aisle_lists_ordered", "Lists", registry=registry).inc()
    assert await figures_of_all(registry, (), secret=SECRET) == generate_latest(registry)


@pytest.mark.parametrize("page", [b"<html>It works!</html>", b'{"status": "ok"}', b"\xff\xfe", b"a{b", b'a{b="c"}'])
def test_what_another_program_tells_on_the_port_is_no_page_of_figures(page: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        families_of(page)
