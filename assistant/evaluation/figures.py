"""The figures of a labelled set: means over its queries with their intervals, times, and what was left out of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.bench.figures import p50, p99
from assistant.evaluation.asking import Answer
from assistant.evaluation.dataset import Judgments
from assistant.evaluation.intervals import Interval, mean_interval
from assistant.evaluation.measures import judged, ndcg, recall

NDCG_AT, RECALL_AT = 10, 50
PLACES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryFigures:
    """Of one query; None where a measure has nothing to say of it."""

    query_id: str
    ndcg: float | None
    recall: float | None
    judged: float | None


def figures_of(answers: Sequence[Answer], judgments: Judgments) -> list[QueryFigures]:
    return [_of_one(answer, judgments) for answer in answers]


def _of_one(answer: Answer, judgments: Judgments) -> QueryFigures:
    gains = judgments.gains[answer.query_id]
    relevant = [document for document, gain in gains.items() if gain == judgments.highest > 0]
    return QueryFigures(
        query_id=answer.query_id,
        ndcg=ndcg(answer.ranked, gains, cutoff=NDCG_AT),
        recall=recall(answer.ranked, relevant, cutoff=RECALL_AT),
        judged=judged(answer.ranked, gains, cutoff=NDCG_AT),
    )


def ndcgs(figures: Sequence[QueryFigures]) -> list[float]:
    return [each.ndcg for each in figures if each.ndcg is not None]


def recalls(figures: Sequence[QueryFigures]) -> list[float]:
    return [each.recall for each in figures if each.recall is not None]


def summary(answers: Sequence[Answer], figures: Sequence[QueryFigures]) -> dict[str, Any]:
    """Names as they are used in the papers; a mean of nothing is null."""
    intervals = {
        f"ndcg@{NDCG_AT}": mean_interval(ndcgs(figures)),
        f"recall@{RECALL_AT}": mean_interval(recalls(figures)),
        f"judged@{NDCG_AT}": mean_interval([each.judged for each in figures if each.judged is not None]),
    }
    times = [answer.ms for answer in answers]
    return {
        **{name: rounded(interval.mean) if interval else None for name, interval in intervals.items()},
        "p50_ms": round(p50(times), 2),
        "p99_ms": round(p99(times), 2),
        "intervals_95": {name: bounds(interval) for name, interval in intervals.items()},
        "queries": len(ndcgs(figures)),
        "queries_without_relevant": sum(each.ndcg is None for each in figures),
        "queries_for_recall": len(recalls(figures)),
        "answered_with_nothing": rounded(sum(not answer.ranked for answer in answers) / len(answers)),
    }


def spoken_summary(answers: Sequence[Answer], figures: Sequence[QueryFigures]) -> dict[str, Any]:
    """Of what the assistant tells: it rather tells nothing than something else, or offers what is near."""
    told = summary(answers, figures)
    names = ("queries", f"ndcg@{NDCG_AT}", f"recall@{RECALL_AT}", "p50_ms", "p99_ms", "answered_with_nothing")
    near = sum(answer.near_miss and not answer.ranked for answer in answers) / len(answers)
    return {**{name: told[name] for name in names}, "of_which_offered_near_miss": rounded(near)}


def bounds(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [rounded(interval.low), rounded(interval.high)]


def rounded(value: float) -> float:
    return round(value, PLACES)


def worst(
    figures: Sequence[QueryFigures], answers: Sequence[Answer], queries: Mapping[str, str], *, most: int
) -> list[dict[str, Any]]:
    """The queries answered worst, as far as they can be measured."""
    told = {answer.query_id: len(answer.ranked) for answer in answers}
    measured = sorted((each for each in figures if each.ndcg is not None), key=lambda each: each.ndcg or 0.0)
    return [
        {
            "query_id": each.query_id,
            "text": queries[each.query_id],
            "ndcg@10": rounded(each.ndcg or 0.0),
            "recall@50": None if each.recall is None else rounded(each.recall),
            "told": told[each.query_id],
        }
        for each in measured[:most]
    ]
