"""The SQL that keeps the book of candidates, and what people like a customer bought."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from catalog.connections import Connection
from rerank.candidates.making import Kindred

# The book before it stays, for whoever is reading it at the moment.
KEPT = 2
# Two who put a book to use at the same time wait for each other here, and not on each other's rows.
ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('aisle candidates'))"
RETIRE = "update candidate_books set is_in_use = false where is_in_use"
PUT_TO_USE = """
    insert into candidate_books (made_at, is_in_use, content, figures) values (%s, true, %s, %s)
    returning book_id
"""
LET_GO = f"""
    delete from candidate_books
    where book_id not in (select book_id from candidate_books order by book_id desc limit {KEPT})
"""
# A person is named by the shopper of a customer, or by the customer who has not been here yet.
KEEP_KINDRED = """
    insert into kindred_candidates (customer_id, product_ids, weights)
    select distinct on (c.customer_id) c.customer_id, array(select jsonb_array_elements_text(told -> 'product_ids')),
           array(select jsonb_array_elements_text(told -> 'weights')::real)
    from jsonb_array_elements(%s) told
    left join shoppers s on s.shopper_id = told ->> 'person'
    join customers c on c.customer_id = coalesce(
        s.customer_id, substring(told ->> 'person' from '^customer (.*)$'))
    order by c.customer_id
"""
# What goes leaves no number behind, but Postgres counts it; some of that it tells only after a second or two.
STATE = """
    select (select max(signal_no) from signals), (select xmin::text from search_totals),
           (select count(*) from refusing_shoppers), (select count(*) from refusing_devices),
           pg_stat_get_tuples_deleted('signals'::regclass) + pg_stat_get_xact_tuples_deleted('signals'::regclass)
"""
# By then nobody reads the one before any more, and what it was made from may have been taken back.
OUTLIVED = """
    delete from candidate_books
    where not is_in_use and (select made_at from candidate_books where is_in_use) < %s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """When a book was made, of which state of the shop, and how long that took."""

    book_id: int
    at: datetime
    state: str
    took_s: float


async def is_still_in_use(connection: Connection, before: Made | None) -> bool:
    """Whether nobody has put another book to use since, nor can until the transaction ends."""
    await connection.execute(ONE_AT_A_TIME)
    return await in_use(connection) == (before.book_id if before else None)


async def state(connection: Connection) -> str:
    """Another one after everything that a book is made from."""
    row = await (await connection.execute(STATE)).fetchone()
    return " ".join(map(str, row or ()))


async def latest(connection: Connection) -> Made | None:
    """Of the book in use."""
    rows = await connection.execute(
        "select book_id, made_at, figures ->> 'state', (figures ->> 'took_s')::float"
        " from candidate_books where is_in_use"
    )
    row = await rows.fetchone()
    return Made(book_id=row[0], at=row[1], state=row[2], took_s=row[3]) if row else None


async def put_to_use(
    connection: Connection, content: bytes, figures: Mapping[str, object], *, made_at: datetime
) -> int:
    """In one transaction: nobody sees none, or two."""
    await connection.execute(RETIRE)
    row = await (await connection.execute(PUT_TO_USE, [made_at, content, json.dumps(figures)])).fetchone()
    await connection.execute(LET_GO)
    return int(row[0]) if row else 0


async def let_go_of_outlived(connection: Connection, *, followed_before: datetime) -> None:
    await connection.execute(OUTLIVED, [followed_before])


async def keep_kindred(connection: Connection, every: Sequence[Kindred]) -> None:
    told = [{"person": one.person, "product_ids": one.product_ids, "weights": one.weights} for one in every]
    await connection.execute("delete from kindred_candidates")
    await connection.execute(KEEP_KINDRED, [json.dumps(told)])


async def in_use(connection: Connection) -> int | None:
    row = await (await connection.execute("select book_id from candidate_books where is_in_use")).fetchone()
    return int(row[0]) if row else None


async def content(connection: Connection, book_id: int) -> bytes | None:
    row = await (
        await connection.execute("select content from candidate_books where book_id = %s", [book_id])
    ).fetchone()
    return bytes(row[0]) if row else None
