"""Which of several has more or less of what products measure."""

import pytest

from shop.measures import amount_of, degree_of, extreme, having_most, may_compare

STATED = ["weight", "battery_life", "screen_size", "memory", "storage", "length"]
LAPTOPS = [
    {"weight": "2 lb 9 oz", "battery_life": "15 hours", "storage": "512 GB", "screen_size": "13.4 in"},
    {"weight": "1.1 kg", "battery_life": "11 hours", "storage": "1 TB", "screen_size": "16 in"},
    {"battery_life": "9 hours", "storage": "256 GB", "screen_size": "15.6 in"},
]


@pytest.mark.parametrize(
    ("said", "place", "name"),
    [
        ("the one with the longer battery", 0, "battery_life"),
        ("which has the longest battery life", 0, "battery_life"),
        ("with more storage", 1, "storage"),
        ("the best battery life", 0, "battery_life"),
        ("the least storage", 2, "storage"),
        ("the lighter one", 1, "weight"),
        ("which is the heaviest", 0, "weight"),
        ("the bigger one", 1, "screen_size"),
        ("the smallest", 0, "screen_size"),
        ("a bigger screen", 1, "screen_size"),
    ],
)
def test_the_one_with_most_of_it(said: str, place: int, name: str) -> None:
    degree = degree_of(said, STATED)
    assert degree is not None
    most = extreme(LAPTOPS, degree)
    assert most is not None
    assert (most.place, most.name) == (place, name)


@pytest.mark.parametrize("said", ["the second one", "something cheaper", "more options", "show me more", "blue"])
def test_words_that_compare_by_nothing_measured(said: str) -> None:
    assert degree_of(said, STATED) is None


@pytest.mark.parametrize("said", ["more options please", "a longer one", "lighter"])
def test_it_is_worth_a_look(said: str) -> None:
    assert may_compare(said)


def test_what_is_the_same_or_not_told_has_no_extreme() -> None:
    degree = degree_of("lighter", STATED)
    assert degree is not None
    assert extreme([{"weight": "1 lb"}, {}], degree) is None
    assert extreme([{}, {}], degree) is None


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        ("512 GB", (512_000, "mb")),
        ("1 TB", (1_000_000, "mb")),
        ("13.4 in", (340.36, "mm")),
        ("1,500 mm", (1500, "mm")),
        ("2-person", (2, "person")),
        ("nylon", None),
        ("Full HD", None),
        ("", None),
    ],
)
def test_amounts_compare_across_units(value: str, amount: tuple[float, str] | None) -> None:
    found = amount_of(value)
    assert (found is None) == (amount is None)
    if found and amount:
        assert found == (pytest.approx(amount[0]), amount[1])


def test_of_those_that_are_alike_none_is_the_one_with_most() -> None:
    bags = [{"temperature": "0 °F"}, {"temperature": "20 °F"}, {"temperature": "0 °F"}]
    assert having_most("the warmest", bags) == [0, 2]
    assert having_most("the lightest", LAPTOPS) == [1]
    assert having_most("the nicest", LAPTOPS) == []
