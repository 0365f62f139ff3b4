"""Who is one person, kept up to date by what happens: sign-ins, devices seen, and an operator's word."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from catalog.connections import Connection, Connections, connected
from rerank.identity import rows
from rerank.identity.errors import Nobody, NotLinked
from rerank.identity.person import Ending, Evidence, Kind, Person, links_to_end
from rerank.identity.sighting import Consequence, consequence_of
from shop.errors import ShopUnavailable

# What is being written while people change has come by then: no statement may take as long.
ON_ITS_WAY = timedelta(minutes=1)


async def signed_in(connection: Connection, *, guest_id: str | None, shopper_id: str, customer_id: str) -> None:
    """Within the sign-in's own transaction. What the guest did is the customer's from now on, on each device as well.

    A device that was another customer's is this one's from the sign-in on; what was done on it before stays theirs.
    """
    guests = [guest_id] if guest_id else []
    if not await rows.hold(connection, shopper_id, *guests):
        return
    own, person_id, at = await rows.arrived(connection, shopper_id)
    customer = await rows.customer(connection, customer_id, person_id=person_id)
    await rows.link(connection, own, customer, Evidence.SIGNED_IN, at=at)
    for each in guests:
        await _bring_along(connection, each, own=own, shopper_id=shopper_id, at=at)


async def _bring_along(connection: Connection, guest_id: str, *, own: int, shopper_id: str, at: datetime) -> None:
    guest, guests_person = await rows.shopper(connection, guest_id)
    _, person_id = await rows.shopper(connection, shopper_id)
    taken = await _customers_of(connection, guests_person, person_id)
    if len(taken) > 1:
        devices = await rows.devices_of(connection, guest)
        await rows.end_links(connection, await rows.links_between(connection, guest, devices), Ending.ANOTHER_SIGN_IN)
        for device in devices:
            await _hand_over(connection, device, own, person_id=person_id, at=at)
        await rows.settle(connection, guests_person)
        guest, guests_person = await rows.shopper(connection, guest_id)
    await rows.link(connection, guest, own, Evidence.MERGED_ON_SIGN_IN, at=at)
    await rows.join(connection, guests_person, person_id)


async def seen(connection: Connection, pairs: Iterable[tuple[str, str]], *, at: datetime) -> None:
    """Each shopper's token was used on the device of the pair; the rule is told by `consequence_of`.

    Within a transaction that holds the shoppers. All that is known already costs one statement.
    """
    distinct = set(pairs)
    for shopper_id, device_id in await rows.unsettled(connection, distinct) if distinct else ():
        known = await rows.sighting(connection, shopper_id=shopper_id, device_id=device_id, at=at)
        if consequence_of(known) is Consequence.NOTHING or not await rows.hold(connection, shopper_id):
            continue
        await _follow(connection, shopper_id, device_id, at=at)


async def _follow(connection: Connection, shopper_id: str, device_id: str, *, at: datetime) -> None:
    """Others may have changed people while this waited for its turn, so it looks again."""
    sighting = await rows.sighting(connection, shopper_id=shopper_id, device_id=device_id, at=at)
    consequence = consequence_of(sighting)
    if consequence is Consequence.NOTHING:
        return
    if consequence is Consequence.CROWDED:
        for each in await rows.crowd(connection, device_id):
            await rows.settle(connection, each)
        return
    own, person_id = await rows.shopper(connection, shopper_id)
    device, devices_person = await rows.device(connection, device_id)
    if consequence is Consequence.LINK:
        await rows.link(connection, own, device, Evidence.SEEN_TOGETHER, at=at)
        await rows.join(connection, person_id, devices_person)
    elif sighting.shopper is not None and sighting.shopper.signed_in_at is not None:
        await _hand_over(connection, device, own, person_id=person_id, at=sighting.shopper.signed_in_at)
        await rows.settle(connection, devices_person)


async def _hand_over(connection: Connection, device: int, own: int, *, person_id: str, at: datetime) -> None:
    anew = await rows.hand_over(connection, device, at=at)
    if anew is not None:
        node_id, its_person = anew
        await rows.link(connection, own, node_id, Evidence.SEEN_TOGETHER, at=at)
        await rows.join(connection, its_person, person_id)


async def _customers_of(connection: Connection, *people: str) -> set[str]:
    found = [await rows.person(connection, each) for each in set(people)]
    return {node.name for person in found for node in person.nodes if node.kind is Kind.CUSTOMER}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parted:
    """`ended` is how many links did; the two are these people now."""

    ended: int
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """For operators: who is taken for one person, and the word that two are not."""

    connections: Connections

    async def called(self, name: str) -> list[Person]:
        """By the id of a shopper, a device or a customer; a device that changed hands is several people's.

        Raises Nobody.
        """
        async with connected(self.connections, lost=ShopUnavailable) as connection:
            people = [await rows.person(connection, each) for each in await rows.people_called(connection, name)]
        if not people:
            raise Nobody(name=name)
        return people

    async def part(self, one: str, other: str) -> Parted:
        """The two are no longer taken for one person, and not again because one is seen with the other.

        What was bought or put into a cart stays where the sign-in put it. Raises Nobody or NotLinked.
        """
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            await rows.hold(connection)
            of_one, of_other = [await rows.people_called(connection, name) for name in (one, other)]
            for name, people in ((one, of_one), (other, of_other)):
                if not people:
                    raise Nobody(name=name)
            ended = 0
            for person_id in sorted({*of_one} & {*of_other}):
                person = await rows.person(connection, person_id)
                ending = links_to_end(person, person.called(one), person.called(other))
                await rows.end_links(connection, ending, Ending.UNLINKED)
                await rows.settle(connection, person_id)
                ended += len(ending)
            if not ended:
                raise NotLinked(one=one, other=other)
            now = [*await rows.people_called(connection, one), *await rows.people_called(connection, other)]
            return Parted(ended=ended, people=tuple(dict.fromkeys(now)))

    async def settle(self) -> int:
        """Signals that were being written while people changed get the right person; how many people were looked at."""
        async with connected(self.connections, lost=ShopUnavailable) as connection, connection.transaction():
            changed = await rows.take_changed(connection, ON_ITS_WAY)
            for person_id in changed:
                await rows.rekey(connection, person_id)
        return len(changed)
