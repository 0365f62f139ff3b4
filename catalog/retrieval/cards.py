"""Reads what is shown of the products that were chosen, as they are now and only while they still fit."""

from collections.abc import Sequence

from catalog.connections import Connection
from catalog.product import ProductCard
from catalog.retrieval.candidates import Candidate
from catalog.retrieval.filters import Filters
from catalog.rows import CARD_COLUMNS, card_from


async def read_cards(
    connection: Connection, candidates: Sequence[Candidate], filters: Filters
) -> list[tuple[Candidate, ProductCard]]:
    """In the given order; what was changed since it was found, so that it does not fit any more, is left out."""
    chosen = {candidate.product_id: candidate for candidate in candidates}
    documents = "join search_documents d using (product_no)" if filters.reads("d") else ""
    rows = await connection.execute(
        f"""
        select {CARD_COLUMNS}
        from unnest(%(chosen)s::text[], %(variants)s::text[]) as chosen (product_id, variant_id)
        cross join lateral (select * from products where product_id = chosen.product_id limit 1) p {documents}
        cross join lateral (select * from variants where variant_id = chosen.variant_id limit 1) v
        where {filters.product} and {filters.variant}
        """,
        {
            **filters.parameters,
            "chosen": list(chosen),
            "variants": [candidate.variant_id for candidate in chosen.values()],
        },
        prepare=True,
    )
    cards = {row[0]: card_from(row) for row in await rows.fetchall()}
    return [(candidate, cards[name]) for name, candidate in chosen.items() if name in cards]
