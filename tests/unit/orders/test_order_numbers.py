"""Order numbers as they are said, typed and spelled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.orders.number import ends_so, is_called, number_said, plain_number

SAID = (
    ("where is order TL 01 0034", "TL-010034"),
    ("tl-010034", "TL-010034"),
    ("it's #TL-010034 please", "TL-010034"),
    ("t l zero one zero zero three four", "TL-010034"),
    ("tee el oh one double oh thirty four", "TL-010034"),
    ("tea l dash oh one oh oh three four", "TL-010034"),
    ("order number 88213", "88213"),
    ("my order is XK4F-9Q", "XK4F9Q"),
    ("it's 010034 and the e-mail is bob1234@example.com", "TL-010034"),
)
NO_NUMBERS = (
    "where's my order",
    "what did i order in 2025",
    "i paid $1200 for it",
    "i ordered two of the three 10 days ago",
    "my email is bob1234@example.com",
    "the boots in size 34x32",
    "a 512gb laptop",
    "where's my 12-pack of soda",
    "twenty-four bottles of water",
)
WORDS = "zero one two three four five six seven eight nine".split()  # noqa: SIM905 - a row of words reads better


@pytest.mark.parametrize(("text", "number"), SAID)
def test_number_is_heard_however_it_is_said(text: str, number: str) -> None:
    said = number_said(text)
    assert said is not None
    assert is_called(number, said)


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_other_figures_are_no_order_number(text: str) -> None:
    assert number_said(text) is None


def test_the_end_of_a_number_tells_own_orders_apart() -> None:
    said = number_said("the one ending in 034")
    assert said == "034"
    assert ends_so("TL-010034", said)
    assert not is_called("TL-010034", said)


@given(st.text(alphabet="0123456789", min_size=4, max_size=12))
def test_any_row_of_digits_is_heard_when_it_is_spelled(digits: str) -> None:
    spelled = " ".join(WORDS[int(digit)] for digit in digits)
    assert number_said(f"order number {spelled}") == digits


@given(
    letters=st.text(alphabet="BCDFGHKLMNPQRSTVWXZ", min_size=2, max_size=3),
    digits=st.text("0123456789", min_size=4, max_size=9),
)
def test_any_number_is_heard_as_it_is_written(letters: str, digits: str) -> None:
    for written in (f"{letters}-{digits}", f"{letters}{digits}", f"#{letters.lower()}-{digits}"):
        said = number_said(f"where is {written}")
        assert said is not None
        assert is_called(f"{letters}-{digits}", said)


@given(st.text(max_size=80))
def test_nothing_that_is_said_breaks_it(text: str) -> None:
    said = number_said(text)
    assert said is None or said == plain_number(said)
