"""Requests to a department store as strangers would say them: one table to learn from, one held out."""

import pytest

from catalog.query import Query
from catalog.understanding.parser import Understanding
from tests.unit.understanding.department_store import vocabulary
from tests.unit.understanding.tables import rows

STRANGERS = list(rows("strangers.txt"))
HELD_OUT = list(rows("held_out.txt"))
LEAST_SHARE_RIGHT = 0.95


@pytest.fixture(scope="module")
def store() -> Understanding:
    return Understanding(vocabulary())


@pytest.mark.parametrize(("said", "meant"), STRANGERS, ids=[said for said, _ in STRANGERS])
def test_a_stranger_is_understood(said, meant, store):
    assert _in_order(store.parse(said)) == _in_order(meant)


def test_requests_the_rules_were_not_written_for_are_mostly_understood_to_the_letter(store):
    right = sum(_in_order(store.parse(said)) == _in_order(meant) for said, meant in HELD_OUT)
    assert right / len(HELD_OUT) >= LEAST_SHARE_RIGHT


def test_the_tables_share_no_request():
    assert not {said for said, _ in STRANGERS} & {said for said, _ in HELD_OUT}


def _in_order(query: Query) -> dict[str, object]:
    """In which order the shades of a colour or two dietary marks are listed means nothing."""
    plain = query.as_dict()
    for name, value in plain.items():
        if isinstance(value, list):
            plain[name] = sorted(value)
    plain["attributes"] = {name: sorted(value.split(", ")) for name, value in query.attributes.items()}
    return plain
