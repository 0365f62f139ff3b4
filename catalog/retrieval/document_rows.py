"""Keeps what the search knows of products in step with them; the database keeps the postings in step with that."""

from collections.abc import Sequence

from catalog.connections import Connection
from catalog.product import Product
from catalog.retrieval.document import RECIPE, Document, document_of

_COLUMNS = "product_no, sha256, text_sha256, terms, frequencies, length, names, shelves, facets, called, holds, lacks"


async def write_alone(connection: Connection) -> None:
    """One writer of the catalogue at a time, until the transaction ends.

    Before anything else is locked: they meet in what the search knows, each in an order of its own. Sales need no turn.
    """
    await connection.execute("select from search_totals for update")


async def write_documents(connection: Connection, products: Sequence[Product]) -> None:
    """In the transaction that wrote the products alone; an unchanged document is not touched."""
    documents = {product.id: document_of(product) for product in products}
    numbers = await _numbers_of_changed(connection, documents)
    if not numbers:
        return
    await connection.execute("update search_totals set recipe = %s where documents = 0", [RECIPE])
    await connection.execute("delete from search_documents where product_no = any(%s)", [list(numbers.values())])
    async with connection.cursor() as cursor, cursor.copy(f"copy search_documents ({_COLUMNS}) from stdin") as copy:
        for product_id, product_no in numbers.items():
            await copy.write_row(_row(product_no, documents[product_id]))


async def outdated(connection: Connection) -> bool:
    """Whether documents were made by another version of this program."""
    row = await (await connection.execute("select recipe from search_totals")).fetchone()
    return row is None or row[0] != RECIPE


async def note_recipe(connection: Connection) -> None:
    await connection.execute("update search_totals set recipe = %s", [RECIPE])


async def _numbers_of_changed(connection: Connection, documents: dict[str, Document]) -> dict[str, int]:
    rows = await connection.execute(
        """
        select p.product_id, p.product_no
        from unnest(%s::text[], %s::text[]) as made (product_id, sha256)
        join products p using (product_id)
        left join search_documents d using (product_no)
        where d.sha256 is distinct from made.sha256
        order by p.product_no
        """,
        [list(documents), [document.sha256 for document in documents.values()]],
    )
    return {row[0]: row[1] async for row in rows}


def _row(product_no: int, document: Document) -> tuple[object, ...]:
    return (
        product_no,
        document.sha256,
        document.text_sha256,
        list(document.terms),
        list(document.frequencies),
        sum(document.frequencies),
        list(document.names),
        list(document.shelves),
        list(document.facets),
        list(document.called),
        list(document.holds),
        list(document.lacks),
    )
