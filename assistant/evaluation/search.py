"""Measures the product's own retrieval on a labelled set: the set loaded, its queries asked, the answers judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from assistant.evaluation.ablation import ablation
from assistant.evaluation.asking import Answer, answering, asked, browsing
from assistant.evaluation.corpus import STORE, Corpus, read_corpus
from assistant.evaluation.dataset import Judgments, read_judgments, read_queries
from assistant.evaluation.errors import NothingToMeasure
from assistant.evaluation.figures import QueryFigures, bounds, figures_of, ndcgs, rounded, spoken_summary, summary
from assistant.evaluation.folds import cross_validated
from assistant.evaluation.intervals import mean_interval
from assistant.evaluation.progress import Tell
from assistant.evaluation.tried_shop import tried_shop
from assistant.evaluation.workplace import Workplace
from catalog.contents import Contents
from catalog.query import Query

# Enough to tell what the assistant would say, and a large set takes half the time.
SPOKEN_AT_MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """`queries` are those that somebody judged."""

    corpus: Corpus
    queries: Mapping[str, str]
    judgments: Judgments
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    summary: Mapping[str, Any]
    answers: Sequence[Answer]
    figures: Sequence[QueryFigures]


def read_set(corpus: Path, queries: Path, judgments: Path, *, gains: Sequence[float] | None, tell: Tell) -> LabelledSet:
    """The short files first: what is wrong with them is told before the long one is read."""
    texts = read_queries(queries)
    read = read_judgments(judgments, gains=gains)
    judged = {query_id: text for query_id, text in texts.items() if query_id in read.gains}
    if not judged:
        raise NothingToMeasure(reason=f"no query of {queries} has a judgment in {judgments}")
    of_corpus = read_corpus(corpus, tell=tell)
    if not of_corpus.products:
        raise NothingToMeasure(reason=f"{corpus} holds no product")
    known = {product.id for product in of_corpus.products}
    documents = {document for query_id in judged for document in read.gains[query_id]}
    if known.isdisjoint(documents):
        raise NothingToMeasure(reason=f"no judged document of {judgments} is in {corpus}")
    counts = {
        "queries_without_judgments": len(texts) - len(judged),
        "judged_queries_without_text": len(read.gains.keys() - texts.keys()),
        "judged_documents_not_in_corpus": len(documents - known),
        "repeated_judgments": read.repeated,
        "repeated_ids": of_corpus.repeated,
        "records_left_out": len(of_corpus.left_out),
    }
    return LabelledSet(corpus=of_corpus, queries=judged, judgments=read, counts=counts)


async def measure_search(
    url: str, labelled: LabelledSet, *, place: Workplace, tell: Tell, ablated: bool = False, folds: int = 0
) -> Measured:
    """The list that a page of results shows, and what the assistant would say."""
    contents = Contents(stores=(STORE,), size_charts=(), policies=(), products=labelled.corpus.products)
    queries, judgments, askable = labelled.queries, labelled.judgments, labelled.corpus.askable
    async with tried_shop(url, contents, place=place, tell=tell) as shop:
        search = await shop.search()
        pages = await asked(queries, browsing(search, shop.reader, askable=askable), what="Asking", tell=tell)
        few = dict(islice(queries.items(), SPOKEN_AT_MOST))
        spoken = await asked(few, answering(search, shop.reader, askable=askable), what="Asking aloud", tell=tell)
        more: dict[str, Any] = {}
        if ablated:
            more["ablation"] = await ablation(shop, queries, judgments, askable=askable, tell=tell)
        if folds:
            more["cross_validation"] = await cross_validated(
                shop, queries, judgments, askable=askable, folds=folds, tell=tell
            )
    figures = figures_of(pages, judgments)
    told = {
        **summary(pages, figures),
        "by_refusal": _by_refusal(figures, {query_id: shop.reader.parse(text) for query_id, text in queries.items()}),
        "spoken": spoken_summary(spoken, figures_of(spoken, judgments)),
        "products": shop.products,
        "texts_embedded": shop.embedded,
        "priced": round(labelled.corpus.priced, 4),
        "price_bounds": "held" if labelled.corpus.holds_prices else "dropped",
        **labelled.counts,
        **more,
    }
    return Measured(summary=told, answers=pages, figures=figures)


def _by_refusal(figures: Sequence[QueryFigures], read: Mapping[str, Query]) -> dict[str, Any]:
    """Queries that refuse something are the hardest: what they refuse is what words and vectors find."""
    parts: dict[str, list[QueryFigures]] = {"refusing": [], "others": []}
    for each in figures:
        query = read[each.query_id]
        parts["refusing" if query.exclude or query.not_brands else "others"].append(each)
    intervals = {name: mean_interval(ndcgs(part)) for name, part in parts.items()}
    return {
        name: {
            "queries": len(ndcgs(parts[name])),
            "ndcg@10": rounded(interval.mean) if interval else None,
            "interval_95": bounds(interval),
        }
        for name, interval in intervals.items()
    }
