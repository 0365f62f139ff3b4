"""Which goods a shop carries, from what it calls its things."""

import pytest

from catalog.retrieval.standing import Standing, Stocked

KINDS = ("rain jacket", "cream cheese", "ice cream", "potato chip", "sandal", "running shoe", "bike lock", "wristwatch")
SHOP = Stocked(kinds=KINDS, names=(), plain=())


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("raincoat", ("rain jacket",)),
        ("blue raincoat", ("rain jacket",)),
        ("cheese", ("cream cheese",)),
        ("footwear", ("sandal", "running shoe")),
        ("chips", ("potato chip",)),
        ("lock", ("bike lock",)),
    ],
)
def test_the_same_or_a_narrower_kind_is_carried(said: str, names: tuple[str, ...]) -> None:
    asked = SHOP.asked(_words(said))
    assert asked is not None
    assert (asked.standing, asked.names) == (Standing.CARRIED, names)


@pytest.mark.parametrize("said", ["cream", "barbecue sauce", "pocket watch", "watch strap", "door lock", "fries"])
def test_what_only_shares_a_word_with_the_shops_goods_is_absent(said: str) -> None:
    asked = SHOP.asked(_words(said))
    assert asked is not None
    assert (asked.standing, asked.names) == (Standing.ABSENT, ())


def test_what_the_shop_has_under_a_broader_name_may_be_there() -> None:
    asked = SHOP.asked(["flip", "flop"])
    assert asked is not None
    assert (asked.standing, asked.names) == (Standing.PERHAPS, ("sandal",))


def test_of_what_nobody_heard_nothing_is_known() -> None:
    assert SHOP.asked(["unicorn"]) is None


def test_other_names_count_unless_they_only_end_a_kind() -> None:
    shop = Stocked(kinds=("ice cream",), names=("cream", "sofa"), plain=())
    couch, cream = shop.asked(["couch"]), shop.asked(["cream"])
    assert couch
    assert couch.names == ("sofa",)
    assert cream
    assert cream.standing is Standing.ABSENT


def test_what_stands_before_may_be_goods_of_its_own() -> None:
    assert SHOP.is_goods(["guitar"])
    assert SHOP.is_goods(["old", "guitar"])
    assert not SHOP.is_goods(["cozy", "blue"])
    assert not SHOP.is_goods([])


def _words(said: str) -> list[str]:
    return {"chips": ["chip"], "fries": ["french", "fry"]}.get(said, said.split())
