"""Writing the catalogue: once or twice is the same, and the search terms follow each change and removal."""

from dataclasses import replace

from catalog.connections import Connection
from catalog.repository import CatalogRepository
from catalog.retrieval.analyser import terms_of
from catalog.writing import CatalogWriter
from tests.conftest import OneConnection
from tests.integration.small_shop import CHART, CONTENTS, PRODUCTS, RETURNS, STORES, variant


async def test_what_was_written_is_read_back(database: OneConnection) -> None:
    told: list[int] = []
    await CatalogWriter(database).write(CONTENTS, progress=told.append)
    catalog = CatalogRepository(database)
    assert await catalog.products([product.id for product in PRODUCTS]) == list(PRODUCTS)
    assert await catalog.stores() == sorted(STORES, key=lambda store: store.name)
    assert await catalog.size_chart(CHART.id) == CHART
    assert await catalog.policies() == [RETURNS]
    assert await catalog.product_count() == sum(told) == len(PRODUCTS)


async def test_what_was_read_from_texts_is_kept_apart_from_what_the_feed_said(database: OneConnection) -> None:
    catalog, (first, *others) = CatalogRepository(database), PRODUCTS[0].variants
    read = replace(first, attributes={**first.attributes, "pack": "2-pack"}, extracted={"pack": 0.95})
    told = replace(PRODUCTS[0], variants=(read, *others), extracted={"kind": 0.85})
    await CatalogWriter(database).write(replace(CONTENTS, products=(told,)))
    assert await catalog.product(told.id) == told


async def test_writing_the_same_again_touches_no_row(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    async with database.connection() as connection:
        before = await _row_versions(connection)
        await CatalogWriter(database).write(CONTENTS)
        assert await _row_versions(connection) == before


async def test_variants_swapped_changed_and_left_out(database: OneConnection) -> None:
    writer, catalog = CatalogWriter(database), CatalogRepository(database)
    await writer.write(CONTENTS)
    first, second, *_ = PRODUCTS[0].variants
    changed = replace(PRODUCTS[0], variants=(variant("shell-2", 100, color="teal"), first, variant("shell-9", 300)))
    await writer.write_products([changed])
    assert await catalog.product("shell") == changed
    assert second.id in {v.id for v in changed.variants}


async def test_postings_follow_changes_and_removals(database: OneConnection) -> None:
    writer = CatalogWriter(database)
    await writer.write(CONTENTS)
    async with database.connection() as connection:
        assert await _documents_with(connection, "umbrella") == 1
        await writer.write_products([replace(PRODUCTS[2], title="Parasol", attributes={}, category=("A", "B", "C"))])
        assert await _documents_with(connection, "umbrella") == 0
        assert await _documents_with(connection, "parasol") == 1
        await writer.remove_products([product.id for product in PRODUCTS])
        assert await _counts(connection) == (0, 0, 0, 0)


async def test_statistics_are_those_of_the_documents(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    await CatalogWriter(database).write_products([replace(PRODUCTS[0], description="Quite another text.")])
    async with database.connection() as connection:
        rows = await connection.execute(
            "select (select sum(documents) from search_terms) = (select count(*) from search_postings),"
            " (select length from search_totals) = (select sum(length) from search_documents),"
            " (select documents from search_totals) = (select count(*) from products)"
        )
        assert await rows.fetchone() == (True, True, True)


async def test_emptying_the_products_empties_the_postings(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    async with database.connection() as connection:
        await connection.execute("truncate products cascade")
        assert await _counts(connection) == (0, 0, 0, 0)


async def test_cards_keep_the_order_asked_for_and_leave_out_what_is_gone(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    pairs = [("mesh", "mesh-2"), ("nothing", "mesh-1"), ("shell", "shell-3"), ("shell", "mesh-1")]
    cards = await CatalogRepository(database).cards(pairs)
    assert [(card.id, card.variant_id) for card in cards] == [("mesh", "mesh-2"), ("shell", "shell-3")]
    assert cards[1].attributes == {"color": "navy", "size": "S"}
    assert cards[1].category == "Jackets"


async def test_featured_are_popular_and_in_stock(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    catalog = CatalogRepository(database)
    featured = await catalog.featured(department="Outdoor", limit=20)
    assert featured[0].id == "mesh"
    assert "gone" not in {card.id for card in featured}
    assert {card.id for card in await catalog.featured(department="Grocery")} == {"almond", "seed"}
    assert await catalog.departments() == ["Outdoor", "Grocery"]


async def test_every_department_is_featured_before_one_comes_again(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    first_two = [card.id for card in (await CatalogRepository(database).featured())[:2]]
    assert sum(card_id in {"almond", "seed"} for card_id in first_two) == 1


async def test_vocabulary_knows_brands_kinds_and_values(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    vocabulary = await CatalogRepository(database).vocabulary()
    assert "Kestrel" in vocabulary.brands
    assert "navy" in vocabulary.colors
    assert {"rain jacket", "umbrella"} <= vocabulary.kinds.keys()
    assert "Sleeping Bags" in vocabulary.categories
    assert vocabulary.stores == {store.id: store.name for store in CONTENTS.stores}


async def _row_versions(connection: Connection) -> list[object]:
    found: list[object] = []
    for table in ("products", "variants", "stock", "stores", "size_charts", "policies", "search_documents"):
        rows = await connection.execute(f"select ctid::text, xmin::text from {table} order by ctid")
        found += await rows.fetchall()
    return found


async def _documents_with(connection: Connection, word: str) -> int:
    (term,) = terms_of(word)
    rows = await connection.execute("select count(*) from search_postings where term = %s", [term])
    row = await rows.fetchone()
    return row[0] if row else 0


async def _counts(connection: Connection) -> tuple[int, ...]:
    rows = await connection.execute(
        "select (select count(*) from search_documents), (select count(*) from search_postings),"
        " (select coalesce(sum(documents), 0) from search_terms), (select documents from search_totals)"
    )
    return tuple(map(int, await rows.fetchone() or ()))
