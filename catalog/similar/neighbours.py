"""The statements that find what may be like a product: the nearest in meaning and those of its names and shelves."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from catalog.connections import Connection
from catalog.product import ProductCard
from catalog.query import Query
from catalog.retrieval.filters import Filters
from catalog.retrieval.meaning import Meaning, Sense
from catalog.rows import CARD_COLUMNS, card_from
from catalog.similar.likeness import Traits

NEAREST, OF_ITS_NAMES = 60, 40
# Bounds that few products hold to leave little of what is near; so many are tried for it.
TRIED_BY_MEANING, TRIED_BY_NAMES = 3000, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    product_no: int
    card: ProductCard
    traits: Traits


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    card: ProductCard
    traits: Traits
    cosine: float | None
    rating_count: int


async def read_anchor(connection: Connection, product_id: str) -> Anchor | None:
    """In its cheapest variant, whether or not it can be had."""
    rows = await connection.execute(
        f"""
        select {CARD_COLUMNS}, d.names, d.shelves, d.facets, p.product_no
        from products p
        join search_documents d using (product_no)
        cross join lateral (select * from variants where product_id = p.product_id
                            order by available = 0, price_minor, position limit 1) v
        where p.product_id = %s
        """,
        [product_id],
    )
    row = await rows.fetchone()
    return row and Anchor(product_no=row[-1], card=card_from(row), traits=_traits(row[-4:-1], card_from(row)))


async def read_neighbours(connection: Connection, anchor: Anchor, within: Query) -> list[Neighbour]:
    """What can be had and holds to the bounds of `within`; in no order."""
    filters = Filters(within, Meaning(sense=Sense.OPEN))
    parameters: Mapping[str, Any] = {
        **filters.parameters,
        "product_no": anchor.product_no,
        "own_names": sorted(anchor.traits.names),
        "own_shelves": sorted(anchor.traits.shelves),
        "own_audiences": [] if "audience" in within.attributes else anchor.traits.audiences,
    }
    vectors = await _vectors_in_use(connection)
    fitting = _FITTING.format(conditions=f"{filters.product} and {filters.variant}", preference=filters.preference)
    legs = [_BY_NAMES.format(fitting=fitting)]
    if vectors:
        legs.append(_BY_MEANING.format(vectors=vectors, fitting=fitting))
    await connection.execute(_SETTINGS)
    rows = await connection.execute(
        f"""
        select {CARD_COLUMNS}, d.names, d.shelves, d.facets, {_COSINE.format(vectors=vectors) if vectors else "null"},
               p.rating_count
        from ({" union ".join(legs)}) found
        join products p using (product_no)
        join search_documents d using (product_no)
        join variants v using (variant_id)
        where p.product_no <> %(product_no)s
        """,
        parameters,
    )
    return [
        Neighbour(card=card, traits=_traits(row[-5:-2], card), cosine=row[-2], rating_count=row[-1])
        async for row in rows
        for card in [card_from(row)]
    ]


# Until the transaction ends: the graph is searched on until enough fit.
_SETTINGS = f"""
select set_config('hnsw.ef_search', '{NEAREST}', true), set_config('hnsw.iterative_scan', 'relaxed_order', true),
       set_config('hnsw.max_scan_tuples', '{TRIED_BY_MEANING}', true)"""
# For whom things are made has to agree where both say it.
# The bounds are looked at one product after the other, in the order of the leg, until there are enough.
_FITTING = """
    cross join lateral (
        select v.variant_id from search_documents d
        join products p on p.product_no = d.product_no
        join variants v on v.product_id = p.product_id
        where d.product_no = ranked.product_no and {conditions}
          and (cardinality(%(own_audiences)s::text[]) = 0 or d.facets && %(own_audiences)s::text[]
               or not exists (select from unnest(d.facets) facet where facet like 'audience=%%'))
        order by {preference} limit 1) fit"""
_BY_MEANING = f"""
    (select ranked.product_no, fit.variant_id from {{vectors}} ranked {{fitting}}
     order by ranked.vector <=> (select vector from {{vectors}} where product_no = %(product_no)s)
     limit {NEAREST})"""
_BY_NAMES = f"""
    (select ranked.product_no, fit.variant_id
     from (select d.product_no, p.popularity,
                  cardinality(array(select unnest(d.names) intersect select unnest(%(own_names)s::text[]))) as common
           from search_documents d join products p using (product_no)
           where d.names && %(own_names)s::text[] or d.shelves && %(own_shelves)s::text[]
           order by common desc, p.popularity desc limit {TRIED_BY_NAMES}) ranked {{fitting}}
     order by ranked.common desc, ranked.popularity desc limit {OF_ITS_NAMES})"""
_COSINE = """
    (select 1 - (mine.vector <=> its.vector) from {vectors} mine, {vectors} its
     where mine.product_no = %(product_no)s and its.product_no = p.product_no)"""


async def _vectors_in_use(connection: Connection) -> str:
    row = await (await connection.execute("select index_id from active_vector_index")).fetchone()
    return sql.Identifier(f"product_vectors_{row[0]}").as_string(connection) if row else ""


def _traits(columns: tuple[list[str], list[str], list[str]], card: ProductCard) -> Traits:
    names, shelves, facets = columns
    return Traits(
        names=frozenset(names),
        shelves=frozenset(shelves),
        facets=frozenset(facet for facet in facets if not facet.startswith("kind=")),
        price_minor=card.price.amount_minor,
    )
