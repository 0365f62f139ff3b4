"""Reads what the shop calls its things."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

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

# Whether the feed itself says of most products what they are; the rest go by a guess.
_TOLD = """
    select avg((coalesce(attributes ->> 'kind', '') <> '' and not extracted ? 'kind')::integer) >= 0.75 from products"""
# A catalogue gathered from many sellers may call its things by hundreds of thousands of names: those of most products
# are known by heart, and what bears a rare one is found by its words. Each kind costs a vector and a look per request.
MOST_NAMES, MOST_KINDS = 50_000, 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRows:
    """Counts of products by name, shelf and brand, the most frequent; the kinds of things; words that describe them.

    `version` is another one after every change of a document.
    """

    version: str
    names: dict[str, int]
    shelves: dict[str, int]
    brands: dict[str, int]
    kinds: tuple[str, ...]
    describing: frozenset[str]
    told: bool
    product_count: int


async def read_names(
    connection: Connection, *, before: NameRows | None = None, most_kinds: int = MOST_KINDS
) -> NameRows:
    """All products are looked through for it, so what was read before is given back while nothing has changed."""
    rows = await connection.execute("select documents, xmin::text || ctid::text from search_totals")
    documents, version = await rows.fetchone() or (0, "")
    if before and before.version == version:
        return before
    names = await _counts(connection, "select unnest(names) from search_documents")
    kinds = await _counts(
        connection, "select coalesce(nullif(attributes ->> 'kind', ''), category[cardinality(category)]) from products"
    )
    describing = await _texts(connection, _DESCRIBING)
    told = await (await connection.execute(_TOLD)).fetchone()
    return NameRows(
        version=version,
        names=names,
        shelves=await _counts(connection, "select unnest(shelves) from search_documents"),
        brands=await _counts(connection, "select lower(brand) from products"),
        kinds=_kinds(kinds, names, most=most_kinds),
        describing=frozenset(word for word in describing if word.isalpha()),
        told=bool(told and told[0]),
        product_count=documents,
    )


def _kinds(told: Iterable[str], names: Mapping[str, int], *, most: int) -> tuple[str, ...]:
    kinds = dict.fromkeys(" ".join(phrase_of(kind)) for kind in told)
    return tuple(sorted(islice((kind for kind in kinds if kind in names), most)))


async def _counts(connection: Connection, texts: str) -> dict[str, int]:
    """The most frequent first."""
    rows = await connection.execute(
        f"select told, count(*) from ({texts}) as texts (told) group by told order by 2 desc, 1 limit {MOST_NAMES}"
    )
    return {row[0]: row[1] async for row in rows}


async def _texts(connection: Connection, texts: str) -> list[str]:
    rows = await connection.execute(f"select distinct told from ({texts}) as texts (told)")
    return [row[0] async for row in rows]
