"""Banners are put in order by the same models, and with the same lots."""

import pytest

from rerank.ranking.arrangement import Terms
from rerank.ranking.content import Content, order_content
from tests.unit.ranking.goods import FITS, ByOneFeature

BANNERS = [
    Content(content_id="tents", features={FITS: 0.9}, kind="summer"),
    Content(content_id="stoves", features={FITS: 0.8}, kind="summer"),
    Content(content_id="coats", features={FITS: 0.7}, kind="winter"),
    Content(content_id="cards", features={}),
]


def order(terms: Terms, list_id: str = "list") -> list[str]:
    return [each.content_id for each in order_content(BANNERS, ByOneFeature(), terms, list_id=list_id)]


def test_the_model_says_which_banner_is_first() -> None:
    assert order(Terms(limit=4)) == ["tents", "stoves", "coats", "cards"]


def test_two_of_a_kind_make_room_for_another() -> None:
    assert order(Terms(limit=2, diversity=0.5)) == ["tents", "coats"]


def test_chances_of_the_first_place_are_what_comes_of_drawing_it() -> None:
    terms = Terms(limit=1, exploration=0.4, pool=4)
    lists = [order_content(BANNERS, ByOneFeature(), terms, list_id=f"list-{number}")[0] for number in range(4000)]
    chance = {each.content_id: each.propensity for each in lists}
    assert sum(chance.values()) == pytest.approx(1)
    for name, told in chance.items():
        assert sum(each.content_id == name for each in lists) / len(lists) == pytest.approx(told, abs=0.03)


def test_a_lot_can_be_drawn_again_from_the_id_of_the_list() -> None:
    terms = Terms(limit=4, exploration=0.4)
    assert [order(terms, f"list-{number}") for number in range(20)] == [
        order(terms, f"list-{number}") for number in range(20)
    ]
    assert len({tuple(order(terms, f"list-{number}")) for number in range(20)}) > 1


def test_of_no_banners_there_is_no_order() -> None:
    assert order_content([], ByOneFeature(), Terms(limit=3), list_id="list") == []
