"""Order numbers as people say, type and spell them: "TL 01 0034", "#tl-010034", "tee el oh one double oh three"."""

import re

from catalog.understanding.numbers import TEENS, TENS, UNITS

DIGITS = {word: str(digit) for word, digit in UNITS.items()}
OH = {"oh": "0", "o": "0", "nought": "0", "naught": "0"}
TIMES = {"double": 2, "triple": 3, "treble": 3}
LETTER_NAMES = {
    name: letter
    for letter, names in {
        "a": "ay", "b": "bee", "c": "cee sea", "d": "dee", "e": "ee", "f": "ef eff", "g": "gee", "h": "aitch",
        "j": "jay", "k": "kay", "l": "el ell", "m": "em", "n": "en", "p": "pee", "q": "cue queue", "r": "ar",
        "s": "ess", "t": "tee tea", "u": "you", "v": "vee", "w": "double-u", "x": "ex", "y": "why", "z": "zee zed",
    }.items()
    for name in names.split()
}  # fmt: skip
TOKEN = re.compile(r"[^\W_]+")
# What is joined by dashes and holds a digit is one piece; "twenty-four" is two words.
PIECE = re.compile(r"(?=[^\W_-]*-*[^\W_]*\d)[^\W_]+(?:-[^\W_]+)*|[^\W_]+")
OWNED = re.compile(r"'(?:s|re|m|ve|ll|d)\b")
EMAIL = re.compile(r"\S+@\S+")
MONEY = re.compile(r"[$€£₹]\s?[\d.,]+|\b[\d.,]+ ?(?:dollars?|bucks|euros?|pounds?|cents?|percent|%)")
ARTICLES = {"a", "i"}
SHORT_LETTERS = 4
FEWEST_DIGITS = 4
FEWEST_AT_THE_END = 3
# "XK4F9Q": letters and digits mixed are a number where they are many.
FEWEST_MIXED = 6
SIZE = re.compile(r"\d+x\d+")
YEAR = re.compile(r"(?:19|20)\d\d")
NAMED = re.compile(
    r"\b(?:order|number|no|nr|reference|ref|ending(?: in| with)?|ends (?:in|with))(?: is| was)?\W*$|#\s*$"
)


def plain_number(number: str) -> str:
    """As numbers are compared: without dashes and blanks, whatever the case."""
    return "".join(TOKEN.findall(number)).upper()


def number_said(text: str) -> str | None:
    """The order number in a sentence, as it is compared; None if nothing in it is long enough to be one.

    Letters that are spelled before the digits belong to it; those of a word do not.
    """
    said = OWNED.sub(" ", MONEY.sub(" ", EMAIL.sub(" ", text.lower())))
    tokens = [(found[0], found.start()) for found in PIECE.finditer(said)]
    best = ""
    place = 0
    while place < len(tokens):
        number, end = _run(said, tokens, place)
        is_all = place == 0 and end == len(tokens)
        if _is_a_number(number, said[: tokens[place][1]], is_all=is_all) and len(number) > len(best):
            best = number
        place = max(end, place + 1)
    return best.upper() or None


def is_called(number: str, said: str) -> bool:
    """Whether an order has the number that was said: all of it, or all of its digits, for letters are misheard."""
    digits = _digits(said)
    return plain_number(number) == said or (len(digits) >= FEWEST_DIGITS and _digits(number) == digits)


def ends_so(number: str, said: str) -> bool:
    """Whether "the one ending in 034" may be this one: enough among a shopper's own orders, and nowhere else."""
    return len(said) >= FEWEST_AT_THE_END and plain_number(number).endswith(said)


def _is_a_number(number: str, before: str, *, is_all: bool) -> bool:
    digits = len(_digits(number))
    named = NAMED.search(before) is not None or is_all
    if YEAR.fullmatch(number) or SIZE.fullmatch(number):
        return named and not before.rstrip().endswith("size")
    if named:
        return digits >= FEWEST_AT_THE_END or (digits > 0 and len(number) >= FEWEST_MIXED)
    return digits >= FEWEST_DIGITS


def _run(said: str, tokens: list[tuple[str, int]], place: int) -> tuple[str, int]:
    """What can be read as one number from here on, and the place behind it."""
    read, place = _letters_before(said, tokens, place)
    while place < len(tokens):
        token = tokens[place][0]
        following = tokens[place + 1][0] if place + 1 < len(tokens) else ""
        if token in TIMES and (digit := _digit(following)):
            read, place = read + digit * TIMES[token], place + 2
        elif part := _spoken_part(token, following):
            read, place = read + part[0], place + part[1]
        elif any(sign.isdigit() for sign in token):
            read, place = read + token.replace("-", ""), place + 1
        elif read and token in {"dash", "hyphen", "minus"}:
            place += 1
        else:
            break
    return read, place


def _letters_before(said: str, tokens: list[tuple[str, int]], place: int) -> tuple[str, int]:
    """ "TL", "t l" or "tee el" in front of digits; a word that merely stands before them is no part of the number."""
    read, end = "", place
    while end < len(tokens) and len(read) < SHORT_LETTERS:
        token, start = tokens[end]
        if len(token) == 1 and token.isalpha():
            read += token
        elif token in LETTER_NAMES:
            read += LETTER_NAMES[token]
        elif token.isalpha() and 1 < len(token) <= SHORT_LETTERS and _joins(said, start + len(token)):
            read += token
        else:
            break
        end += 1
    followed = end < len(tokens) and _starts_digits(tokens[end][0]) and read not in ARTICLES
    return (read, end) if read and followed else ("", place)


def _joins(said: str, end: int) -> bool:
    return re.match(r"-\d|- ?\d", said[end:]) is not None


def _starts_digits(token: str) -> bool:
    return token[0].isdigit() or token in DIGITS or token in OH or token in TIMES or token in {"dash", "hyphen"}


def _digit(token: str) -> str:
    return DIGITS.get(token) or OH.get(token) or (token if len(token) == 1 and token.isdigit() else "")


def _spoken_part(token: str, following: str) -> tuple[str, int] | None:
    """A digit, or a number below a hundred that stands for two: "thirty four" is 34."""
    if digit := DIGITS.get(token) or OH.get(token):
        return digit, 1
    if token in TEENS:
        return str(TEENS[token]), 1
    if token in TENS:
        unit = DIGITS.get(following, "0")
        return (f"{TENS[token] + int(unit)}", 2) if unit != "0" else (str(TENS[token]), 1)
    return None


def _digits(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())
