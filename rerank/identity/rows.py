"""The SQL of the graph: who is linked with whom, whose a device is, and what was done under which person's name."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from catalog.connections import Connection
from rerank.identity.person import Ending, Evidence, Kind, Link, Node, Person
from rerank.identity.sighting import Side, Sighting

DAY = timedelta(days=1)
CUSTOMER_OF = "(select customer_id from identity_nodes where person_id = {0}.person_id and customer_id is not null)"
SIGNED_IN_OF = "(select max(signed_in_at) from identity_nodes where person_id = {0}.person_id)"
# A link to what the device was before it changed hands settles nothing.
SETTLED = "(ended_by = 'unlinked' or ended_at is null and was.until = 'infinity')"
# Most of those who are seen have been seen there before.
UNSETTLED = f"""
    select shopper_id, device_id
    from unnest(%(shoppers)s::text[], %(devices)s::text[]) as seen (shopper_id, device_id)
    where not exists (select from identity_nodes device
                      where device.device_id = seen.device_id and until = 'infinity' and is_crowded)
      and not exists (select from identity_nodes own
                      join identity_links link on link.first_node = own.node_id
                      join identity_nodes was on was.node_id = link.second_node
                      where own.shopper_id = seen.shopper_id and was.device_id = seen.device_id and {SETTLED})
    order by shopper_id, device_id
"""
SIGHTING = f"""
    select own.person_id, {CUSTOMER_OF.format("own")}, {SIGNED_IN_OF.format("own")},
           device.person_id, {CUSTOMER_OF.format("device")}, {SIGNED_IN_OF.format("device")},
           coalesce(device.is_crowded, false) or exists (
               select from identity_links link join identity_nodes was on was.node_id = link.second_node
               where link.first_node = own.node_id and was.device_id = %(device_id)s and {SETTLED}),
           (select count(*) from identity_links where second_node = device.node_id
            and evidence = 'seen_together' and made_at > %(at)s - %(day)s),
           (select count(*) from identity_links where first_node = own.node_id
            and evidence = 'seen_together' and made_at > %(at)s - %(day)s)
    from (values (1)) one
    left join identity_nodes own on own.shopper_id = %(shopper_id)s
    left join identity_nodes device on device.device_id = %(device_id)s and device.until = 'infinity'
"""
# Before anybody waits for the graph: a shopper who is being deleted at this moment is waited for here.
HOLD_SHOPPERS = "select shopper_id from shoppers where shopper_id = any(%s) order by shopper_id for key share"
SHOPPER = """
    insert into identity_nodes (shopper_id, person_id) values (%(id)s, %(id)s)
    on conflict (shopper_id) do update set shopper_id = excluded.shopper_id returning node_id, person_id
"""
ARRIVED = """
    insert into identity_nodes (shopper_id, signed_in_at, person_id) values (%(id)s, clock_timestamp(), %(id)s)
    on conflict (shopper_id) do update set signed_in_at = excluded.signed_in_at
    returning node_id, person_id, signed_in_at
"""
CUSTOMER = """
    insert into identity_nodes (customer_id, person_id) values (%(customer_id)s, %(person_id)s)
    on conflict (customer_id) do update set customer_id = excluded.customer_id returning node_id
"""
DEVICE = "select node_id, person_id from identity_nodes where device_id = %s and until = 'infinity'"
NEW_DEVICE = """
    insert into identity_nodes (device_id, person_id) values (%(id)s, 'device ' || %(id)s) returning node_id, person_id
"""
DEVICE_ANEW = """
    insert into identity_nodes as node (device_id, since, person_id) values (%(id)s, %(at)s, 'device') returning node_id
"""
NAMED = """
    update identity_nodes node set person_id = name_of_person(node) where node_id = %s returning person_id
"""
LINK = """
    insert into identity_links (first_node, second_node, evidence, made_at)
    values (%(first)s, %(second)s, %(evidence)s, %(at)s) on conflict do nothing
