"""The one statement of a search: postings and vectors, filtered by what holds, scored and joined to what is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.connections import Connection
from catalog.product import ProductCard
from catalog.query import Query
from catalog.retrieval.filters import Filters
from catalog.retrieval.meaning import Meaning
from catalog.rows import CARD_COLUMNS, card_from

# How much the words count beside the meaning; both are in 0..1.
LEXICAL_SHARE = 0.5
# Bounds on the work of one request, whatever its words and filters: postings read, the rarest term's first and always;
# products tried in the order of the words; products tried in the order of the meaning.
_POSTINGS_READ, _TRIED_BY_WORDS, _TRIED_BY_MEANING = 12_000, 1000, 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """`coverage` is how much of what was asked the product's words have; `cosine` is None where there is no vector."""

    card: ProductCard
    score: float
    lexical: float
    coverage: float
    cosine: float | None
    popularity: float
    rating_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """What one search looks for; `few` tells that so few products can fit that looking at all of them is faster."""

    query: Query
    terms: Sequence[str]
    vector: Sequence[float] | None
    index_id: str
    meaning: Meaning
    few: bool


async def read_candidates(connection: Connection, lookup: Lookup, *, limit: int) -> list[Candidate]:
    """The best that fit, best first."""
    statement, parameters = statement_of(lookup, limit=limit)
    async with connection.pipeline():
        whole_tables = "on" if lookup.few else "off"
        await connection.execute(_SETTINGS, [str(min(1000, max(40, limit))), whole_tables, whole_tables])
        rows = await connection.execute(statement, parameters, prepare=True)
        found = await rows.fetchall()
    return [
        Candidate(
            card=card_from(row),
            score=row[-6],
            lexical=row[-5],
            coverage=row[-4],
            cosine=row[-3],
            popularity=row[-2],
            rating_count=row[-1],
        )
        for row in found
    ]


def statement_of(lookup: Lookup, *, limit: int) -> tuple[str, Mapping[str, Any]]:
    """Only the clauses a request needs are written, so that each shape of request is planned for what it is.

    The limit and the index are written out because plans made once for all parameters depend on them.
    """
    filters = Filters(lookup.query, lookup.meaning)
    parameters = {"terms": list(lookup.terms), **filters.parameters}
    if lookup.vector is not None:
        parameters["vector"] = "[" + ",".join(f"{value:.6g}" for value in lookup.vector) + "]"
    parts = [_WANTED, _HITS]
    if lookup.few or (not lookup.terms and lookup.vector is None):
        parts.append(_every_product(lookup, filters, limit))
    else:
        parts += _legs(lookup, filters, limit)
    parts.append(_scored(lookup))
    return f"with {', '.join(parts)} {_SHOWN} limit {limit:d}", parameters


# Until the transaction ends: the graph is searched on until enough products fit, and always searched rather than all
# vectors read (the planner cannot know how many will fit); a statement's plan is kept, for planning takes milliseconds.
_SETTINGS = f"""
select set_config('hnsw.max_scan_tuples', '{_TRIED_BY_MEANING}', true),
       set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', %s, true),
       set_config('enable_seqscan', %s, true), set_config('enable_bitmapscan', %s, true),
       set_config('jit', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)"""

# `share` is the part of the request's whole weight that a word carries. Floats throughout: numerics cost a cast a row.
_WANTED = f"""
counted as (
    select asked.term, coalesce(known.documents, 0) as documents, totals.documents as total,
           0.75::float8 * greatest(totals.documents, 1) / greatest(totals.length, 1) as per_length
    from unnest(%(terms)s::text[]) as asked (term) cross join search_totals totals
    left join search_terms known on known.term = asked.term
),
weighed as (
    select term, per_length, documents, ln(1 + (total - documents + 0.5::float8) / (documents + 0.5::float8)) as idf,
           sum(documents) over (order by documents, term) as read_by_then
    from counted
),
wanted as materialized (
    select term, per_length, idf / greatest(sum(idf) over (), 1e-9) as share
    from weighed where read_by_then <= {_POSTINGS_READ} or read_by_then = documents
)"""

