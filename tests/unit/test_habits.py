"""What a shopper usually buys: sure after repeats, surer the more and the later, and never what does not fit."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shop.usual.habits import Reckoning, due, habits, usual_quantity
from shop.usual.history import Bought, Correction, History
from tests.unit.fakes import NOON

RECKONING = Reckoning()
DAYS = st.lists(st.integers(0, 600), min_size=1, max_size=20, unique=True)


def bought(variant_id: str, *days_ago: float, quantities: tuple[int, ...] = ()) -> Bought:
    times = tuple(NOON - timedelta(days=days) for days in sorted(days_ago, reverse=True))
    return Bought(
        variant_id=variant_id,
        product_id=variant_id,
        title=variant_id,
        attributes={},
        times=times,
        quantities=quantities or (1,) * len(times),
        available=5,
    )


def corrected(wrong: str, right: str, *, days_ago: float) -> Correction:
    return Correction(wrong_id=wrong, right_id=right, corrected_at=NOON - timedelta(days=days_ago))


def confidence(history: History, variant_id: str, *, fitting: tuple[str, ...] = ("oat", "whole")) -> float:
    found = habits(history, fitting=fitting, now=NOON)
    return next((habit.confidence for habit in found if habit.bought.variant_id == variant_id), 0.0)


def test_what_is_bought_every_week_is_sure() -> None:
    history = History(bought=(bought("oat", *range(3, 90, 8)), bought("whole", 200)))
    first = habits(history, fitting={"oat", "whole"}, now=NOON)[0]
    assert first.bought.variant_id == "oat"
    assert first.confidence >= RECKONING.threshold


def test_one_purchase_is_no_habit() -> None:
    assert confidence(History(bought=(bought("oat", 1),)), "oat") < RECKONING.threshold


def test_two_milks_bought_alike_are_asked_about() -> None:
    days = range(3, 90, 8)
    history = History(bought=(bought("oat", *days), bought("whole", *days)))
    assert confidence(history, "oat") < RECKONING.threshold


def test_what_was_long_given_up_is_no_habit_any_more() -> None:
    history = History(bought=(bought("oat", *range(400, 560, 8)), bought("whole", 3, 11, 19, 27, 35, 43)))
    assert habits(history, fitting={"oat", "whole"}, now=NOON)[0].bought.variant_id == "whole"


@given(DAYS, DAYS, st.integers(0, 600))
def test_another_purchase_makes_nobody_less_sure(oat: list[int], whole: list[int], once_more: int) -> None:
    before = History(bought=(bought("oat", *oat), bought("whole", *whole)))
    after = History(bought=(bought("oat", *oat, once_more + 0.5), bought("whole", *whole)))
    assert confidence(after, "oat") >= confidence(before, "oat")


@given(DAYS, DAYS, st.integers(1, 300))
def test_the_same_purchases_later_make_nobody_less_sure(oat: list[int], whole: list[int], later: int) -> None:
    earlier = History(bought=(bought("oat", *(day + later for day in oat)), bought("whole", *whole)))
    now = History(bought=(bought("oat", *oat), bought("whole", *whole)))
    assert confidence(now, "oat") >= confidence(earlier, "oat")


@given(st.dictionaries(st.sampled_from("abcdefg"), DAYS), st.sets(st.sampled_from("abcdefg")))
def test_nothing_that_does_not_fit_is_ever_usual(days: dict[str, list[int]], fitting: set[str]) -> None:
    history = History(bought=tuple(bought(name, *when) for name, when in days.items()))
    found = habits(history, fitting=fitting, now=NOON)
    assert {habit.bought.variant_id for habit in found} <= fitting
    assert all(0 <= habit.confidence <= 1 for habit in found)
    assert sum(habit.share for habit in found) <= 1.000001


def test_a_correction_counts_more_than_a_purchase() -> None:
    history = History(
        bought=(bought("oat", 10, 20), bought("whole", 10)), corrections=(corrected("oat", "whole", days_ago=1),)
    )
    assert habits(history, fitting={"oat", "whole"}, now=NOON)[0].bought.variant_id == "whole"


def test_the_same_correction_twice_makes_the_usual_whatever_was_bought_before() -> None:
    years = bought("oat", *range(3, 500, 8))
    never = Bought(variant_id="whole", product_id="whole", title="whole", attributes={}, available=5)
    once = History(bought=(years, never), corrections=(corrected("oat", "whole", days_ago=2),))
    twice = History(bought=once.bought, corrections=(*once.corrections, corrected("oat", "whole", days_ago=1)))
    assert habits(once, fitting={"oat", "whole"}, now=NOON)[0].bought.variant_id == "oat"
    first = habits(twice, fitting={"oat", "whole"}, now=NOON)[0]
    assert first.bought.variant_id == "whole"
    assert first.confidence >= RECKONING.threshold


def test_corrections_back_and_forth_settle_nothing() -> None:
    history = History(
        bought=(bought("oat", *range(3, 90, 8)), bought("whole", 300)),
        corrections=(
            corrected("oat", "whole", days_ago=9),
            corrected("whole", "oat", days_ago=6),
            corrected("oat", "whole", days_ago=3),
        ),
    )
    assert habits(history, fitting={"oat", "whole"}, now=NOON)[0].bought.variant_id == "oat"


def test_the_usual_quantity_is_the_one_most_often_taken() -> None:
    assert usual_quantity(bought("oat", 1, 9, 17, 25, quantities=(2, 3, 2, 1))) == 2
    assert usual_quantity(bought("oat", 1, 9, quantities=(1, 2))) == 2


def test_what_has_come_due_by_its_own_cycle_is_due() -> None:
    history = History(
        bought=(
            bought("weekly", 8, 16, 24, 32),
            bought("just bought", 1, 9, 17, 25),
            bought("monthly", 29, 59, 89),
            bought("given up", 200, 208, 216, 224),
            bought("twice only", 10, 20),
        )
    )
    assert {each.variant_id for each in due(history, now=NOON)} == {"weekly", "monthly"}
