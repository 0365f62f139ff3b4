"""Card numbers are taken out of what is said, however they are said; other numbers stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.card_numbers import MASK, without_card_numbers

VISA, AMEX, MASTER, DINERS, LONG_UNION = (
    "4242424242424242",
    "378282246310005",
    "2223003122003222",
    "30569309025904",
    "6205500000000000004",
)
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def spoken(digits: str) -> str:
    return " ".join(WORDS[int(digit)] for digit in digits)


@pytest.mark.parametrize("card", [VISA, AMEX, MASTER, DINERS, LONG_UNION, "4222222222222"])
def test_card_number_is_masked_however_it_is_written(card: str) -> None:
    for written in (
        card,
        " ".join(card[i : i + 4] for i in range(0, len(card), 4)),
        "-".join(card[i : i + 4] for i in range(0, len(card), 4)),
        ".".join(card[i : i + 5] for i in range(0, len(card), 5)),
        ", ".join(card[i : i + 3] for i in range(0, len(card), 3)),
        " ".join(card),
        "\u200b".join(card),
        spoken(card),
        spoken(card).replace(" ", ", "),
        spoken(card[:6]) + " " + card[6:],
        spoken(card).replace("four", "for").replace("two", "to").upper(),
        "".join(chr(0xFF10 + int(digit)) for digit in card),
        f"{card[:7]} um {card[7:]}",
        f"{card[:4]} dash {card[4:8]} dash {card[8:]}",
    ):
        assert without_card_numbers(f"my card is {written}, thanks") == f"my card is {MASK}, thanks", written


@pytest.mark.parametrize(
    "said",
    [
        "forty-two forty-two forty-two forty-two forty-two forty-two forty-two forty-two",
        "four two double four double two, four two four two four two four two double four",
        "double five double five, treble five treble five five five double four double four",
        "thirty-seven eighty-two eight two two four six three one, oh oh oh five",
    ],
)
def test_pairs_and_doubles_are_read(said: str) -> None:
    assert without_card_numbers(said) == MASK


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("4242 4242 4242 4242 12/26 123 please", f"{MASK} please"),
        ("4242424242424242 exp 12/26 cvv 123", f"{MASK} exp 12/26 cvv [security code]"),
        ("the security code is one two three", "the security code is [security code]"),
        ("42424242424242421226123", MASK),
        (f"pay {VISA} and ship it, and {AMEX} for the rest", f"pay {MASK} and ship it, and {MASK} for the rest"),
        (f"2 shirts with {VISA}", f"2 shirts with {MASK}"),
    ],
)
def test_dates_and_codes_go_with_the_card(said: str, left: str) -> None:
    assert without_card_numbers(said) == left


@pytest.mark.parametrize(
    "said",
    [
        "",
        "two gallons of milk and a dozen eggs",
        "where is order TL-10010046",
        "order number four zero zero zero zero one",
        "call me at +1 (555) 010-0199",
        "my number is five five five oh one oh oh one nine nine",
        "4242424242424241",
        "do you have 4006381333931",
        "between 20 and 50 dollars, 4 or 5 stars, size 10",
        "compare one and two and three",
        "a table for two for four",
        "the code is 1234",
    ],
)
def test_other_numbers_stay(said: str) -> None:
    assert without_card_numbers(said) == said


@given(st.text(max_size=300))
def test_any_text_is_bearable(text: str) -> None:
    masked = without_card_numbers(text)
    assert without_card_numbers(masked) == masked


@given(st.text(alphabet="0123456789 -", max_size=2000))
def test_long_rows_of_digits_are_bearable(text: str) -> None:
    without_card_numbers(text)


@given(st.integers(10**14, 10**15 - 1), st.sampled_from([" ", "-", ""]))
def test_every_number_with_the_check_digit_of_cards_is_masked(number: int, between: str) -> None:
    digits = [int(digit) for digit in str(number)]
    total = sum(sum(divmod(2 * digit, 10)) if place % 2 == 0 else digit for place, digit in enumerate(reversed(digits)))
    card = f"{number}{-total % 10}"
    assert without_card_numbers(f"it's {between.join(card)}.") == f"it's {MASK}."
