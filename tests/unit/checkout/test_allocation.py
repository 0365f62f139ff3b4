"""Which stores goods come from: enough of everything, from as few as can be, and never more than there is."""

from hypothesis import given
from hypothesis import strategies as st

from shop.checkout.allocation import allocate
from shop.checkout.goods import GoodsLine


def wanted(**quantities: int) -> list[GoodsLine]:
    return [
        GoodsLine(variant_id=id_, product_id=id_, brand="", category=(), quantity=number, unit_price_minor=100)
        for id_, number in quantities.items()
    ]


def test_one_store_that_has_everything_sends_everything() -> None:
    free = {("a", "n"): 9, ("a", "s"): 2, ("b", "n"): 0, ("b", "s"): 3}
    assert allocate(wanted(a=2, b=3), free).taken == {("a", "s"): 2, ("b", "s"): 3}


def test_else_each_thing_comes_from_where_there_is_most_of_it() -> None:
    free = {("a", "n"): 2, ("a", "s"): 3, ("b", "n"): 1}
    assert allocate(wanted(a=4, b=1), free).taken == {("a", "s"): 3, ("a", "n"): 1, ("b", "n"): 1}


def test_what_is_picked_up_comes_from_that_store() -> None:
    free = {("a", "n"): 1, ("a", "s"): 9}
    assert allocate(wanted(a=1), free, store_id="n").taken == {("a", "n"): 1}
    assert allocate(wanted(a=2), free, store_id="n").left == {"a": 1}
    assert allocate(wanted(a=2), free, store_id="elsewhere").left == {"a": 0}


@given(
    st.dictionaries(st.sampled_from("abcd"), st.integers(1, 30), max_size=4),
    st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("nsw")), st.integers(0, 20)),
    st.none() | st.sampled_from("nsw"),
)
def test_all_that_is_wanted_or_how_much_there_is(
    quantities: dict[str, int], free: dict[tuple[str, str], int], store: str | None
) -> None:
    found = allocate(wanted(**quantities), free, store_id=store)
    for variant_id, number in quantities.items():
        taken = sum(count for shelf, count in found.taken.items() if shelf[0] == variant_id)
        there = sum(count for (id_, at), count in free.items() if id_ == variant_id and store in {None, at})
        assert (taken == number) != (variant_id in found.left)
        assert found.left.get(variant_id, number) == min(number, there)
    assert all(0 < count <= free[shelf] for shelf, count in found.taken.items())
    assert allocate(wanted(**quantities), dict(reversed(free.items())), store_id=store) == found
