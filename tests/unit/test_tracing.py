"""Spans of a turn: by stage, in one trace through Rasa, and without words."""

import pytest
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from assistant import tracing
from assistant.turns import Turns
from catalog.stages import Stopwatch
from tests.unit.fakes import FakeRasa, FakeRecords, turn


@pytest.fixture(scope="module")
def exporter() -> InMemorySpanExporter:
    """The process has one provider, which the tracers made at import find."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)
    return exporter


def test_action_continues_the_trace_of_the_turn(exporter: InMemorySpanExporter) -> None:
    exporter.clear()
    with tracing.turn_span("web"):
        parent = tracing.traceparent()
        tracing.dialogue_spans({"nlu": 4.0, "policy": 2.0, "action": 3.0})
    with tracing.continued(parent), Stopwatch().measure("action"):
        pass
    spans = {span.name: span for span in exporter.get_finished_spans()}
    assert spans.keys() == {"turn", "nlu", "policy", "action"}
    assert len({span.context.trace_id for span in spans.values()}) == 1
    assert {spans[name].parent.span_id for name in ("nlu", "policy", "action")} == {spans["turn"].context.span_id}
    assert spans["nlu"].end_time - spans["nlu"].start_time == 4_000_000
    assert spans["policy"].start_time == spans["nlu"].end_time


def test_error_leaves_no_words_in_a_span(exporter: InMemorySpanExporter) -> None:
    exporter.clear()
    with pytest.raises(ValueError, match="canary"), tracing.turn_span("web"), Stopwatch().measure("parse"):
        raise ValueError("canary")
    assert "canary" not in "".join(span.to_json() for span in exporter.get_finished_spans())


def test_without_a_trace_nothing_is_handed_on() -> None:
    assert tracing.traceparent() is None
    with tracing.continued("nonsense"), Stopwatch().measure("action"):
        assert trace.get_current_span().get_span_context() is not None


async def test_card_number_is_in_no_span(exporter: InMemorySpanExporter) -> None:
    exporter.clear()
    turns = Turns(records=FakeRecords(), rasa=FakeRasa(), deadline_s=2.0, on_ended=lambda *_: None)
    await turns.answer(turn("canary 4242 4242 4242 4242"))
    told = "".join(span.to_json() for span in exporter.get_finished_spans())
    assert '"turn"' in told
    assert "4242" not in told
    assert "canary" not in told
