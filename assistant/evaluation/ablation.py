"""What each stage of the search is worth: the same queries, with one stage more each time."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from assistant.evaluation.asking import Ask, Askable, asked, browsing, browsing_unread
from assistant.evaluation.dataset import Judgments
from assistant.evaluation.figures import bounds, figures_of, ndcgs, recalls, rounded
from assistant.evaluation.intervals import difference_interval, mean_interval
from assistant.evaluation.progress import Tell
from assistant.evaluation.tried_shop import TriedShop
from catalog.query import Query
from catalog.retrieval.fusion import DEFAULT, Weights

_NOTHING = Weights(**dict.fromkeys(DEFAULT.__dataclass_fields__, 0.0))
_WORDS = replace(_NOTHING, words=1.0)
_MEANING = replace(_NOTHING, meaning=1.0)
_FUSION = replace(_NOTHING, words=1.0, meaning=1.0)
_WISHES = replace(_FUSION, named=DEFAULT.named, wished=DEFAULT.wished)

Stage = Callable[[TriedShop, Askable], Awaitable[Ask]]


async def _unread(shop: TriedShop, weights: Weights) -> Ask:
    return browsing_unread(await shop.search(weights=weights))


async def _read(shop: TriedShop, askable: Askable, weights: Weights) -> Ask:
    return browsing(await shop.search(weights=weights), shop.reader, askable=askable)


def _only_refusals(query: Query) -> Query:
    """What must not be in it, and not of whom; all else stays words."""
    return Query(text=query.text, exclude=query.exclude, not_brands=query.not_brands)


STAGES: Mapping[str, Stage] = {
    "words": lambda shop, _: _unread(shop, _WORDS),
    "meaning": lambda shop, _: _unread(shop, _MEANING),
    "words and meaning": lambda shop, _: _unread(shop, _FUSION),
    "+ refusals": lambda shop, askable: _read(shop, lambda query: _only_refusals(askable(query)), _FUSION),
    "+ understanding": lambda shop, askable: _read(shop, askable, _WISHES),
    "+ second look": lambda shop, askable: _read(shop, askable, shop.weights),
}
# Each is held against the one before, but the fusion against the better of its halves.
HELD_AGAINST = {
    "words and meaning": ("words", "meaning"),
    "+ refusals": ("words and meaning",),
    "+ understanding": ("+ refusals",),
    "+ second look": ("+ understanding",),
}


async def ablation(
    shop: TriedShop, queries: Mapping[str, str], judgments: Judgments, *, askable: Askable, tell: Tell
) -> list[dict[str, Any]]:
    measured: dict[str, list[float]] = {}
    rows = []
    for name, stage in STAGES.items():
        answers = await asked(queries, await stage(shop, askable), what=f"Stage: {name}", tell=tell)
        figures = figures_of(answers, judgments)
        measured[name] = ndcgs(figures)
        interval, found = mean_interval(measured[name]), mean_interval(recalls(figures))
        rows.append(
            {
                "stage": name,
                "ndcg@10": rounded(interval.mean) if interval else None,
                "interval_95": bounds(interval),
                "recall@50": rounded(found.mean) if found else None,
                **_difference(name, measured),
            }
        )
    return rows


def _difference(name: str, measured: Mapping[str, list[float]]) -> dict[str, Any]:
    before = max(HELD_AGAINST.get(name, ()), key=lambda other: sum(measured[other]), default=None)
    if before is None:
        return {}
    interval = difference_interval(measured[name], measured[before])
    return {
        "over": before,
        "difference": rounded(interval.mean) if interval else None,
        "difference_interval_95": bounds(interval),
    }
