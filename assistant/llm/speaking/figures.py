"""Prometheus figures of answers in a model's words: spoken, or why not."""

from prometheus_client import CollectorRegistry, Counter


class SpeechFigures:
    """Once per process, or, without a registry, for those who look at nothing."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self._answers = Counter(
            "aisle_model_speech",
            "Answers worded by a language model, by what became of them",
            ("outcome",),
            registry=registry or CollectorRegistry(),
        )

    def ended(self, outcome: str) -> None:
        self._answers.labels(outcome).inc()