"""
DEVICES_OF = """
    select device.node_id from identity_links link join identity_nodes device on device.node_id = link.second_node
    where link.first_node = %s and link.ended_at is null and device.device_id is not null
"""
END = """
    update identity_links set ended_at = clock_timestamp(), ended_by = %(ending)s
    where link_id = any(%(links)s) and ended_at is null
"""
LINKS_OF_DEVICES = "select link_id from identity_links where second_node = any(%s) and ended_at is null"
CLOSED = """
    update identity_nodes set until = %(at)s where node_id = %(node)s and until = 'infinity' and since < %(at)s
    returning device_id
"""
CROWDED = "update identity_nodes set is_crowded = true where device_id = %s returning node_id, person_id"
NAMES = "coalesce(shopper_id, device_id, customer_id)"
PERSON_CALLED = f"select distinct person_id from identity_nodes where {NAMES} = %s order by person_id"
NODES = f"""
    select node_id, case when shopper_id is not null then 'shopper' when device_id is not null then 'device'
                         else 'customer' end,
           {NAMES}, signed_in_at is not null, nullif(since, '-infinity'), nullif(until, 'infinity')
    from identity_nodes where person_id = %s order by node_id
"""
LINKS = """
    select link_id, first_node, second_node, evidence, made_at, ended_at, ended_by from identity_links
    where first_node = any(%(nodes)s) or second_node = any(%(nodes)s) order by link_id
"""
TAKE_CHANGED = """
    with taken as (delete from former_people where changed_at < clock_timestamp() - %s::interval returning person_id)
    select distinct person_id from taken order by person_id
"""


async def unsettled(connection: Connection, pairs: Collection[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of whom it is not known yet that the shopper comes by the device, in an order that all keep."""
    told = {"shoppers": [shopper_id for shopper_id, _ in pairs], "devices": [device_id for _, device_id in pairs]}
    # A plan made when hardly anybody was known would read everybody by the evening.
    found = await connection.execute(UNSETTLED, told, prepare=False)
    return [(shopper_id, device_id) for shopper_id, device_id in await found.fetchall()]


async def sighting(connection: Connection, *, shopper_id: str, device_id: str, at: datetime) -> Sighting:
    told = {"shopper_id": shopper_id, "device_id": device_id, "at": at, "day": DAY}
    row = await (await connection.execute(SIGHTING, told, prepare=False)).fetchone()
    if row is None:
        raise AssertionError("a row of values always comes back")
    shopper, device = _side(*row[:3]), _side(*row[3:6])
    return Sighting(shopper=shopper, device=device, is_settled=row[6], newcomers=row[7], new_devices=row[8])


async def hold(connection: Connection, *shopper_ids: str) -> bool:
    """Nobody else changes people until the transaction ends. False if one of the shoppers is gone."""
    held = await (await connection.execute(HOLD_SHOPPERS, [list(shopper_ids)])).fetchall()
    await connection.execute("select hold_identity()")
    return len(held) == len(set(shopper_ids))


async def shopper(connection: Connection, shopper_id: str) -> tuple[int, str]:
    return await _one(connection, SHOPPER, {"id": shopper_id})


async def arrived(connection: Connection, shopper_id: str) -> tuple[int, str, datetime]:
    """The shopper as one who has just signed in."""
    row = await (await connection.execute(ARRIVED, {"id": shopper_id})).fetchone()
    if row is None:
        raise AssertionError("an upsert that returns always returns a row")
    return row[0], row[1], row[2]


async def customer(connection: Connection, customer_id: str, *, person_id: str) -> int:
    told = {"customer_id": customer_id, "person_id": person_id}
    row = await (await connection.execute(CUSTOMER, told)).fetchone()
    if row is None:
        raise AssertionError("an upsert that returns always returns a row")
    return int(row[0])


async def device(connection: Connection, device_id: str) -> tuple[int, str]:
    """The device as it is now."""
    row = await (await connection.execute(DEVICE, [device_id])).fetchone()
    return (row[0], row[1]) if row else await _one(connection, NEW_DEVICE, {"id": device_id})


