"""The SQL of what a retailer sets up: any section is read and written the same way."""

from collections.abc import Sequence

from psycopg import sql
from psycopg.types.json import Jsonb

from catalog.connections import Connection
from shop.setup.sections import Changed, Row, Section

# Read as rows of the table itself: times, arrays and numbers become what the columns are.
GIVEN = "jsonb_populate_recordset(null::{table}, %(rows)s)"
WRITE = f"""
    insert into {{table}} ({{columns}}) select {{columns}} from {GIVEN}
    on conflict ({{key}}) do update set {{changes}} where ({{old}}) is distinct from ({{new}})
    returning concat_ws(' ', {{named}}), xmax = 0
"""
OTHERS = f"from {{table}} where {{only}} and ({{key}}) not in (select {{key}} from {GIVEN})"
NAMES = """
    select (select coalesce(array_agg(distinct lower(name)), '{}') from products, unnest(category) as name),
           (select coalesce(array_agg(distinct lower(brand)), '{}') from products),
           (select coalesce(array_agg(product_id), '{}') from products where product_id = any(%s))
"""


async def read_section(connection: Connection, section: Section) -> list[Row]:
    statement = "select to_jsonb(row) from (select {columns} from {table} where {only} order by {key}) row"
    found = await connection.execute(_composed(statement, section))
    return [row[0] for row in await found.fetchall()]


async def write_section(connection: Connection, section: Section, rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """Which are new and which changed; those that are so already are left alone."""
    done = await connection.execute(_composed(WRITE, section), {"rows": Jsonb(list(rows))})
    written = await done.fetchall()
    return [name for name, is_new in written if is_new], [name for name, is_new in written if not is_new]


async def remove_others(connection: Connection, section: Section, rows: Sequence[Row]) -> Changed:
    """What is not among the rows goes, but for what is used."""
    told = {"rows": Jsonb(list(rows))}
    used = " or ".join((section.used or {}).values()) or "false"
    gone = await connection.execute(
        _composed(f"delete {OTHERS} and not ({used}) returning concat_ws(' ', {{named}})", section), told
    )
    removed = [name for (name,) in await gone.fetchall()]
    kept: dict[str, str] = {}
    for reason, condition in (section.used or {}).items():
        found = await connection.execute(
            _composed(f"select concat_ws(' ', {{named}}) {OTHERS} and {condition}", section), told
        )
        kept |= {name: reason for (name,) in await found.fetchall()}
    return Changed(removed=removed, kept=kept)


async def known_names(connection: Connection, product_ids: Sequence[str]) -> tuple[set[str], set[str], set[str]]:
    """Categories and brands that goods have, in small letters, and which of the products there are."""
    row = await (await connection.execute(NAMES, [list(product_ids)])).fetchone()
    if row is None:
        raise AssertionError("a select without a table always returns a row")
    return set(row[0]), set(row[1]), set(row[2])


def _composed(statement: str, section: Section) -> sql.Composed:
    table = sql.Identifier(section.table)

    def listed(names: Sequence[str], form: str) -> sql.Composed:
        return sql.SQL(", ").join(sql.SQL(form).format(sql.Identifier(name), table=table) for name in names)

    return sql.SQL(statement).format(
        table=table,
        only=sql.SQL(section.only),
        columns=listed(section.columns, "{0}"),
        key=listed(section.key, "{0}"),
        named=listed(section.called or section.key, "nullif({table}.{0}::text, '')"),
        changes=listed(section.values, "{0} = excluded.{0}"),
        old=listed(section.values, "{table}.{0}"),
        new=listed(section.values, "excluded.{0}"),
    )
