"""Writes the catalogue: products with their variants and stock in bulk, and what the search knows of them with it."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

from psycopg import sql
from psycopg.types.json import Jsonb

from catalog.connections import Connection, Connections
from catalog.contents import Contents, PolicyText, SizeChart, Store
from catalog.errors import translated
from catalog.product import Product
from catalog.retrieval.document import facets_of, variant_terms
from catalog.retrieval.document_rows import write_alone, write_documents

PRODUCTS_AT_ONCE = 1000

_PRODUCT = (
    "product_id", "title", "brand", "department", "category", "description", "attributes", "rating", "rating_count",
    "popularity", "delivery_days", "image_url", "url", "size_chart_id", "extracted",
)  # fmt: skip
_VARIANT = (
    "variant_id", "product_id", "position", "attributes", "price_minor", "currency", "unit_price_minor", "unit",
    "image_url", "extracted", "facets", "terms",
)  # fmt: skip
_STOCK = ("variant_id", "store_id", "quantity")


class CatalogWriter:
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def write(self, contents: Contents, *, progress: Callable[[int], None] = lambda _: None) -> None:
        """Write everything; writing the same again changes nothing. `progress` is told how many products are done."""
        with translated():
            async with self._connections.connection() as connection:
                await _write_stores(connection, contents.stores)
                await _write_size_charts(connection, contents.size_charts)
                await _write_policies(connection, contents.policies)
        await self.write_products(contents.products, progress=progress)

    async def write_products(
        self, products: Iterable[Product], *, progress: Callable[[int], None] = lambda _: None
    ) -> None:
        """Each batch is written whole or not at all, its search terms with it."""
        coming = iter(products)
        while batch := list(islice(coming, PRODUCTS_AT_ONCE)):
            with translated():
                async with self._connections.connection() as connection:
                    await _write_batch(connection, batch)
            progress(len(batch))

    async def remove_beside(self, contents: Contents) -> None:
        """Stores of `contents` that have nothing in stock, and policies still worded as there."""
        with translated():
            async with self._connections.connection() as connection:
                await connection.execute(
                    "delete from stores where store_id = any(%s)"
                    " and not exists (select from stock where stock.store_id = stores.store_id)",
                    [[store.id for store in contents.stores]],
                )
                for policy in contents.policies:
                    await connection.execute(
                        "delete from policies where kind = %s and spoken = %s", [policy.kind, policy.spoken]
                    )

    async def remove_products(self, product_ids: Sequence[str]) -> None:
        with translated():
            async with self._connections.connection() as connection:
                await write_alone(connection)
                await _lock_offers(connection, product_ids)
                # The worker holds products in this order while it stores their vectors.
                leaving = "from products where product_id = any(%s)"
                await connection.execute(f"select {leaving} order by product_no for update", [list(product_ids)])
                await connection.execute(f"delete {leaving}", [list(product_ids)])


async def _write_batch(connection: Connection, batch: Sequence[Product]) -> None:
    await _fill(connection, "incoming_products", "products", _PRODUCT, map(_product_row, batch))
    await _fill(connection, "incoming_variants", "variants", _VARIANT, (r for p in batch for r in _variant_rows(p)))
    await _fill(connection, "incoming_stock", "stock", _STOCK, (r for p in batch for r in _stock_rows(p)))
    await write_alone(connection)
    await _lock_offers(connection, [product.id for product in batch])
    await _upsert(connection, "incoming_products", "products", _PRODUCT, key=("product_id",), touch="updated_at")
    await connection.execute(
        "delete from variants using incoming_products i where variants.product_id = i.product_id"
        " and not exists (select from incoming_variants v where v.variant_id = variants.variant_id)"
    )
    await _upsert(connection, "incoming_variants", "variants", _VARIANT, key=("variant_id",))
    await connection.execute(
        "delete from stock using incoming_variants i where stock.variant_id = i.variant_id and not exists"
        " (select from incoming_stock s where s.variant_id = stock.variant_id and s.store_id = stock.store_id)"
    )
    await _upsert(connection, "incoming_stock", "stock", _STOCK, key=("variant_id", "store_id"))
    await connection.execute("drop table incoming_products, incoming_variants, incoming_stock")
    await write_documents(connection, batch)


async def _lock_offers(connection: Connection, product_ids: Sequence[str]) -> None:
    """In the order of a sale, which goes on from its stock to the variant and to the product's facts.

    Thus sales and writers never wait for each other in a ring.
    """
    rows = await connection.execute("select variant_id from variants where product_id = any(%s)", [list(product_ids)])
    # Named one by one: without statistics, as after a first import, a join of the two tables can take minutes.
    ids = [[row[0] async for row in rows]]
    await connection.execute(
        "select from stock where variant_id = any(%s) order by variant_id, store_id for update", ids
    )
    await connection.execute("select from variants where variant_id = any(%s) order by variant_id for update", ids)


async def _fill(
    connection: Connection, table: str, like: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    """A temporary table with the incoming rows, analysed because the planner knows nothing of it."""
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("create temp table {} as select {} from {} with no data")
    await connection.execute(statement.format(sql.Identifier(table), names, sql.Identifier(like)))
    async with connection.cursor() as cursor:
        copying = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)
        async with cursor.copy(copying) as copy:
            for row in rows:
                await copy.write_row(row)
    await connection.execute(sql.SQL("analyze {}").format(sql.Identifier(table)))


async def _upsert(
    connection: Connection,
    source: str,
    target: str,
    columns: Sequence[str],
    *,
    key: Sequence[str],
    touch: str | None = None,
) -> None:
    """Rows that are already so are left alone: no dead rows, no triggers."""
    values = [name for name in columns if name not in key]
    changes = [sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in values]
    if touch:
        changes.append(sql.SQL("{} = now()").format(sql.Identifier(touch)))
    statement = sql.SQL(
        "insert into {target} ({columns}) select {columns} from {source} order by {key}"
        " on conflict ({key}) do update set {changes} where ({old}) is distinct from ({new})"
    ).format(
        target=sql.Identifier(target),
        source=sql.Identifier(source),
        columns=sql.SQL(", ").join(map(sql.Identifier, columns)),
        key=sql.SQL(", ").join(map(sql.Identifier, key)),
        changes=sql.SQL(", ").join(changes),
        old=sql.SQL(", ").join(sql.Identifier(target, name) for name in values),
        new=sql.SQL(", ").join(sql.Identifier("excluded", name) for name in values),
    )
    await connection.execute(statement)


async def _write_stores(connection: Connection, stores: Sequence[Store]) -> None:
    rows = [(s.id, s.name, s.address, s.city, Jsonb(dict(s.opening_hours))) for s in stores]
    await _write_few(connection, "stores", ("store_id", "name", "address", "city", "opening_hours"), rows)


async def _write_size_charts(connection: Connection, charts: Sequence[SizeChart]) -> None:
    rows = [(chart.id, chart.title, Jsonb([dict(row) for row in chart.rows])) for chart in charts]
    await _write_few(connection, "size_charts", ("size_chart_id", "title", "rows"), rows)


async def _write_policies(connection: Connection, policies: Sequence[PolicyText]) -> None:
    rows = [(policy.kind, policy.title, policy.spoken, Jsonb(dict(policy.facts))) for policy in policies]
    await _write_few(connection, "policies", ("kind", "title", "spoken", "facts"), rows)


async def _write_few(
    connection: Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
) -> None:
    incoming = f"incoming_{table}"
    await _fill(connection, incoming, table, columns, rows)
    await _upsert(connection, incoming, table, columns, key=columns[:1])
    await connection.execute(sql.SQL("drop table {}").format(sql.Identifier(incoming)))


def _product_row(product: Product) -> tuple[object, ...]:
    return (
        product.id,
        product.title,
        product.brand,
        product.category[0],
        list(product.category),
        product.description,
        Jsonb(dict(product.attributes)),
        product.rating,
        product.rating_count,
        product.popularity,
        product.delivery_days,
        product.image_url,
        product.url,
        product.size_chart_id,
        Jsonb(dict(product.extracted)),
    )


def _variant_rows(product: Product) -> Iterable[tuple[object, ...]]:
    for position, variant in enumerate(product.variants):
        yield (
            variant.id,
            product.id,
            position,
            Jsonb(dict(variant.attributes)),
            variant.price.amount_minor,
            variant.price.currency,
            variant.unit_price.price.amount_minor if variant.unit_price else None,
            variant.unit_price.unit if variant.unit_price else None,
            variant.image_url,
            Jsonb(dict(variant.extracted)),
            list(facets_of(variant.attributes)),
            list(variant_terms(variant)),
        )


def _stock_rows(product: Product) -> Iterable[tuple[object, ...]]:
    for variant in product.variants:
        for store_id, quantity in variant.stock.items():
            yield variant.id, store_id, quantity
