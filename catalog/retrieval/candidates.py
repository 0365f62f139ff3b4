"""The one statement of a search: postings and vectors, filtered by what holds, scored and joined to what ranks them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.connections import Connection
from catalog.query import Query
from catalog.retrieval.filters import Filters
from catalog.retrieval.meaning import Meaning
from catalog.retrieval.postings import BEST_BY_WORDS, HITS, WANTED, WHOLE
from catalog.retrieval.selectivity import MANY_PRODUCTS, Statistics, reach_of

# How much the words count beside the meaning; both are in 0..1.
LEXICAL_SHARE = 0.5
# Products tried in the order of the meaning where the usual number was not enough.
_TRIED_AT_MOST = 20_000
# The graph is searched this much wider than what is wanted: things of one kind crowd together, and a narrow search that
# came upon one crowd does not find the way to the next. pgvector searches no wider than 1000.
_WIDTH, _WIDEST = 2, 1000
# Where more than so many may fit, so many of them are looked at closely.
_MANY_VECTORS, _LISTED_BY_MEANING, _LISTED_BY_WORDS = 1000, 1000, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """`coverage` is how much of what was asked the product's words have; `cosine` is None where there is no vector.

    `likeness` is half words and half meaning, by which candidates were chosen; `score`, made of `signals`, puts
    them in order. `wished` is the share of the wishes that it is known to meet, `named` whether it goes by the name
    asked for. `vector` holds half-precision floats, the lowest byte last.
    """

    product_id: str
    variant_id: str
    price_minor: int
    rating: float | None
    likeness: float
    lexical: float
    coverage: float
    cosine: float | None
    popularity: float
    rating_count: int
    wished: float = 0.0
    named: bool = False
    path: tuple[str, ...] = ()
    vector: bytes | None = None
    score: float = 0.0
    signals: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """What one search looks for. `most` is how many products can fit for certain, `statistics` guesses how many do.

    Where it is `leaning`, wishes are no conditions (see `Filters`).
    """

    query: Query
    terms: Sequence[str]
    vector: Sequence[float] | None
    index_id: str
    meaning: Meaning
    most: int
    statistics: Statistics
    leaning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """To look at all that fit, or to try the nearest one after the other until enough fit or so many were tried."""

    limit: int
    all_that_fit: bool
    tried: int


async def read_candidates(connection: Connection, lookup: Lookup, *, limit: int) -> list[Candidate]:
    """What fits and is best by its words or by its meaning, up to `limit` of each; the likest first."""
    filters = Filters(lookup.query, lookup.meaning, leaning=lookup.leaning)
    reach = reach_of(lookup.query, filters.marked, lookup.statistics, most=lookup.most, wanted=limit)
    if not lookup.terms and lookup.vector is None:
        # Either few are sorted or, in the order of their popularity, many passed over.
        few = reach.fitting**2 < lookup.statistics.products * limit
        return await _read(connection, lookup, filters, _Plan(limit=limit, all_that_fit=few, tried=reach.tried))
    plan = _Plan(limit=limit, all_that_fit=reach.all_that_fit, tried=reach.tried)
    found = await _read(connection, lookup, filters, plan)
    if len(found) >= limit or plan.all_that_fit:
        return found
    # Fewer than enough may be all there are, or the nearest were none of those that fit.
    more = _Plan(limit=limit, all_that_fit=reach.fitting <= MANY_PRODUCTS, tried=_TRIED_AT_MOST)
    return await _read(connection, lookup, filters, more)


async def _read(connection: Connection, lookup: Lookup, filters: Filters, plan: _Plan) -> list[Candidate]:
    statement, parameters = statement_of(lookup, filters, plan)
    whole_tables = "on" if plan.all_that_fit else "off"
    settings = [str(plan.tried), str(min(_WIDEST, _WIDTH * plan.limit)), whole_tables, whole_tables]
    async with connection.pipeline(), connection.cursor(binary=True) as cursor:
        await connection.execute(_SETTINGS, settings)
        await cursor.execute(statement, parameters, prepare=True)
        rows = await cursor.fetchall()
    return [
        Candidate(
            product_id=row[0],
            variant_id=row[1],
            price_minor=row[2],
            rating=row[3],
            likeness=row[4],
            lexical=row[5],
            coverage=row[6],
            cosine=row[7],
            popularity=row[8],
            rating_count=row[9],
            wished=row[10],
            named=row[11],
            path=tuple(row[12]),
            vector=row[13],
        )
        for row in rows
    ]


def statement_of(lookup: Lookup, filters: Filters, plan: _Plan) -> tuple[str, Mapping[str, Any]]:
    """Only the clauses a request needs are written, so that each shape of request is planned for what it is.

    The limit and the index are written out because plans made once for all parameters depend on them.
    """
    parameters = {"terms": list(lookup.terms), **filters.parameters}
    if lookup.vector is not None:
        parameters["vector"] = "[" + ",".join(f"{value:.6g}" for value in lookup.vector) + "]"
    parts = [WANTED, HITS]
    if not lookup.terms and lookup.vector is None:
        parts.append(_most_popular(filters, plan))
    elif plan.all_that_fit:
        parts += _every_product(lookup, filters, plan.limit)
    else:
        parts += _legs(lookup, filters, plan.limit)
    parts.append(_scored(lookup))
    return f"with {', '.join(parts)} {_told(filters)}", parameters


# Until the transaction ends: the graph is searched on until enough products fit, and always searched rather than all
# vectors read (the planner cannot know how many will fit); a statement's plan is kept, for planning takes milliseconds.
_SETTINGS = """
select set_config('hnsw.max_scan_tuples', %s, true),
       set_config('hnsw.iterative_scan', 'relaxed_order', true), set_config('hnsw.ef_search', %s, true),
       set_config('enable_seqscan', %s, true), set_config('enable_bitmapscan', %s, true),
       set_config('jit', 'off', true), set_config('plan_cache_mode', 'force_generic_plan', true)"""


def _every_product(lookup: Lookup, filters: Filters, limit: int) -> list[str]:
    """By words and meaning together; of many, only those that look best by either are held against the whole vector."""
    parts = [f"fitting as materialized (select f.product_no from search_facts f where {filters.facts})"]
    if lookup.vector is not None and lookup.most > _MANY_VECTORS:
        parts.append(_shortlist(lookup))
    source = "fitting" if len(parts) == 1 else "shortlist"
    return [
        *parts,
        f"""
