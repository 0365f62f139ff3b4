"""OpenTelemetry spans of a turn, under the stage names; sent somewhere only if the operator names a collector.

Spans never carry the text of an error: it may repeat what the shopper said.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import context, trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

W3C = TraceContextTextMapPropagator()
IN_DIALOGUE = ("nlu", "policy")

_tracer = trace.get_tracer("aisle")


def provider_for(otlp_endpoint: str) -> TracerProvider:
    """`otlp_endpoint` is the collector's base address, such as http://collector:4318."""
    provider = TracerProvider(resource=Resource.create({"service.name": "aisle-gateway"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(f"{otlp_endpoint.rstrip('/')}/v1/traces")))
    return provider


@contextmanager
def turn_span(channel: str) -> Iterator[None]:
    attributes = {"aisle.channel": channel}
    with _tracer.start_as_current_span(
        "turn", attributes=attributes, record_exception=False, set_status_on_exception=False
    ):
        yield


def traceparent() -> str | None:
    """What carries the trace through Rasa and back into the action."""
    carrier: dict[str, str] = {}
    W3C.inject(carrier)
    return carrier.get("traceparent")


@contextmanager
def continued(parent: str | None) -> Iterator[None]:
    token = context.attach(W3C.extract({"traceparent": parent} if parent else {}))
    try:
        yield
    finally:
        context.detach(token)


def dialogue_spans(stages: Mapping[str, float]) -> None:
    """Rasa does not trace: its stages become spans from the times it tells, laid end to end up to now."""
    if not trace.get_current_span().is_recording():
        return
    lengths = {stage: int(stages.get(stage, 0.0) * 1e6) for stage in IN_DIALOGUE}
    start = time.time_ns() - sum(lengths.values()) - int(stages.get("action", 0.0) * 1e6)
    for stage, length in lengths.items():
        _tracer.start_span(stage, start_time=start).end(start + length)
        start += length
