"""Reads what the shop calls its things."""

from dataclasses import dataclass

from catalog.connections import Connection
from catalog.retrieval.phrases import phrase_of

# More often an attribute than part of what a thing is called: `vegan` describes, the `bike` of a bike lock does not.
_DESCRIBING = """
    select word
    from (select split_part(facet, '=', 2) as word, starts_with(facet, 'kind=') as in_kind
          from search_documents cross join unnest(facets) as facet) as facets
    group by word
    having count(*) filter (where not in_kind) > count(*) filter (where in_kind)
    union select unnest(terms) from variants"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRows:
    """Counts of products by name, shelf and brand; the kinds of things; the words that describe them."""

    names: dict[str, int]
    shelves: dict[str, int]
    brands: dict[str, int]
    kinds: tuple[str, ...]
    describing: frozenset[str]
    product_count: int


async def read_names(connection: Connection) -> NameRows:
    names = await _counts(connection, "select unnest(names) from search_documents")
    kinds = await _texts(
        connection, "select coalesce(nullif(attributes ->> 'kind', ''), category[cardinality(category)]) from products"
    )
    describing = await _texts(connection, _DESCRIBING)
    totals = await connection.execute("select documents from search_totals")
    row = await totals.fetchone() or (0,)
    return NameRows(
        names=names,
        shelves=await _counts(connection, "select unnest(shelves) from search_documents"),
        brands=await _counts(connection, "select lower(brand) from products"),
        kinds=tuple(sorted({" ".join(phrase_of(kind)) for kind in kinds} & names.keys())),
        describing=frozenset(word for word in describing if word.isalpha()),
        product_count=row[0],
    )


async def _counts(connection: Connection, texts: str) -> dict[str, int]:
    rows = await connection.execute(f"select told, count(*) from ({texts}) as texts (told) group by told")
    return {row[0]: row[1] async for row in rows}


async def _texts(connection: Connection, texts: str) -> list[str]:
    rows = await connection.execute(f"select distinct told from ({texts}) as texts (told)")
    return [row[0] async for row in rows]