async def link(connection: Connection, first: int, second: int, evidence: Evidence, *, at: datetime) -> None:
    await connection.execute(LINK, {"first": first, "second": second, "evidence": evidence, "at": at})


async def join(connection: Connection, one: str, other: str) -> None:
    await connection.execute("select join_people(%s, %s)", [one, other])


async def settle(connection: Connection, person_id: str) -> None:
    await connection.execute("select settle_person(%s)", [person_id])


async def end_links(connection: Connection, links: Sequence[int], ending: Ending) -> None:
    await connection.execute(END, {"links": list(links), "ending": ending})


async def devices_of(connection: Connection, node_id: int) -> list[int]:
    return [row[0] for row in await (await connection.execute(DEVICES_OF, [node_id])).fetchall()]


async def links_between(connection: Connection, node_id: int, devices: Sequence[int]) -> list[int]:
    found = await connection.execute(f"{LINKS_OF_DEVICES} and first_node = %s", [list(devices), node_id])
    return [row[0] for row in await found.fetchall()]


async def hand_over(connection: Connection, device_node: int, *, at: datetime) -> tuple[int, str] | None:
    """The device from then on, which is nobody's yet; nothing if it had changed hands before."""
    closed = await (await connection.execute(CLOSED, {"node": device_node, "at": at})).fetchone()
    if closed is None:
        return None
    made = await (await connection.execute(DEVICE_ANEW, {"id": closed[0], "at": at})).fetchone()
    if made is None:
        raise AssertionError("an insert that returns always returns a row")
    named = await (await connection.execute(NAMED, [made[0]])).fetchone()
    return made[0], named[0] if named else "device"


async def crowd(connection: Connection, device_id: str) -> list[str]:
    """The device is nobody's from now on. Whoever it was taken for has to be settled."""
    found = await (await connection.execute(CROWDED, [device_id])).fetchall()
    links = await connection.execute(LINKS_OF_DEVICES, [[node_id for node_id, _ in found]])
    await end_links(connection, [row[0] for row in await links.fetchall()], Ending.CROWD)
    return sorted({person_id for _, person_id in found})


async def people_called(connection: Connection, name: str) -> list[str]:
    return [row[0] for row in await (await connection.execute(PERSON_CALLED, [name])).fetchall()]


async def person(connection: Connection, person_id: str) -> Person:
    nodes = [
        Node(node_id=node_id, kind=Kind(kind), name=name, is_customers=signed_in, since=since, until=until)
        for node_id, kind, name, signed_in, since, until in await (
            await connection.execute(NODES, [person_id])
        ).fetchall()
    ]
    found = await connection.execute(LINKS, {"nodes": [node.node_id for node in nodes]})
    links = [
        Link(
            link_id=link_id,
            first=first,
            second=second,
            evidence=Evidence(evidence),
            made_at=made_at,
            ended_at=ended_at,
            ended_by=Ending(ended_by) if ended_by else None,
        )
        for link_id, first, second, evidence, made_at, ended_at, ended_by in await found.fetchall()
    ]
    return Person(person_id=person_id, nodes=nodes, links=links)


async def take_changed(connection: Connection, age: timedelta) -> list[str]:
    """Whoever changed so long ago and has not been looked at again since."""
    return [row[0] for row in await (await connection.execute(TAKE_CHANGED, [age])).fetchall()]


async def rekey(connection: Connection, person_id: str) -> None:
    await connection.execute("select rekey_signals(%s)", [person_id])


async def _one(connection: Connection, statement: str, told: dict[str, object]) -> tuple[int, str]:
    row = await (await connection.execute(statement, told)).fetchone()
    if row is None:
        raise AssertionError("a statement that returns what it wrote always returns a row")
    return row[0], row[1]


def _side(person_id: str | None, customer_id: str | None, signed_in_at: datetime | None) -> Side | None:
    if person_id is None:
        return None
    return Side(person_id=person_id, customer_id=customer_id, signed_in_at=signed_in_at)
