"""What the search leaves out by not looking at everything: its candidates beside those of a full and exact scan."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from assistant.bench.search_shapes import shapes
from catalog.connections import Connections
from catalog.embedding.errors import ModelMissing
from catalog.embedding.queries import QueryModels
from catalog.query import Query
from catalog.retrieval.analyser import terms_of
from catalog.retrieval.asking import searched_words
from catalog.retrieval.candidates import Lookup, read_candidates
from catalog.retrieval.filters import Filters
from catalog.retrieval.indexes import vectors_table
from catalog.retrieval.knowledge import Knowledge, KnowledgeKeeper
from catalog.retrieval.meaning import Meaning, Sense, meaning_of

Progress = Callable[[str, int, int], None]
WANTED = 100
# Scores this near to that of the last wanted one are as good as it.
_TIE = 1e-6

_EXACT = """
    with wanted as (
        select known.term, ln(1 + (t.documents - known.documents + 0.5) / (known.documents + 0.5)) as idf,
               0.75 * t.documents / t.length as per_length
        from search_terms known cross join search_totals t where known.term = any (%(terms)s)),
    hits as (
        select product_no, sum(idf * h.frequency / (h.frequency + 1.2 * (0.25 + per_length * h.length))) as lexical
        from wanted join search_postings h using (term) group by product_no),
    fitting as (
        select d.product_no from search_documents d join products p using (product_no)
        where {product} and exists (select from variants v where v.product_id = p.product_id and {variant}))
    select product_no, p.product_id, coalesce(h.lexical, 0)::float8,
           {cosine}::float8
    from fitting join products p using (product_no) left join hits h using (product_no) {vectors}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exactness:
    """Shares of what a full scan finds: of the wanted number of products, of the nearest, of the best by words."""

    enough: float
    by_meaning: float | None
    by_words: float | None
    wrong: int


async def compare(connections: Connections, lookup: Lookup) -> Exactness:
    """`wrong` counts candidates that the filters, held against every product, do not let through."""
    async with connections.connection() as connection:
        found = await read_candidates(connection, lookup, limit=WANTED)
    async with connections.connection() as connection:
        await connection.execute("set local statement_timeout = 0")
        statement, parameters = _statement(lookup)
        rows = await (await connection.execute(statement, parameters)).fetchall()
    ids = {candidate.product_id for candidate in found}
    fitting = {row[1] for row in rows}
    return Exactness(
        enough=min(WANTED, len(ids)) / min(WANTED, len(fitting)) if fitting else 1.0,
        by_meaning=_recall(ids, {row[1]: row[3] for row in rows if row[3] is not None}),
        by_words=_recall(ids, {row[1]: row[2] for row in rows if row[2] > 0}),
        wrong=len(ids - fitting),
    )


def _statement(lookup: Lookup) -> tuple[str, Mapping[str, Any]]:
    filters = Filters(lookup.query, lookup.meaning)
    parameters: dict[str, Any] = {"terms": list(lookup.terms), **filters.parameters}
    vectors, cosine = "", "null"
    if lookup.vector is not None:
        vectors = f"left join {vectors_table(lookup.index_id).as_string()} pv using (product_no)"
        cosine = "1 - (pv.vector <=> %(vector)s::halfvec)"
        parameters["vector"] = str([round(value, 6) for value in lookup.vector])
    return _EXACT.format(product=filters.product, variant=filters.variant, cosine=cosine, vectors=vectors), parameters


def _recall(ids: set[str], scores: Mapping[str, float]) -> float | None:
    """Of several with the same score any will do."""
    best = sorted(scores.values(), reverse=True)[:WANTED]
    if not best:
        return None
    good = sum(score >= best[-1] - _TIE for product_id, score in scores.items() if product_id in ids)
    return min(good, len(best)) / len(best)


async def mean_exactness(
    connections: Connections, models: QueryModels, *, executor: Executor, progress: Progress
) -> dict[str, Any]:
    """Over the first and the last request of each shape, for each takes a scan of all products."""
    known = await KnowledgeKeeper(connections, models, executor=executor).refresh()
    asked = [(shape, query) for shape, queries in shapes().items() for query in (queries[0], queries[-1])]
    compared: dict[str, list[Exactness]] = {}
    for number, (shape, query) in enumerate(asked, start=1):
        compared.setdefault(shape, []).append(await compare(connections, _lookup(query, known)))
        progress("beside a full scan", number, len(asked))
    return {
        "wrong": sum(each.wrong for several in compared.values() for each in several),
        "shapes": {shape: _means(several) for shape, several in compared.items()},
    }


def _lookup(query: Query, known: Knowledge) -> Lookup:
    """As `Search` makes it."""
    if known.space is None or known.space.index_id is None:
        raise ModelMissing(index_id=None)
    embedder, words = known.space.embedder, searched_words(query.text)
    meaning = meaning_of(query.text, known.names, embed=lambda text: embedder.embed([text])[0])
    return Lookup(
        query=query,
        terms=tuple(dict.fromkeys(terms_of(words))),
        vector=embedder.embed([query.text])[0].tolist() if words else None,
        index_id=known.space.index_id,
        meaning=meaning if words else Meaning(sense=Sense.OPEN),
        most=known.most(query, meaning),
        statistics=known.statistics,
    )


def _means(several: Sequence[Exactness]) -> dict[str, float | None]:
    by_meaning = [each.by_meaning for each in several if each.by_meaning is not None]
    by_words = [each.by_words for each in several if each.by_words is not None]
    return {
        "enough": round(fmean(each.enough for each in several), 3),
        "by_meaning": round(fmean(by_meaning), 3) if by_meaning else None,
        "by_words": round(fmean(by_words), 3) if by_words else None,
    }
