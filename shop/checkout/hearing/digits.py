"""Rows of digits as people say them: "twenty seven", "one twenty three", "nine eight oh oh one", "twelve hundred"."""

import re
from collections.abc import Sequence

UNITS = {
    word: str(digit)
    for digit, word in enumerate(("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"))
}
TEENS = {
    word: str(number)
    for number, word in enumerate(
        (
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ),
        start=10,
    )
}
TENS = {
    word: number * 10
    for number, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), start=2
    )
}
OH = frozenset({"oh", "o"})
REPEATED = {"double": 2, "triple": 3}
SCALES = {"hundred": 100, "thousand": 1000}
HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
CODE = re.compile(r"(?<!\d)\d{4,8}(?!\d)")
LEAST_OF_A_CODE = 3
ABOUT_A_CODE = re.compile(
    r"^(?:[\W\d]|\b(?:it|is|it's|its|my|the|voice|code|pin|number|um+|uh+|er+|so|ok|okay|yes|sure|oh|that|that's|maybe|try|no|wait)\b)+$"
)
GAP = re.compile(r"(?<=\d)[\s-]+(?=\d)")


def with_digits(said: str) -> str:
    """The same words in small letters, each row of spoken digits written as one number."""
    words = HYPHEN.sub(" ", said.lower()).split()
    written: list[str] = []
    place = 0
    while place < len(words):
        digits, end = _row(words, place)
        if digits:
            written.append(digits + _signs(words[end - 1]))
        else:
            written.append(words[place])
        place = max(end, place + 1)
    return " ".join(written)


def code_said(said: str) -> str | None:
    """Four to eight digits, and nothing else that could be a number: "it's one two three four", "12 34"."""
    written = GAP.sub("", with_digits(said))
    found = CODE.findall(written)
    return found[0] if len(found) == 1 and len(re.findall(r"\d+", written)) == 1 else None


def tries_a_code(said: str) -> bool:
    """Nothing but digits, or three and more of them: "make it two" is about something else."""
    written = with_digits(said)
    digits = sum(letter.isdigit() for letter in written)
    return digits >= LEAST_OF_A_CODE or (digits > 0 and ABOUT_A_CODE.match(written) is not None)


def _row(words: Sequence[str], start: int) -> tuple[str, int]:
    """The digits of the number words from here on, and where they end; a comma ends them."""
    digits, place = "", start
    while place < len(words):
        one, end = _number(words, place, begun=bool(digits))
        if not one:
            break
        digits, place = digits + one, end
        if _signs(words[place - 1]):
            break
    return digits, place


def _number(words: Sequence[str], place: int, *, begun: bool) -> tuple[str, int]:
    word = _bare(words[place])
    following = _bare(words[place + 1]) if place + 1 < len(words) and not _signs(words[place]) else ""
    if word in REPEATED and following in UNITS:
        return UNITS[following] * REPEATED[word], place + 2
    if begun and word in OH:
        return "0", place + 1
    value, end = _below_hundred(word, following, place)
    if not value:
        return "", place
    return _scaled(words, value, end)


def _below_hundred(word: str, following: str, place: int) -> tuple[str, int]:
    if word in TENS:
        unit = UNITS.get(following, "0")
        return str(TENS[word] + int(unit)), place + (2 if unit != "0" else 1)
    return UNITS.get(word) or TEENS.get(word) or "", place + 1


def _scaled(words: Sequence[str], value: str, end: int) -> tuple[str, int]:
    """ "Twelve hundred" is 1200, and "two hundred five" 205."""
    scale = SCALES.get(_bare(words[end])) if end < len(words) and not _signs(words[end - 1]) else None
    if scale is None:
        return value, end
    total, end = int(value) * scale, end + 1
    if end < len(words) and _bare(words[end]) == "and":
        end += 1
    if end < len(words):
        rest, after = _below_hundred(_bare(words[end]), _bare(words[end + 1]) if end + 1 < len(words) else "", end)
        if rest:
            return str(total + int(rest)), after
    return str(total), end


def _bare(word: str) -> str:
    return word.rstrip(",.;:!?")


def _signs(word: str) -> str:
    return word[len(_bare(word)) :]
