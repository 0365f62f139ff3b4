"""The words of what was said: split, lower-cased, without apostrophes, each knowing what stood before it."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice

LONGEST_REQUEST = 600
MOST_WORDS = 80
CURRENCY_SIGNS = frozenset("$€£¥₹")

_SPOKEN_SIGNS = {"&": "and", "+": "plus", "%": "percent", "<": "under", ">": "over", "≤": "under", "≥": "over"}
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201b`\u00b4\u02bc", "'"))
_TOKEN = re.compile(
    r"(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
    r"|(?P<word>[^\W\d_]+(?:'[^\W\d_]+)*'?)"
    r"|(?P<sign>[$€£¥₹&+%<>≤≥])"
)
_LONGEST_NUMBER = 9
_IRREGULAR = {
    "knives": "knife",
    "shelves": "shelf",
    "scarves": "scarf",
    "loaves": "loaf",
    "leaves": "leaf",
    "halves": "half",
    "shoes": "shoe",
    "toes": "toe",
    "children": "child",
    "childrens": "child",
    "cookies": "cookie",
    "movies": "movie",
    "smoothies": "smoothie",
    "hoodies": "hoodie",
    "beanies": "beanie",
    "selfies": "selfie",
    "brownies": "brownie",
    "ties": "tie",
    "pies": "pie",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """`text` is for searching, `norm` for rules, `key` for the catalogue's phrases, where plurals do not count.

    `glue` is what joined the word to the one before: a space, a hyphen, a slash or nothing. `breaks` tells that a
    comma or full stop stood between them. `currency` is how the currency of an amount was called, and `at` where the
    word begins in what `plain` makes of the text.
    """

    text: str
    norm: str
    key: str
    glue: str = " "
    breaks: bool = False
    number: Decimal | None = None
    money: bool = False
    currency: str = ""
    at: int = 0


def word_set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def words_of(text: str) -> list[Word]:
    return list(islice(_words(plain(text)), MOST_WORDS))


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text[:LONGEST_REQUEST]).casefold().translate(_APOSTROPHES)


def joined(words: list[Word]) -> str:
    return "".join((word.glue if place else "") + word.text for place, word in enumerate(words))


def singular(norm: str) -> str:
    """A rough singular: only equality of two such keys means anything."""
    if found := _IRREGULAR.get(norm):
        return found
    if len(norm) <= 3 or norm.endswith(("ss", "us", "is")) or not norm.endswith("s"):
        return norm
    if norm.endswith("ies") and len(norm) > 4:
        return norm[:-3] + "y"
    if norm.endswith(("xes", "ches", "shes", "sses", "zes", "oes")):
        return norm[:-2]
    return norm[:-1]


def _words(said: str) -> Iterator[Word]:
    end, after_number = 0, False
    for match in _TOKEN.finditer(said):
        between = said[end : match.start()]
        glue = between if end and between in {"", "-", "/"} else " "
        breaks = bool(re.search(r"[,;:.!?()\n]", between))
        end = match.end()
        kind, token = match.lastgroup, match.group()
        counts = kind == "number" or token in CURRENCY_SIGNS
        if counts and after_number and between.strip() in {"-", "\u2013", "\u2014"}:
            yield Word(text="to", norm="to", key="to", at=match.start())
            glue = " "
        after_number = kind == "number"
        if kind == "number":
            word = _number(token, glue=glue, breaks=breaks)
        elif kind == "sign":
            spoken = _SPOKEN_SIGNS.get(token, token)
            word = Word(text=spoken, norm=spoken, key=spoken, glue=" ", breaks=breaks)
        else:
            word = _word(token, glue=glue, breaks=breaks)
        yield replace(word, at=match.start())


def _word(token: str, *, glue: str, breaks: bool) -> Word:
    norm = token.replace("'", "")
    return Word(text=token.rstrip("'"), norm=norm, key=singular(unaccented(norm)), glue=glue, breaks=breaks)


def unaccented(norm: str) -> str:
    """Without accents: nobody hears whether Loréal has one."""
    if norm.isascii():
        return norm
    return "".join(letter for letter in unicodedata.normalize("NFKD", norm) if not unicodedata.combining(letter))


def _number(token: str, *, glue: str, breaks: bool) -> Word:
    digits = token.replace(",", "")
    if len(digits) > _LONGEST_NUMBER:
        return Word(text=digits, norm=digits, key=digits, glue=glue, breaks=breaks)
    value = Decimal(digits)
    spelled = spelled_number(value)
    return Word(text=spelled, norm=spelled, key=spelled, glue=glue, breaks=breaks, number=value)


def spelled_number(value: Decimal) -> str:
    whole = value.to_integral_value()
    return str(int(whole)) if value == whole else f"{value.normalize():f}"