# BM25 with the usual k1 = 1.2 and b = 0.75, as a share of the most it could be.
_SATURATED = "h.frequency / (h.frequency + 1.2::float8 * (0.25::float8 + w.per_length * h.length))"
_HITS = f"""
hits as materialized (
    select h.product_no, sum(w.share) as coverage, sum(w.share * {_SATURATED}) as lexical
    from wanted w
    cross join lateral (
        select product_no, frequency, length from search_postings where term = w.term offset 0) h
    group by h.product_no
)"""


def _every_product(lookup: Lookup, filters: Filters, limit: int) -> str:
    score = _score("h.lexical", _cosine(lookup)) if lookup.terms or lookup.vector is not None else "p.popularity"
    return f"""
found as materialized (
    select ranked.product_no, fit.variant_id
    from (select d.product_no, {score} as score
          from search_documents d join products p on p.product_no = d.product_no
          left join hits h on h.product_no = d.product_no
          {_vector_of(lookup, "d")}
          where {filters.product}
          order by score desc) ranked
    {_fitting(filters.variant, filters.preference)}
    order by ranked.score desc limit {limit:d}
)"""


def _legs(lookup: Lookup, filters: Filters, limit: int) -> list[str]:
    """The ranking stands beside the limit and not in a subquery, where the planner would rank everything first."""
    legs = {}
    if lookup.terms:
        legs["by_words"] = (f"hits order by lexical desc limit {_TRIED_BY_WORDS}", "ranked.lexical desc")
    if lookup.vector is not None:
        legs["by_meaning"] = (_vectors(lookup), "ranked.vector <=> %(vector)s::halfvec")
    parts = [
        f"""
{name} as materialized (
    select ranked.product_no, fit.variant_id
    from (select * from {source}) ranked
    {_fitting(f"{filters.product} and {filters.variant}", filters.preference)}
    order by {order} limit {limit:d}
)"""
        for name, (source, order) in legs.items()
    ]
    return [*parts, f"found as materialized ({' union '.join(f'select * from {name}' for name in legs)})"]


# Each `limit 1` and `offset 0` makes the planner look rows up by their key: by its guesses it would read whole tables
# to join a few of their rows.


def _fitting(conditions: str, preference: str) -> str:
    """The best variant that fits, looked for one ranked product after the other until there are enough."""
    return f"""
    cross join lateral (
        select v.variant_id
        from search_documents d
        join products p on p.product_no = d.product_no
        join variants v on v.product_id = p.product_id
        where d.product_no = ranked.product_no and {conditions}
        order by {preference} limit 1) fit"""


def _vector_of(lookup: Lookup, row: str) -> str:
    if lookup.vector is None:
        return ""
    return f"""
    left join lateral (
        select vector from {_vectors(lookup)} where product_no = {row}.product_no limit 1) pv on true"""


def _vectors(lookup: Lookup) -> str:
    """Each index is a table of its own, so that no statement can hold a vector of one model against another's."""
    if not lookup.index_id.isalnum():
        raise ValueError(lookup.index_id)
    return f"product_vectors_{lookup.index_id}"


def _scored(lookup: Lookup) -> str:
    """Both legs' candidates with both scores, whichever leg they came by."""
    return f"""
scored as materialized (
    select f.product_no, f.variant_id, coalesce(h.lexical, 0) as lexical, coalesce(h.coverage, 0) as coverage,
           {_cosine(lookup)} as cosine
    from found f left join hits h on h.product_no = f.product_no {_vector_of(lookup, "f")}
)"""


def _cosine(lookup: Lookup) -> str:
    return "null::float8" if lookup.vector is None else "1 - (pv.vector <=> %(vector)s::halfvec)"


def _score(lexical: str, cosine: str) -> str:
    """A product that has no vector yet is judged by its words alone."""
    words = f"coalesce({lexical}, 0)"
    return f"{LEXICAL_SHARE} * {words} + {1 - LEXICAL_SHARE} * coalesce({cosine}, {words})"


_SHOWN = f"""
select {CARD_COLUMNS}, {_score("s.lexical", "s.cosine")} as score, s.lexical, s.coverage, s.cosine, p.popularity,
       p.rating_count
from scored s
cross join lateral (select * from products where product_no = s.product_no limit 1) p
cross join lateral (select * from variants where variant_id = s.variant_id limit 1) v
order by score desc, p.popularity desc, p.product_no"""
