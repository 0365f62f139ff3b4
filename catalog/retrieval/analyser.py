"""Turns text into search terms: lower case, no accents, singular, numbers joined to their units, hyphens both ways."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_APOSTROPHES = str.maketrans("", "", "'\u2018\u2019\u02bc`")
# Numbers keep their decimal point, words keep their hyphens until they are taken apart below.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)+|[^\W\d_]+")
_DIGITS_AND_LETTERS = re.compile(r"(?<=\d)[\s-]*(?=[a-z])")
_FLUID = re.compile(r"\bfl(?:uid)?\.? ?(?=oz|ounce)")
_LONGEST_TERM = 40

_UNITS = {
    "gal": ("gal", "gallon"),
    "qt": ("qt", "quart"),
    "pt": ("pt", "pint"),
    "oz": ("oz", "ounce"),
    "lb": ("lb", "pound"),
    "l": ("l", "liter", "litre"),
    "ml": ("ml", "milliliter", "millilitre"),
    "g": ("g", "gram"),
    "kg": ("kg", "kilo", "kilogram"),
    "in": ("in", "inch", '"'),
    "ft": ("ft", "foot", "feet"),
    "cm": ("cm", "centimeter", "centimetre"),
    "mm": ("mm", "millimeter", "millimetre"),
    "gb": ("gb", "gigabyte"),
    "tb": ("tb", "terabyte"),
    "w": ("w", "watt"),
    "mah": ("mah",),
    "h": ("h", "hr", "hour"),
    "person": ("person", "people", "p"),
    "pack": ("pack", "pk", "ct", "count"),
}
_UNIT_OF = {spelling: unit for unit, spellings in _UNITS.items() for spelling in spellings}

_IRREGULAR = {
    "knives": "knife", "shelves": "shelf", "scarves": "scarf", "loaves": "loaf", "leaves": "leaf", "halves": "half",
    "children": "child", "men": "man", "women": "woman", "mens": "man", "womens": "woman", "feet": "foot",
    "shoes": "shoe", "cookies": "cookie", "hoodies": "hoodie", "beanies": "beanie", "brownies": "brownie",
    "smoothies": "smoothie", "ties": "tie", "pies": "pie", "movies": "movie", "jeans": "jean", "pants": "pant",
}  # fmt: skip

_FUNCTION_WORDS = (
    "a an and are as at be by for from has have in is it its of on or so than that the their them then these they this "
    "those to was were which will with without your you our we i me my he she his her but not no can do does"
)
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())


def terms_of(text: str) -> list[str]:
    """The terms of a text in its order; a hyphenated word gives its parts and the whole."""
    return [term for token in _tokens(text) for term in _terms(token) if term not in FUNCTION_WORDS]


def words_of(text: str) -> list[str]:
    """The terms of a text, function words left in and hyphenated words only taken apart: for reading phrases."""
    return [term for token in _tokens(text) for term in ([singular(part) for part in token.split("-")])]


def compounds_of(text: str) -> set[str]:
    """The terms of a text with "nut-free" kept whole: whoever excludes nuts does not exclude that."""
    found = set()
    for token in _tokens(text):
        whole, *parts = reversed(_terms(token))
        found |= {whole} if token.endswith("-free") else {whole, *parts}
    return found - FUNCTION_WORDS


@lru_cache(maxsize=1 << 16)
def singular(word: str) -> str:
    if found := _IRREGULAR.get(word):
        return found
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("xes", "ches", "shes", "sses", "zes", "oes")):
        return word[:-2]
    return word[:-1]


def folded(text: str) -> str:
    """Lower case without accents or apostrophes, one space between words."""
    # Cherokee is folded to its capitals.
    plain = unicodedata.normalize("NFKD", text).translate(_APOSTROPHES).casefold().lower()
    if not plain.isascii():
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(plain.split())


def _tokens(text: str) -> Iterator[str]:
    """`1 gallon`, `1-gal` and `1gal` are all the token `1gal`."""
    number = ""
    plain = _DIGITS_AND_LETTERS.sub(" ", _FLUID.sub("", folded(text)).replace('"', " inch "))
    for match in _TOKEN.finditer(plain):
        token = match.group()[:_LONGEST_TERM]
        if number:
            unit = _UNIT_OF.get(singular(token))
            yield number + unit if unit else number
            number = ""
            if unit:
                continue
        if token[0].isdigit():
            number = token.replace(",", "")
        else:
            yield token
    if number:
        yield number


def _terms(token: str) -> list[str]:
    if "-" not in token:
        return [singular(token)]
    return [*(singular(part) for part in token.split("-")), singular(token.replace("-", ""))]
