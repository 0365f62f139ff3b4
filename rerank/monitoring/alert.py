"""What somebody should know, from figures alone: which of them are beyond their line, and how that is said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from rerank.events.completeness import COMPLETE_ENOUGH
from rerank.monitoring.causes import Cause, Kind
from rerank.monitoring.drift import MOVED_FAR
from rerank.monitoring.figure import Figure, Name
from rerank.monitoring.weeks import Change

# Half a per cent of new goods waits for the worker in any shop; more than this means that it does not work.
MOST_STALE = 0.05
FEWEST_SESSIONS = 50
# More features that moved at once have most likely one reason, and are one alert that names the worst.
MOST_DRIFTS_APART = 2
WORST_TOLD = 3


class AlertKind(StrEnum):
    CLICKS_FELL = "clicks_fell"
    ORDER_FELL = "order_fell"
    DRIFT = "drift"
    STALE_VECTORS = "stale_vectors"
    EVENTS_INCOMPLETE = "events_incomplete"


RATE_TOLD = {AlertKind.CLICKS_FELL: "Click-through", AlertKind.ORDER_FELL: "nDCG@10"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """`subject` tells alerts of one kind apart: a channel or a feature. `told` names nobody and quotes nobody."""

    kind: AlertKind
    subject: str
    told: str
    details: Mapping[str, Any] = field(default_factory=dict)


def fallen(kind: AlertKind, subject: str, change: Change, causes: Sequence[Cause]) -> Alert:
    fell = f"{RATE_TOLD[kind]} fell by {-change.change:.0%} on {subject or 'all channels'} against the week before"
    sure = f"({_share(change.before)} to {_share(change.after)}; between {change.low:+.0%} and {change.high:+.0%})"
    return Alert(
        kind=kind,
        subject=subject,
        told=f"{fell} {sure}. {_causes_told(causes)}",
        details={
            "before": change.before,
            "after": change.after,
            "change": change.change,
            "low": change.low,
            "high": change.high,
            "visitors": change.visitors,
            "causes": [cause_as_dict(cause) for cause in causes],
        },
    )


def beyond_their_line(figures: Iterable[Figure]) -> list[Alert]:
    """Of figures that need no other to be judged."""
    figures = list(figures)
    return [*_drifted(figures), *(alert for figure in figures if (alert := _judged(figure)))]


def cause_as_dict(cause: Cause) -> dict[str, Any]:
    return {
        "where": dict(cause.where),
        "kind": cause.kind.value,
        "explains": cause.explains,
        "rate_before": cause.rate_before,
        "rate_after": cause.rate_after,
        "share_before": cause.share_before,
        "share_after": cause.share_after,
        "told": cause_told(cause),
    }


def cause_told(cause: Cause) -> str:
    where = ", ".join(f"{name} {value or 'unknown'}" for name, value in cause.where.items())
    if cause.kind is Kind.MIX:
        shift = f"its share of what is shown went from {cause.share_before:.0%} to {cause.share_after:.0%}"
        return f"{where}: {shift} ({cause.explains:.0%} of the fall)"
    rates = f"from {_share(cause.rate_before)} to {_share(cause.rate_after)}"
    return f"{where}: {rates} ({cause.explains:.0%} of the fall)"


def _causes_told(causes: Sequence[Cause]) -> str:
    if not causes:
        return "Everything fell alike: no single channel, surface, model or category explains it."
    return f"Where it comes from: {'; '.join(map(cause_told, causes))}."


def _share(rate: float | None) -> str:
    return "nothing" if rate is None else f"{rate:.1%}"


def _drifted(figures: Iterable[Figure]) -> list[Alert]:
    """There is no such figure where there is too little to tell."""
    far = [figure for figure in figures if figure.name is Name.DRIFT_CERTAIN and figure.value >= MOVED_FAR]
    far.sort(key=lambda figure: (-figure.value, figure.part))
    if len(far) > MOST_DRIFTS_APART:
        return [_drifted_together(far)]
    return [
        Alert(
            kind=AlertKind.DRIFT,
            subject=figure.part,
            told=f"What {figure.part} says has moved far from what the model was trained on: index {figure.value:.2f}.",
            details={"certain": figure.value},
        )
        for figure in far
    ]


def _drifted_together(far: Sequence[Figure]) -> Alert:
    """Of features, the worst first."""
    worst = ", ".join(f"{figure.part} (index {figure.value:.2f})" for figure in far[:WORST_TOLD])
    return Alert(
        kind=AlertKind.DRIFT,
        subject="",
        told=f"{len(far)} features have moved far from what the model was trained on, most of all {worst}.",
        details={"features": {figure.part: figure.value for figure in far}},
    )


def _judged(figure: Figure) -> Alert | None:
    if figure.name is Name.STALE_VECTORS and figure.value > MOST_STALE:
        told = f"{figure.value:.0%} of {figure.out_of} products have vectors older than their text, for over an hour."
        return Alert(kind=AlertKind.STALE_VECTORS, subject="", told=told, details={"share": figure.value})
    if figure.name is Name.WHOLE_SESSIONS and figure.out_of >= FEWEST_SESSIONS and figure.value < COMPLETE_ENOUGH:
        told = f"Only {figure.value:.0%} of {figure.out_of} sessions on {figure.channel} tell who did what when."
        details = {"share": figure.value, "sessions": figure.out_of}
        return Alert(kind=AlertKind.EVENTS_INCOMPLETE, subject=figure.channel, told=told, details=details)
    return None
