"""What goods are like, held between readings: never past what was noted, however readings overlap."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from rerank.features.held_goods import HELD_S, UNKNOWN, Good, HeldGoods, News

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def _news(latest: datetime | None, *read: str, number: int = 1, changed: Iterable[str] | None = ()) -> News:
    return News(
        latest=latest,
        changed=None if changed is None else set(changed),
        goods={product_id: Good(number=number) for product_id in read},
    )


def _numbers(goods: HeldGoods, *product_ids: str) -> list[int]:
    return [each.number for each in goods.of(product_ids)]


def test_nothing_is_held_of_a_moment_before_it() -> None:
    goods = HeldGoods()
    assert goods.since(NOON) is None
    goods.follow(_news(NOON, "kettle"), since=None)

    assert goods.since(NOON - MINUTE) is None
    assert goods.since(NOON) == NOON
    assert goods.of(["kettle", "boots"]) == [Good(number=1), UNKNOWN]


def test_what_has_changed_is_held_as_it_was_read_and_the_rest_as_before() -> None:
    goods = HeldGoods()
    goods.follow(_news(NOON, "kettle", "boots", "milk"), since=None)
    goods.follow(_news(NOON + MINUTE, "kettle", number=2, changed=("kettle", "boots")), since=NOON)

    assert goods.since(NOON + MINUTE) == NOON + MINUTE
    assert _numbers(goods, "kettle", "boots", "milk") == [2, 0, 1]


def test_more_changes_than_can_be_named_are_changes_of_everything() -> None:
    goods = HeldGoods()
    goods.follow(_news(NOON, "kettle", "boots"), since=None)
    goods.follow(_news(NOON + MINUTE, "kettle", number=2, changed=None), since=NOON)

    assert _numbers(goods, "kettle", "boots") == [2, 0]


def test_a_reading_that_does_not_know_all_that_lies_between_changes_nothing() -> None:
    """It was sent before anything was held, and answered after something was noted."""
    goods = HeldGoods()
    goods.follow(_news(NOON, "kettle", "boots"), since=None)
    goods.follow(_news(NOON + MINUTE, "milk", number=2), since=None)

    assert goods.since(NOON + MINUTE) == NOON, "the next one asks what has changed since"
    assert _numbers(goods, "kettle", "boots", "milk") == [1, 1, 0]


def test_a_reading_that_was_overtaken_changes_nothing() -> None:
    goods = HeldGoods()
    goods.follow(_news(NOON, "kettle"), since=None)
    goods.follow(_news(NOON + MINUTE, "kettle", number=2, changed=("kettle",)), since=NOON)
    goods.follow(_news(NOON, "kettle", "boots", number=1), since=NOON)

    assert goods.as_of == NOON + MINUTE
    assert _numbers(goods, "kettle", "boots") == [2, 0]


def test_two_readings_of_the_same_time_add_up() -> None:
    goods = HeldGoods()
    for product_id in ("kettle", "boots"):
        goods.follow(_news(NOON, product_id), since=None)
    assert _numbers(goods, "kettle", "boots") == [1, 1]


def test_so_many_are_held_and_the_longest_held_go_first() -> None:
    goods = HeldGoods(most=2)
    goods.follow(_news(NOON, "kettle", "boots"), since=None)
    goods.follow(_news(NOON, "milk"), since=NOON)
    assert _numbers(goods, "kettle", "boots", "milk") == [0, 1, 1]


def test_all_is_read_again_after_a_while() -> None:
    now = [0.0]
    goods = HeldGoods(clock=lambda: now[0])
    goods.follow(_news(NOON, "kettle"), since=None)
    now[0] = HELD_S + 1
    assert goods.since(NOON) is None
    assert goods.of(["kettle"]) == [UNKNOWN]


def test_a_shop_of_which_nothing_is_noted_has_nothing_to_hold() -> None:
    goods = HeldGoods()
    goods.follow(_news(None), since=None)
    assert goods.since(NOON) is None
