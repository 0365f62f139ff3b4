"""Which of some given variants are what a request asks for, in stock or not: none that merely comes near."""

from collections.abc import Sequence

from catalog.connections import Connection
from catalog.query import Query
from catalog.retrieval.analyser import terms_of
from catalog.retrieval.asking import searched_words
from catalog.retrieval.filters import Filters
from catalog.retrieval.meaning import Meaning, Sense

_NEVER_FIT = {Sense.ABSENT, Sense.OTHER}


async def read_fitting(
    connection: Connection, query: Query, meaning: Meaning, *, among: Sequence[str]
) -> frozenset[str]:
    """Every bound of the request holds, and each word that describes the thing is said of it."""
    if meaning.sense in _NEVER_FIT:
        return frozenset()
    filters = Filters(query, meaning, in_stock=False)
    rows = await connection.execute(
        f"""
        select v.variant_id,
               d.called || v.terms || array(select split_part(facet, '=', 2) from unnest(d.facets) as facet)
        from unnest(%(among)s::text[]) as known (variant_id)
        cross join lateral (select * from variants where variant_id = known.variant_id limit 1) v
        join products p using (product_id)
        cross join lateral (select * from search_documents where product_no = p.product_no limit 1) d
        where {filters.product} and {filters.variant}
        """,
        {**filters.parameters, "among": list(among)},
        prepare=True,
    )
    needed = _words_needed(query.text, meaning)
    return frozenset([variant_id async for variant_id, said in rows if needed <= {*said}])


def _words_needed(text: str, meaning: Meaning) -> set[str]:
    """The name itself may be another word for it, where the shop knows what is meant by that."""
    terms = terms_of(searched_words(text))
    is_named = meaning.restricts and bool(meaning.names or meaning.shelves)
    return set(terms[:-1] if is_named else terms)
