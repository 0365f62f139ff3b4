"""What a sighting says of who is who, and by which links two come apart."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rerank.identity.person import Evidence, Kind, Link, Node, Person, links_to_end, reached
from rerank.identity.sighting import CROWD, Consequence, Side, Sighting, consequence_of

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GUEST = Side(person_id="guest", customer_id=None, signed_in_at=None)
ANN = Side(person_id="ann", customer_id="a", signed_in_at=NOON)
BOB = Side(person_id="bob", customer_id="b", signed_in_at=NOON + timedelta(hours=1))


@pytest.mark.parametrize(
    ("shopper", "device", "consequence"),
    [
        (None, None, Consequence.LINK),
        (GUEST, None, Consequence.LINK),
        (GUEST, ANN, Consequence.LINK),
        (ANN, GUEST, Consequence.LINK),
        (ANN, ANN, Consequence.LINK),
        (BOB, ANN, Consequence.HAND_OVER),
        (ANN, BOB, Consequence.NOTHING),
    ],
)
def test_a_device_goes_to_who_signed_in_last(
    shopper: Side | None, device: Side | None, consequence: Consequence
) -> None:
    assert consequence_of(Sighting(shopper=shopper, device=device, is_settled=False, newcomers=0)) is consequence


def test_what_is_settled_stays_and_a_crowd_is_nobody() -> None:
    assert consequence_of(Sighting(shopper=BOB, device=ANN, is_settled=True, newcomers=0)) is Consequence.NOTHING
    crowded = Sighting(shopper=GUEST, device=GUEST, is_settled=False, newcomers=CROWD)
    assert consequence_of(crowded) is Consequence.CROWDED


SHOPPERS, DEVICES = 5, 4


def _person(ends: list[tuple[int, int]]) -> Person:
    nodes = [Node(node_id=n, kind=Kind.SHOPPER, name=f"s{n}", is_customers=n == 0) for n in range(SHOPPERS)]
    nodes += [Node(node_id=SHOPPERS + n, kind=Kind.DEVICE, name=f"d{n}", is_customers=False) for n in range(DEVICES)]
    links = [
        Link(link_id=number, first=first, second=second, evidence=Evidence.SEEN_TOGETHER, made_at=NOON)
        for number, (first, second) in enumerate(ends)
    ]
    return Person(person_id="s0", nodes=nodes, links=links)


def _apart(person: Person, ended: list[int], start: int) -> set[int]:
    links_of: dict[int, list[Link]] = {}
    for link in person.links:
        if link.link_id not in ended:
            for end in (link.first, link.second):
                links_of.setdefault(end, []).append(link)
    return reached(start, links_of)


ANYBODY = st.integers(0, SHOPPERS + DEVICES - 1)
ENDS = st.lists(st.tuples(ANYBODY, ANYBODY).filter(lambda ends: ends[0] != ends[1]), max_size=25)


@given(ENDS, ANYBODY, ANYBODY)
def test_two_come_apart_by_links_of_one_of_them_each_of_which_is_needed(
    ends: list[tuple[int, int]], one: int, other: int
) -> None:
    if one == other:
        return
    person = _person(ends)
    ended = links_to_end(person, [person.nodes[one]], [person.nodes[other]])

    assert other not in _apart(person, ended, one)
    assert all(_apart(person, [each for each in ended if each != kept], one) >= {other} for kept in ended)
    touched = [{link.first, link.second} for link in person.links if link.link_id in ended]
    assert all(one in link for link in touched) or all(other in link for link in touched)


def test_a_device_goes_rather_than_a_guest_and_a_guest_rather_than_the_customer() -> None:
    person = _person([(0, 1), (0, 5), (1, 5), (2, 5)])
    customer, guest, device = person.nodes[0], person.nodes[1], person.nodes[5]
    for one, other in ((customer, device), (device, customer)):
        assert links_to_end(person, [one], [other]) == [1, 2]
    for one, other in ((customer, guest), (guest, customer)):
        assert links_to_end(person, [one], [other]) == [0, 2]