found as materialized (
    select ranked.product_no, fit.variant_id, fit.price_minor
    from (select s.product_no, {_score("h.lexical", _cosine(lookup))} as score
          from {source} s
          left join hits h on h.product_no = s.product_no
          {_vector_of(lookup, "s")}
          order by score desc) ranked
    {_fitting(filters)}
    order by ranked.score desc limit {limit:d}
)""",
    ]


def _shortlist(lookup: Lookup) -> str:
    """The signs of a vector's numbers tell roughly where it points, and lie in the index that finds them."""
    signs = f"binary_quantize(%(vector)s::halfvec)::bit({len(lookup.vector or ())})"
    return f"""
shortlist as materialized (
    (select n.product_no from fitting n
     cross join lateral (select signs from {_vectors(lookup)} where product_no = n.product_no limit 1) v
     order by v.signs <~> {signs} limit {_LISTED_BY_MEANING})
    union
    (select h.product_no from hits h join fitting using (product_no) order by h.lexical desc limit {_LISTED_BY_WORDS})
)"""


def _most_popular(filters: Filters, plan: _Plan) -> str:
    """The order is that of an index, so that only as many are read as it takes to find enough; unless few fit."""
    order = "ranked.popularity + 0" if plan.all_that_fit else "ranked.popularity"
    return f"""
found as materialized (
    select ranked.product_no, fit.variant_id, fit.price_minor
    from (select f.product_no, f.popularity from search_facts f where {filters.facts}) ranked
    {_fitting(filters)}
    order by {order} desc limit {plan.limit:d}
)"""


def _legs(lookup: Lookup, filters: Filters, limit: int) -> list[str]:
    """The ranking stands beside the limit and not in a subquery, where the planner would rank everything first."""
    legs = {}
    if lookup.terms:
        legs["by_words"] = ("best order by lexical desc limit all", "ranked.lexical desc")
    if lookup.vector is not None:
        legs["by_meaning"] = (_vectors(lookup), "ranked.vector <=> %(vector)s::halfvec")
    parts = [
        f"""
{name} as materialized (
    select ranked.product_no, fit.variant_id, fit.price_minor
    from (select * from {source}) ranked
    {_fitting(filters)}
    order by {order} limit {limit:d}
)"""
        for name, (source, order) in legs.items()
    ]
    found = " union ".join(f"select * from {name}" for name in legs)
    return [BEST_BY_WORDS, *parts, f"found as materialized ({found})"]


# Each `limit 1` and `offset 0` makes the planner look rows up by their key: by its guesses it would read whole tables
# to join a few of their rows.


def _fitting(filters: Filters) -> str:
    """The best variant that fits, looked for one ranked product after the other until there are enough."""
    documents = "join search_documents d on d.product_no = f.product_no" if filters.reads("d") else ""
    products = "join products p on p.product_no = f.product_no" if filters.reads("p") else ""
    return f"""
    cross join lateral (
        select v.variant_id, v.price_minor
        from search_facts f {documents} {products} join variants v on v.product_id = f.product_id
        where f.product_no = ranked.product_no and {filters.facts} and {filters.product} and {filters.variant}
        order by {filters.preference} limit 1) fit"""


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
    select part.product_no, part.variant_id, part.price_minor, coalesce(whole.lexical, part.lexical, 0) as lexical,
           coalesce(whole.coverage, part.coverage, 0) as coverage, {_cosine(lookup)} as cosine,
           {_vector(lookup)} as vector
    from (select f.*, h.lexical, h.coverage from found f left join hits h on h.product_no = f.product_no) part
    {WHOLE}
    {_vector_of(lookup, "part")}
)"""


def _cosine(lookup: Lookup) -> str:
    return "null::float8" if lookup.vector is None else "1 - (pv.vector <=> %(vector)s::halfvec)"


def _vector(lookup: Lookup) -> str:
    return "null::bytea" if lookup.vector is None else "halfvec_send(pv.vector)"


def _score(lexical: str, cosine: str) -> str:
    """A product that has no vector yet is judged by its words alone."""
    words = f"coalesce({lexical}, 0)"
    return f"{LEXICAL_SHARE} * {words} + {1 - LEXICAL_SHARE} * coalesce({cosine}, {words})"


def _told(filters: Filters) -> str:
    """Narrow rows: what is shown of a product is read once it is known which ones are shown."""
    judged = f"{filters.wished}, {filters.named}"
    documents = "cross join lateral (select * from search_documents where product_no = s.product_no limit 1) d"
    variants = "cross join lateral (select * from variants where variant_id = s.variant_id limit 1) v"
    return f"""
select p.product_id, s.variant_id, s.price_minor, p.rating, {_score("s.lexical", "s.cosine")} as likeness, s.lexical,
       s.coverage, s.cosine, p.popularity, p.rating_count, {judged}, p.category, s.vector
from scored s
cross join lateral (select * from products where product_no = s.product_no limit 1) p
{documents if "d." in judged else ""} {variants if "v." in judged else ""}
order by likeness desc, p.popularity desc, p.product_no"""
