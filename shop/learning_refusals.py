"""Who may not be learned from: their no, their yes again, and what goes with a no.

Whoever keeps what shoppers did first holds those it is about, and looks for a no only then: a no that is said meanwhile
waits, and takes away what has just been kept.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from catalog.connections import Connection

# In one order, so that nobody waits for somebody who waits for them.
SHARED = """
    select pg_advisory_xact_lock_shared(key)
    from (select distinct hashtextextended(name, 0) as key from unnest(%s::text[]) name order by key offset 0) held
"""
ALONE = SHARED.replace("_shared(", "(")
# All that is one person by now. A browser that many share is nobody's.
SHOPPERS = """
    select shopper_id from shoppers
    where shopper_id = %(shopper_id)s or merged_into = %(shopper_id)s
       or shopper_id = (select merged_into from shoppers where shopper_id = %(shopper_id)s)
    union
    select other.shopper_id from identity_nodes own join identity_nodes other using (person_id)
    where own.shopper_id = %(shopper_id)s and other.shopper_id is not null
"""
DEVICES = """
    select device_id from (
        select other.device_id from identity_nodes own join identity_nodes other using (person_id)
        where own.shopper_id = any(%(shoppers)s) and other.device_id is not null and other.until = 'infinity'
        union
        select device_id from events where shopper_id = any(%(shoppers)s) and device_id is not null) seen
    where not coalesce((select bool_or(is_crowded) from identity_nodes own where own.device_id = seen.device_id), false)
"""
REFUSE = """
    insert into refusing_shoppers (shopper_id, refused_at)
    select shopper_id, %(now)s from shoppers where shopper_id = any(%(shoppers)s)
    on conflict do nothing
"""
REFUSE_DEVICES = """
    insert into refusing_devices (device_id, shopper_id, refused_at)
    select device_id, (select min(shopper_id) from shoppers where shopper_id = any(%(shoppers)s)), %(now)s
    from unnest(%(devices)s::text[]) device_id
    on conflict do nothing
"""
# What is learned from goes; orders, and the turns of the last days, are kept for something else. What features had from
# orders goes as well.
EVENTS = """
    delete from events
    where shopper_id = any(%(shoppers)s) or (shopper_id is null and device_id = any(%(devices)s))
"""
SIGNALS = """
    delete from signals
    where shopper_id = any(%(shoppers)s) or (shopper_id is null and device_id = any(%(devices)s))
       or customer_id = any(array(select customer_id from shoppers
                                  where shopper_id = any(%(shoppers)s) and customer_id is not null))
"""
# A turn's list is called as the turn is, and turns name their shopper for some days more: it gets another name.
LISTS = """
    update shown_lists
    set list_id = gen_random_uuid()::text, shopper_id = null, conversation_id = null, device_id = null, visit_id = null
    where shopper_id = any(%(shoppers)s) or (shopper_id is null and device_id = any(%(devices)s))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    events: int
    lists: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """As far as we know them: the shoppers and the browsers that they are."""

    shoppers: Sequence[str]
    devices: Sequence[str]


async def hold(connection: Connection, *, shoppers: Collection[str], devices: Collection[str]) -> None:
    """Until the transaction ends, no refusal of theirs is noted or taken back."""
    if names := _names(shoppers, devices):
        await connection.execute(SHARED, [names])


async def person_of(connection: Connection, *, shopper_id: str | None, device_id: str | None) -> Person:
    shoppers = []
    if shopper_id is not None:
        found = await connection.execute(SHOPPERS, {"shopper_id": shopper_id})
        shoppers = sorted(row[0] for row in await found.fetchall())
    seen = await (await connection.execute(DEVICES, {"shoppers": shoppers})).fetchall() if shoppers else []
    return Person(shoppers=shoppers, devices=sorted({row[0] for row in seen} | ({device_id} if device_id else set())))


async def refuse(connection: Connection, person: Person, *, now: datetime) -> None:
    """From now on nothing is kept of them."""
    await connection.execute(ALONE, [_names(person.shoppers, person.devices)])
    told = {"shoppers": list(person.shoppers), "devices": list(person.devices), "now": now}
    await connection.execute(REFUSE, told)
    await connection.execute(REFUSE_DEVICES, told)


async def forget(connection: Connection, person: Person) -> Gone:
    """What they did goes; what a list looked like stays, as nobody's. What may come meanwhile is refused first."""
    told = {"shoppers": list(person.shoppers), "devices": list(person.devices)}
    events = await connection.execute(EVENTS, told)
    await connection.execute(SIGNALS, told)
    lists = await connection.execute(LISTS, told)
    return Gone(events=events.rowcount, lists=lists.rowcount)


async def agree(connection: Connection, person: Person) -> None:
    """Whatever was refused on a shopper's word goes with it, on whichever of their browsers."""
    await connection.execute(ALONE, [_names(person.shoppers, person.devices)])
    told = {"shoppers": list(person.shoppers), "devices": list(person.devices)}
    await connection.execute(
        "delete from refusing_devices where shopper_id = any(%(shoppers)s) or device_id = any(%(devices)s)", told
    )
    await connection.execute("delete from refusing_shoppers where shopper_id = any(%(shoppers)s)", told)


async def may_learn(connection: Connection, shopper_id: str) -> bool:
    found = await connection.execute("select from refusing_shoppers where shopper_id = %s", [shopper_id])
    return await found.fetchone() is None


async def merge(connection: Connection, *, from_id: str, to_id: str) -> None:
    """A no holds for whoever says it, also when they turn out to be a customer.

    Where the customer has said it before, what they did as a guest came after it.
    """
    told = {"from_id": from_id, "to_id": to_id}
    if not await may_learn(connection, to_id):
        await forget(connection, Person(shoppers=[from_id], devices=[]))
    await connection.execute(
        "insert into refusing_shoppers (shopper_id, refused_at)"
        " select %(to_id)s, refused_at from refusing_shoppers where shopper_id = %(from_id)s on conflict do nothing",
        told,
    )
    await connection.execute("update refusing_devices set shopper_id = %(to_id)s where shopper_id = %(from_id)s", told)


def _names(shoppers: Collection[str], devices: Collection[str]) -> list[str]:
    return [*(f"shopper {one}" for one in shoppers), *(f"device {one}" for one in devices)]
