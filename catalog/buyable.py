"""What can be bought of some products, and which products are near some, liked, or for the same use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import sql

from catalog.connections import Connection, Connections
from catalog.errors import translated
from catalog.product import ProductCard
from catalog.rows import CARD_COLUMNS, card_from

MOST_COMPARED = 200
# Of each the cheapest variant in stock.
BUYABLE = f"""
    select {CARD_COLUMNS}, p.rating_count
    from unnest(%s::text[]) with ordinality as wanted (product_id, place)
    join products p using (product_id)
    cross join lateral (select * from variants where product_id = p.product_id and available > 0
                        order by price_minor, position limit 1) v
    order by place
"""
ANCHORS = """
    select p.product_id, p.title, array_to_string(p.category, ' / '),
           coalesce(cheapest.price_minor, 0), coalesce(cheapest.currency, '')
    from products p
    left join lateral (
        select price_minor, currency from variants v where v.product_id = p.product_id
        order by price_minor, currency limit 1) cheapest on true
    where p.product_id = any(%s)
"""
LIKED = """
    (select product_id from products where lower(brand) = any(%(brands)s) order by popularity desc, product_id limit 20)
    union
    (select p.product_id from search_documents d join products p using (product_no)
     where d.names && %(goods)s::text[] order by p.popularity desc, p.product_id limit 20)
"""
# What is told for the same activity goes along, and so does what stands beside it on the shelf under another name; for
# whom something is made has to agree where both say. One of each kind comes first.
OF_THE_SAME_USE = f"""
    with anchor as (
        select d.product_no, p.category, p.department,
               array(select facet from unnest(d.facets) facet where facet like 'activity=%%') as uses,
               array(select facet from unnest(d.facets) facet where facet like 'audience=%%') as audiences
        from search_documents d join products p using (product_no) where p.product_id = %(product_id)s),
    found as (
        (select p.*, d.facets, 0 as leg from anchor
         join search_documents d on d.facets && anchor.uses
         join products p on p.product_no = d.product_no and p.category <> anchor.category
         order by p.popularity desc limit {MOST_COMPARED})
        union all
        (select p.*, d.facets, 1 from anchor
         join products p on p.department = anchor.department and p.category[2] = anchor.category[2]
                         and p.category <> anchor.category and cardinality(anchor.category) > 2
         join search_documents d on d.product_no = p.product_no
         order by p.popularity desc limit {MOST_COMPARED}))
    select product_id from (
        select distinct on (found.product_id) found.product_id, leg, found.popularity,
               row_number() over (partition by leg, found.category order by found.popularity desc) as place
        from found, anchor
        where cardinality(anchor.audiences) = 0 or found.facets && anchor.audiences
           or not exists (select from unnest(found.facets) facet where facet like 'audience=%%')
        order by found.product_id, leg) told
    order by leg, place, popularity desc, product_id limit 40
"""
NEAREST = """
    select p.product_id from {vectors} ranked join products p using (product_no)
    where not p.product_id = any(%(product_ids)s)
    order by ranked.vector <=> (select avg(v.vector) from {vectors} v join products p using (product_no)
                                where p.product_id = any(%(product_ids)s))
    limit 40
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyable:
    card: ProductCard
    rating_count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A product that others are looked for beside; `category` is the whole path, as `Food / Snacks`."""

    title: str
    category: str
    price_minor: int
    currency: str


class BuyableReader:
    """Every method is one statement, or two where vectors have a say."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def of(self, product_ids: Sequence[str]) -> list[Buyable]:
        """In the order of the ids; what is not sold or not in stock is left out."""
        rows = await self._rows(BUYABLE, [list(product_ids)]) if product_ids else []
        return [Buyable(card=card_from(row), rating_count=row[-1]) for row in rows]

    async def anchors(self, product_ids: Sequence[str]) -> dict[str, Anchor]:
        rows = await self._rows(ANCHORS, [list(product_ids)]) if product_ids else []
        return {row[0]: Anchor(title=row[1], category=row[2], price_minor=row[3], currency=row[4]) for row in rows}

    async def liked(self, *, brands: Sequence[str], goods: Sequence[str]) -> list[str]:
        """The most popular of brands, and of goods by their names; brands in lower case."""
        if not brands and not goods:
            return []
        return [row[0] for row in await self._rows(LIKED, {"brands": list(brands), "goods": list(goods)})]

    async def of_the_same_use(self, product_id: str) -> list[str]:
        """Of other categories: for the same activity, where the catalogue tells of one, and of the same shelf."""
        return [row[0] for row in await self._rows(OF_THE_SAME_USE, {"product_id": product_id})]

    async def near(self, product_ids: Sequence[str]) -> list[str]:
        """What reads like some products together, nearest first; nothing where no vectors are in use."""
        with translated():
            async with self._connections.connection() as connection:
                vectors = await _vectors_in_use(connection)
                if not vectors or not product_ids:
                    return []
                asked = {"product_ids": list(product_ids)}
                rows = await connection.execute(NEAREST.format(vectors=vectors), asked, prepare=True)
                return [row[0] async for row in rows]

    async def _rows(self, statement: str, asked: Sequence[object] | Mapping[str, object]) -> list[tuple[Any, ...]]:
        with translated():
            async with self._connections.connection() as connection:
                rows: list[tuple[Any, ...]] = await (
                    await connection.execute(statement, asked, prepare=True)
                ).fetchall()
                return rows


async def _vectors_in_use(connection: Connection) -> str:
    row = await (await connection.execute("select index_id from active_vector_index")).fetchone()
    return sql.Identifier(f"product_vectors_{row[0]}").as_string(connection) if row else ""
