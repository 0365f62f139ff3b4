"""One person, as the graph has them: who is taken for them, by what evidence, and how two of them come apart."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    SHOPPER = "shopper"
    DEVICE = "device"
    CUSTOMER = "customer"


class Evidence(StrEnum):
    """Why two are taken for one person."""

    SIGNED_IN = "signed_in"
    MERGED_ON_SIGN_IN = "merged_on_sign_in"
    SEEN_TOGETHER = "seen_together"


class Ending(StrEnum):
    """Why they are no longer."""

    UNLINKED = "unlinked"
    ANOTHER_SIGN_IN = "another_sign_in"
    CROWD = "crowd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A device is a node of its own for as long as it is one person's: `since` and `until` are unset where open."""

    node_id: int
    kind: Kind
    name: str
    is_customers: bool
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    link_id: int
    first: int
    second: int
    evidence: Evidence
    made_at: datetime
    ended_at: datetime | None = None
    ended_by: Ending | None = None

    def other_than(self, node_id: int) -> int:
        return self.second if node_id == self.first else self.first


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """`links` are also those that ended, to whoever is somebody else by now."""

    person_id: str
    nodes: Sequence[Node]
    links: Sequence[Link]

    def called(self, name: str) -> Sequence[Node]:
        """A customer's name stands for the customer's shopper."""
        called = [node for node in self.nodes if node.name == name]
        if any(node.kind is Kind.CUSTOMER for node in called):
            return [node for node in self.nodes if node.is_customers]
        return called


def links_to_end(person: Person, one: Sequence[Node], other: Sequence[Node]) -> list[int]:
    """The fewest links of whoever is taken off by which they would still be one: a device goes, and a guest does.

    All are links of that one, so that nothing else of the person falls apart.
    """
    leaving, staying = (other, one) if _goes_before(other, one) else (one, other)
    going, kept = {node.node_id for node in leaving}, {node.node_id for node in staying}
    links_of = _live(person.links)
    ending = []
    for node_id in going:
        for link in links_of.get(node_id, ()):
            beyond = link.other_than(node_id)
            if beyond not in going and reached(beyond, links_of, without=going) & kept:
                ending.append(link.link_id)
    return sorted(ending)


def reached(start: int, links_of: Mapping[int, Sequence[Link]], *, without: Collection[int] = ()) -> set[int]:
    """Everybody linked with the start, over however many others, and the start itself."""
    found, waiting = {start}, [start]
    while waiting:
        node_id = waiting.pop()
        for link in links_of.get(node_id, ()):
            beyond = link.other_than(node_id)
            if beyond not in found and beyond not in without:
                found.add(beyond)
                waiting.append(beyond)
    return found


def _live(links: Iterable[Link]) -> dict[int, list[Link]]:
    links_of: dict[int, list[Link]] = {}
    for link in links:
        if link.ended_at is None:
            links_of.setdefault(link.first, []).append(link)
            links_of.setdefault(link.second, []).append(link)
    return links_of


def _goes_before(some: Sequence[Node], others: Sequence[Node]) -> bool:
    return _hold(some) < _hold(others)


def _hold(nodes: Sequence[Node]) -> int:
    """How firmly somebody stands for the person: a device least, and who signed in as the customer most."""
    if any(node.is_customers for node in nodes):
        return 2
    return int(any(node.kind is Kind.SHOPPER for node in nodes))
