"""The SQL of who calls: a guest or a customer of a platform, and the conversation that goes on with them."""

from dataclasses import dataclass
from datetime import timedelta

from catalog.connections import Connection

GOING_ON = "case when callers.heard_at < now() - %(quiet)s then %(conversation_id)s else callers.conversation_id end"
# A guest who became a customer elsewhere is no longer to be had without that customer's token.
GUEST = f"""
    update callers set shopper_id = coalesce(other.shopper_id, mine.shopper_id), conversation_id = {GOING_ON},
        heard_at = now()
    from shoppers mine left join shoppers other on other.shopper_id = mine.merged_into
    where callers.caller_key = %(key)s and mine.shopper_id = callers.shopper_id
      and coalesce(other.customer_id, mine.customer_id) is null
    returning callers.shopper_id, callers.conversation_id
"""
# Of two first calls at once the second waits for the first, and gets nothing: no shopper is made for it.
NEW_GUEST = """
    with opened as (
        insert into callers (caller_key, shopper_id, conversation_id, heard_at)
        values (%(key)s, %(shopper_id)s, %(conversation_id)s, now())
        on conflict (caller_key) do update
        set shopper_id = excluded.shopper_id, conversation_id = excluded.conversation_id, heard_at = now()
        where exists (select from shoppers mine left join shoppers other on other.shopper_id = mine.merged_into
                      where mine.shopper_id = callers.shopper_id
                        and coalesce(other.customer_id, mine.customer_id) is not null)
        returning shopper_id, conversation_id),
    made as (insert into shoppers (shopper_id) select shopper_id from opened)
    select shopper_id, conversation_id from opened
"""
CUSTOMER = f"""
    with heard as (
        update callers set conversation_id = {GOING_ON}, heard_at = now()
        from shoppers join customers using (customer_id)
        where callers.caller_key = %(key)s and shoppers.shopper_id = callers.shopper_id
          and shoppers.customer_id = %(customer_id)s
        returning callers.shopper_id, callers.conversation_id, customers.name)
    select shopper_id, conversation_id, name, exists (select from callers where caller_key = %(guest_key)s) from heard
"""
NEW_CUSTOMER = f"""
    insert into callers (caller_key, shopper_id, conversation_id, heard_at)
    values (%(key)s, %(shopper_id)s, %(conversation_id)s, now())
    on conflict (caller_key) do update
    set shopper_id = excluded.shopper_id, conversation_id = {GOING_ON}, heard_at = now()
    returning conversation_id
"""
TAKEN = """
    delete from callers using shoppers mine left join shoppers other on other.shopper_id = mine.merged_into
    where callers.caller_key = %(key)s and mine.shopper_id = callers.shopper_id
      and not exists (select from turns where turns.conversation_id = callers.conversation_id
                      and state = 'running' and started_at > clock_timestamp() - %(lease)s)
    returning coalesce(other.shopper_id, mine.shopper_id), coalesce(other.customer_id, mine.customer_id) is null,
              callers.conversation_id, callers.heard_at >= now() - %(quiet)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What becomes of a caller who is not known yet, or who was silent for longer than `quiet`."""

    key: bytes
    shopper_id: str
    conversation_id: str
    quiet: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    shopper_id: str
    conversation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardCustomer(Heard):
    """`was_guest` tells that the same caller has spoken without a token too."""

    name: str
    was_guest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenGuest(Heard):
    """`is_guest` is false for one who has become a customer elsewhere; `goes_on` for a conversation just held."""

    is_guest: bool
    goes_on: bool


async def heard_guest(connection: Connection, opening: Opening) -> Heard | None:
    """The guest known by the key, or one made now; nothing if another call is making one at this moment."""
    told = {
        "key": opening.key,
        "shopper_id": opening.shopper_id,
        "conversation_id": opening.conversation_id,
        "quiet": opening.quiet,
    }
    row = await (await connection.execute(GUEST, told)).fetchone()
    if row is None:
        row = await (await connection.execute(NEW_GUEST, told)).fetchone()
    return Heard(shopper_id=row[0], conversation_id=row[1]) if row else None


async def heard_customer(
    connection: Connection, opening: Opening, *, customer_id: str, guest_key: bytes
) -> HeardCustomer | None:
    told = {
        "key": opening.key,
        "conversation_id": opening.conversation_id,
        "quiet": opening.quiet,
        "customer_id": customer_id,
        "guest_key": guest_key,
    }
    row = await (await connection.execute(CUSTOMER, told)).fetchone()
    return HeardCustomer(shopper_id=row[0], conversation_id=row[1], name=row[2], was_guest=row[3]) if row else None


async def take_guest(connection: Connection, key: bytes, *, quiet: timedelta, lease: timedelta) -> TakenGuest | None:
    """From now on the key is nobody's. Nothing while a turn of the guest runs: it would write for a shopper of old."""
    row = await (await connection.execute(TAKEN, {"key": key, "quiet": quiet, "lease": lease})).fetchone()
    if row is None:
        return None
    return TakenGuest(shopper_id=row[0], is_guest=row[1], conversation_id=row[2], goes_on=row[3])


async def hear_customer(connection: Connection, opening: Opening) -> str:
    """The conversation that goes on with the customer, or the one told where none does."""
    told = {
        "key": opening.key,
        "shopper_id": opening.shopper_id,
        "conversation_id": opening.conversation_id,
        "quiet": opening.quiet,
    }
    row = await (await connection.execute(NEW_CUSTOMER, told)).fetchone()
    if row is None:
        raise AssertionError("an upsert that returns always returns a row")
    return str(row[0])


async def hand_over_turns(connection: Connection, conversation_id: str, *, shopper_id: str) -> None:
    await connection.execute(
        "update turns set shopper_id = %s where conversation_id = %s", [shopper_id, conversation_id]
    )
